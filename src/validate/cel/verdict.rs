//! What an evaluation says, and whether the API server would say the same.

use cel::Context;
use cel::ExecutionError;
use cel::Value;
use cel::common::types::CelBool;
use cel::common::types::CelString;
use cel::common::value::Val;

use crate::validate::cel::library;
use crate::validate::cel::program::Program;

/// The outcome of a rule on one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Holds,
    Violated,
    /// The rule breaks off, as it would in the API server, which then refuses the object.
    BreaksOff(String),
    /// Groundplan cannot tell, and why.
    Unknown(&'static str),
}

/// The variables of a rule on one value.
pub(super) fn context<'v>(value: Box<dyn Val + 'v>) -> Context<'v, 'v> {
    let mut context = Context::with_env(library::environment().clone());
    context.add_variable_as_val("self", value);
    // The object is new: a rule that allows for that finds no old one.
    context.add_variable_as_val("oldSelf", Box::new(cel::common::types::CelOptional::none()));
    context
}

/// Evaluates a rule; `dynamic` tells whether some of what it reads may be of several types.
pub(super) fn judge(program: &Program, context: &Context<'_, '_>, dynamic: &(dyn Fn() -> bool + Sync)) -> Verdict {
    let found = program.with_room(|| judge_here(program, context, dynamic));
    found.unwrap_or(Verdict::Unknown("there is no memory to evaluate it"))
}

fn judge_here(program: &Program, context: &Context<'_, '_>, dynamic: &(dyn Fn() -> bool + Sync)) -> Verdict {
    library::begin();
    let found = match Value::resolve_val(&program.expression, context) {
        Ok(value) => match value.downcast_ref::<CelBool>().map(|truth| *truth.inner()) {
            Some(true) => Verdict::Holds,
            Some(false) => Verdict::Violated,
            None => Verdict::Unknown("it gives no truth value"),
        },
        Err(error) => classify(&error, dynamic),
    };
    if library::is_spent() {
        Verdict::Unknown("it takes too many steps, or reads a value in a form unknown here")
    } else {
        found
    }
}

/// The text that an expression for a message gives; none when it breaks off, gives no text or more than a line.
pub(super) fn message(program: &Program, context: &Context<'_, '_>) -> Option<String> {
    program.with_room(|| {
        library::begin();
        let value = Value::resolve_val(&program.expression, context).ok()?;
        let text = value.downcast_ref::<CelString<'_>>()?.inner().trim().to_owned();
        let said = !text.is_empty() && !text.contains('\n') && text.len() <= 5 * 1024 && !library::is_spent();
        said.then_some(text)
    })?
}

fn classify(error: &ExecutionError, dynamic: &dyn Fn() -> bool) -> Verdict {
    match error {
        ExecutionError::NoSuchKey(key) => Verdict::BreaksOff(format!("there is no `{key}`")),
        ExecutionError::IndexOutOfBounds(_) => Verdict::BreaksOff("an index is beyond the end of a list".to_owned()),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            Verdict::BreaksOff("a number is divided by zero".to_owned())
        }
        ExecutionError::Overflow(..) => Verdict::BreaksOff("a number becomes too large".to_owned()),
        ExecutionError::DuplicateKey(_) => Verdict::BreaksOff("a key is given twice".to_owned()),
        ExecutionError::FunctionError { function, message } => Verdict::BreaksOff(format!("{function}: {message}")),
        // The server has checked the types before; only values of several types can surprise it.
        ExecutionError::NoSuchOverload(_)
        | ExecutionError::ValuesNotComparable(..)
        | ExecutionError::UnsupportedBinaryOperator(..)
            if dynamic() =>
        {
            Verdict::BreaksOff("values of these types cannot be compared or combined".to_owned())
        }
        ExecutionError::UndeclaredReference(_) => Verdict::Unknown("it calls a function that groundplan does not have"),
        ExecutionError::InternalError(_) => Verdict::Unknown("it asks a function what groundplan cannot answer"),
        _ => Verdict::Unknown("it compares or combines values in a way that groundplan does not know"),
    }
}
