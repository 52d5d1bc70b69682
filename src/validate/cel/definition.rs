//! Rules as a CustomResourceDefinition writes them: what the API server refuses before any object is made.
//!
//! Only what is certain: text that is no expression, functions that no API server has, and fields that the schema at
//! the rule does not list. Other types are left to the API server.

use crate::schema::Definitions;
use crate::schema::Schema;
use crate::validate::cel::fields;
use crate::validate::cel::names;
use crate::validate::cel::program;
use crate::validate::cel::program::Refusal;

/// Why an API server cannot read a rule, in a sentence without a full stop; `None` when it can, or when that is not
/// certain.
pub fn compile_error(rule: &str) -> Option<String> {
    match &*program::of(rule) {
        Ok(program) => {
            names::unknown_function(&program.expression).map(|name| format!("there is no function `{name}`"))
        }
        Err(Refusal::Syntax(_)) if rule.trim().is_empty() => Some("the rule is empty".to_owned()),
        Err(Refusal::Syntax(said)) => Some(format!("the rule is not an expression: {}", first_line(said))),
        Err(Refusal::Unsupported(_)) => None,
    }
}

/// The same for a rule at a schema; `root` says that the schema is that of the whole object.
pub fn compile_error_at(rule: &str, schema: &Schema, root: bool) -> Option<String> {
    compile_error(rule).or_else(|| {
        let program = program::of(rule);
        let program = program.as_ref().as_ref().ok()?;
        let missing = fields::undeclared(&Definitions::default(), schema, &program.expression, root)?;
        Some(format!("the schema has no field `{missing}` where the rule reads it"))
    })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
