//! What a rule may cost: every loop and every search pays for the length of what it goes through.
//!
//! The API server counts too, in units of its own; a rule that costs more than is allowed here counts as not
//! evaluated, never as violated.

use std::cell::Cell;

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelMap;
use cel::common::types::DYN_TYPE;
use cel::common::value::CowVal;

use super::value::Answer;
use super::value::Values;
use super::value::list;

/// The function that every loop calls on its range.
pub(in crate::validate::cel) const CHARGE: &str = "@charge";
/// Steps that one evaluation may take, some tenths of a second.
const STEPS: u64 = 1_000_000;

thread_local! {
    static LEFT: Cell<u64> = const { Cell::new(STEPS) };
}

/// Starts counting for one evaluation, which stays on its thread.
pub(in crate::validate::cel) fn begin() {
    LEFT.set(STEPS);
}

/// Whether the evaluation took too many steps.
pub(in crate::validate::cel) fn is_spent() -> bool {
    LEFT.get() == 0
}

/// Ends the evaluation without a verdict.
pub(super) fn spend_all() {
    LEFT.set(0);
}

/// Pays for some steps; an error when there are not enough left.
pub(super) fn pay(steps: usize) -> Result<(), ExecutionError> {
    let left = LEFT.get().saturating_sub(steps as u64 + 1);
    LEFT.set(left);
    if left == 0 { Err(ExecutionError::InternalError("the rule takes too many steps".to_owned())) } else { Ok(()) }
}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload(CHARGE, CHARGE, vec![DYN_TYPE], charge)
}

/// The range itself; of a map its keys in order, so that the same input gives the same message.
fn charge<'b, 'v>(mut values: Values<'b, 'v>) -> Answer<'b, 'v> {
    let range = values.pop().ok_or_else(ExecutionError::missing_argument_or_target)?;
    let size = range.as_sizer().map_or(0, |sizer| *sizer.size().inner());
    pay(usize::try_from(size).unwrap_or_default())?;
    let Some(map) = range.downcast_ref::<CelMap<'_>>() else { return Ok(range) };
    let mut keys: Vec<_> = map.inner().keys().map(|key| key.inner().clone_as_boxed()).collect();
    keys.sort_by(|a, b| {
        let order = a.as_comparer().and_then(|comparer| comparer.compare(&**b).ok());
        order.unwrap_or(std::cmp::Ordering::Equal)
    });
    list(keys)
}

/// Like [`charge`], for a function that goes through a text.
pub(super) fn pay_for(values: &[CowVal<'_, '_>]) -> Result<(), ExecutionError> {
    let length = |value: &CowVal<'_, '_>| {
        let text = value.downcast_ref::<cel::common::types::CelString<'_>>().map(|text| text.inner().len());
        text.unwrap_or_else(|| {
            value.as_sizer().and_then(|sizer| usize::try_from(*sizer.size().inner()).ok()).unwrap_or_default()
        })
    };
    pay(values.iter().map(length).sum())
}
