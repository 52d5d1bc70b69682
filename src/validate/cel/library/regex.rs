//! Regular expressions: `matches`, `find`, `findAll`.
//!
//! The server uses RE2, whose `\d`, `\w` and `\s` are ASCII as they are here. Classes by Unicode name are not known
//! here, and a rule with one counts as not evaluated.

#![expect(clippy::needless_pass_by_value, reason = "functions of the crate are handed their values")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelString;
use cel::common::types::INT_TYPE;
use cel::common::types::STRING_TYPE;
use cel::common::value::Val;

use super::budget::pay_for;
use super::value::Answer;
use super::value::Values;
use super::value::integer;
use super::value::list;
use super::value::string;
use super::value::text;
use super::value::truth;

/// Expressions kept ready; rules hold few, and those made from fields must not pile up.
const KEPT: usize = 64;

thread_local! {
    static READY: RefCell<BTreeMap<String, Rc<regex_lite::Regex>>> = RefCell::default();
}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("matches", "matches", vec![STRING_TYPE, STRING_TYPE], matches)?;
    env.add_member_overload("matches", "matches_string", STRING_TYPE, vec![STRING_TYPE], matches)?;
    env.add_member_overload("find", "string_find_string", STRING_TYPE, vec![STRING_TYPE], find)?;
    env.add_member_overload("findAll", "string_find_all", STRING_TYPE, vec![STRING_TYPE], find_all)?;
    env.add_member_overload("findAll", "string_find_all_int", STRING_TYPE, vec![STRING_TYPE, INT_TYPE], find_all)
}

fn compiled(pattern: &str) -> Result<Rc<regex_lite::Regex>, ExecutionError> {
    READY.with_borrow_mut(|ready| {
        if let Some(found) = ready.get(pattern) {
            return Ok(Rc::clone(found));
        }
        let made = regex_lite::Regex::new(pattern).map_err(|_| {
            ExecutionError::InternalError("the rule has a regular expression of another dialect".to_owned())
        })?;
        if ready.len() >= KEPT {
            ready.clear();
        }
        let made = Rc::new(made);
        ready.insert(pattern.to_owned(), Rc::clone(&made));
        Ok(made)
    })
}

fn matches<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    pay_for(&values)?;
    truth(compiled(text(&values, 1)?)?.is_match(text(&values, 0)?))
}

fn find<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    pay_for(&values)?;
    let expression = compiled(text(&values, 1)?)?;
    string(expression.find(text(&values, 0)?).map_or("", |found| found.as_str()))
}

/// A negative limit is none.
fn find_all<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    pay_for(&values)?;
    let expression = compiled(text(&values, 1)?)?;
    let limit = if values.len() > 2 { integer(&values, 2)? } else { -1 };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = expression.find_iter(text(&values, 0)?).take(limit);
    list(found.map(|found| Box::new(CelString::from(found.as_str().to_owned())) as Box<dyn Val + 'v>).collect())
}
