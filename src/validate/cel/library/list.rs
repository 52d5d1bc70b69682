//! Lists and sets: `isSorted`, `sum`, `min`, `max`, `indexOf`, `lastIndexOf`, `sets.contains` and its relatives.
//!
//! Source: `k8s.io/apiserver/pkg/cel/library/lists.go` and `ext/sets.go` of cel-go.

#![expect(clippy::needless_pass_by_value, reason = "functions of the crate are handed their values")]

use std::cmp::Ordering;

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelInt;
use cel::common::types::DYN_TYPE;
use cel::common::types::LIST_TYPE;
use cel::common::value::CowVal;
use cel::common::value::Val;

use super::budget::pay;
use super::value::Answer;
use super::value::Values;
use super::value::items;
use super::value::number;
use super::value::truth;

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_member_overload("isSorted", "list_is_sorted", LIST_TYPE, vec![], is_sorted)?;
    env.add_member_overload("sum", "list_sum", LIST_TYPE, vec![], sum)?;
    env.add_member_overload("min", "list_min", LIST_TYPE, vec![], |values| extreme(values, Ordering::Less, "min"))?;
    env.add_member_overload("max", "list_max", LIST_TYPE, vec![], |values| extreme(values, Ordering::Greater, "max"))?;
    env.add_member_overload("indexOf", "list_index_of", LIST_TYPE, vec![DYN_TYPE], index_of)?;
    env.add_member_overload("lastIndexOf", "list_last_index_of", LIST_TYPE, vec![DYN_TYPE], last_index_of)?;
    let sets = || vec![LIST_TYPE, LIST_TYPE];
    env.add_overload("sets.contains", "sets_contains", sets(), |values| {
        let (all, some) = (items(&values, 0)?, items(&values, 1)?);
        truth(contains_all(&all, &some)?)
    })?;
    env.add_overload("sets.equivalent", "sets_equivalent", sets(), |values| {
        let (one, other) = (items(&values, 0)?, items(&values, 1)?);
        truth(contains_all(&one, &other)? && contains_all(&other, &one)?)
    })?;
    env.add_overload("sets.intersects", "sets_intersects", sets(), |values| {
        let (one, other) = (items(&values, 0)?, items(&values, 1)?);
        pay(one.len().saturating_mul(other.len()))?;
        truth(one.iter().any(|item| other.iter().any(|found| found.equals(&**item))))
    })
}

fn contains_all<'v>(all: &[Box<dyn Val + 'v>], some: &[Box<dyn Val + 'v>]) -> Result<bool, ExecutionError> {
    pay(all.len().saturating_mul(some.len()))?;
    Ok(some.iter().all(|item| all.iter().any(|found| found.equals(&**item))))
}

fn compare<'v>(one: &(dyn Val + 'v), other: &(dyn Val + 'v), function: &str) -> Result<Ordering, ExecutionError> {
    let no_overload = || ExecutionError::no_such_member_overload(function, vec![one.get_type().name().to_owned()]);
    one.as_comparer().ok_or_else(no_overload)?.compare(other)
}

fn is_sorted<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    let items = items(&values, 0)?;
    pay(items.len())?;
    for pair in items.windows(2) {
        if compare(&*pair[0], &*pair[1], "isSorted")? == Ordering::Greater {
            return truth(false);
        }
    }
    truth(true)
}

/// The sum of no numbers is the integer zero; the server, which knows the type, may say `0.0` or `0s`.
fn sum<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    let mut items = items(&values, 0)?.into_iter();
    pay(items.len())?;
    let Some(mut total) = items.next() else { return Ok(CowVal::owned(CelInt::from(0))) };
    for item in items {
        let adder =
            total.as_adder().ok_or_else(|| ExecutionError::no_such_member_overload("sum", vec!["list".to_owned()]))?;
        let next = adder.add(&*item)?.into_owned();
        total = next;
    }
    Ok(CowVal::Owned(total))
}

fn extreme<'b, 'v>(values: Values<'b, 'v>, wanted: Ordering, function: &str) -> Answer<'b, 'v> {
    let mut items = items(&values, 0)?.into_iter();
    pay(items.len())?;
    let empty = || ExecutionError::function_error(function, format!("{function} called on empty list"));
    let mut found = items.next().ok_or_else(empty)?;
    for item in items {
        if compare(&*item, &*found, function)? == wanted {
            found = item;
        }
    }
    Ok(CowVal::Owned(found))
}

fn index_of<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    let items = items(&values, 0)?;
    pay(items.len())?;
    let wanted = values.get(1).ok_or_else(ExecutionError::missing_argument_or_target)?;
    let found = items.iter().position(|item| item.equals(&**wanted));
    number(found.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1))
}

fn last_index_of<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    let items = items(&values, 0)?;
    pay(items.len())?;
    let wanted = values.get(1).ok_or_else(ExecutionError::missing_argument_or_target)?;
    let found = items.iter().rposition(|item| item.equals(&**wanted));
    number(found.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1))
}
