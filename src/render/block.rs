//! Values on their way into a template's output: as flow nodes where they are interpolated, as block nodes behind the
//! filter `block`.

use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Value;
use minijinja::value::Object;
use minijinja::value::ValueKind;

use crate::yaml::emit;

/// Appends a value as a YAML flow node on one line.
pub fn push_flow(out: &mut String, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::String => emit::push_string(out, value.as_str().unwrap_or_default()),
        ValueKind::Undefined => return Err(Error::from(ErrorKind::UndefinedError)),
        _ => emit::push_flow(out, &json(value)?),
    }
    Ok(())
}

/// The filter `block(indent)`: the value of a key as a block node, to be written right behind the colon.
///
/// `labels:{{ labels | block(4) }}` gives one line per label, each indented by four blanks.
pub fn block(value: &Value, indent: usize) -> Result<Value, Error> {
    if indent > 80 {
        return Err(Error::new(ErrorKind::InvalidOperation, "an indentation is at most 80 blanks"));
    }
    let mut out = String::new();
    match value.downcast_object_ref::<Prepared>() {
        Some(prepared) => emit::push_block(&mut out, prepared.0, indent),
        None => emit::push_block(&mut out, &json(value)?, indent),
    }
    Ok(Value::from_safe_string(out))
}

/// A large value that templates hand on to `block` as it is, such as the schema of a CustomResourceDefinition.
#[derive(Debug)]
pub struct Prepared(pub &'static serde_json::Value);

impl Object for Prepared {}

fn json(value: &Value) -> Result<serde_json::Value, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    serde_json::to_value(value).map_err(|error| {
        Error::new(ErrorKind::BadSerialization, format!("this is not data and cannot be written as YAML: {error}"))
    })
}
