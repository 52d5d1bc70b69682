//! The functions of templates, and how values are printed.

use super::Evaluation;
use super::Failure;
use super::Value;
use crate::yaml::compose::Shape;
use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::resolve_v1_1;

/// What Go prints for a value that is not there.
pub(super) const NO_VALUE: &str = "<no value>";

impl<'a> Evaluation<'a> {
    /// The value of a function.
    pub(super) fn call(&self, name: &str, arguments: &[Value<'a>]) -> Result<Value<'a>, Failure> {
        let text = |index: usize| self.printed(arguments[index].clone());
        let made = |text: String| Ok(Value::Text(text));
        match (name, arguments.len()) {
            ("normalize", 1) => made(normalized(&text(0)?)),
            ("lower", 1) => made(text(0)?.to_lowercase()),
            ("upper", 1) => made(text(0)?.to_uppercase()),
            ("trim", 1) => made(text(0)?.trim().to_owned()),
            ("toString", 1) => made(text(0)?),
            ("quote", 1) if !text(0)?.contains(['"', '\\', '\n']) => made(format!("\"{}\"", text(0)?)),
            ("replace", 3) => made(text(2)?.replace(&text(0)?, &text(1)?)),
            ("trimPrefix", 2) => {
                let (prefix, of) = (text(0)?, text(1)?);
                made(of.strip_prefix(&prefix).unwrap_or(&of).to_owned())
            }
            ("trimSuffix", 2) => {
                let (suffix, of) = (text(0)?, text(1)?);
                made(of.strip_suffix(&suffix).unwrap_or(&of).to_owned())
            }
            ("default", 2) => {
                let is_empty = match &arguments[1] {
                    Value::Nothing => true,
                    Value::Text(text) => text.is_empty(),
                    Value::Parameter(value) => matches!(value.as_text(), Some("" | "0" | "false")),
                };
                Ok(arguments[usize::from(!is_empty)].clone())
            }
            ("index", 2) => {
                let key = text(1)?;
                self.walk(arguments[0].clone(), &[&key], &key)
            }
            _ => Err(self.unknown()),
        }
    }

    /// What Go prints. Numbers were JSON, and large ones are printed with an exponent.
    pub(super) fn printed(&self, value: Value<'a>) -> Result<String, Failure> {
        let value = match value {
            Value::Nothing => return Ok(NO_VALUE.to_owned()),
            Value::Text(text) => return Ok(text),
            Value::Parameter(value) => value,
        };
        match &value.shape {
            Shape::Scalar { text, plain: false } => Ok(text.clone()),
            Shape::Scalar { text, plain: true } => match resolve_v1_1(text) {
                Scalar::Str(text) => Ok(text.to_owned()),
                Scalar::Bool(truth) => Ok(truth.to_string()),
                Scalar::Int(number) if number.unsigned_abs() < 1_000_000 => Ok(number.to_string()),
                Scalar::Null => Ok(NO_VALUE.to_owned()),
                Scalar::Int(_) | Scalar::Float(_) => Err(self.unknown()),
            },
            Shape::Mapping(_) | Shape::Sequence(_) => Err(self.unknown()),
        }
    }
}

/// A name as Kubernetes takes it: lower case, letters, digits, `-` and `.`, which neither begin nor end it.
fn normalized(name: &str) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.') { letter } else { '-' };
    let name: String = name.to_lowercase().chars().map(letter).take(253).collect();
    name.trim_matches(['-', '.']).to_owned()
}
