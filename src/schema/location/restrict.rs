//! The words of JSON Schema that are spelt otherwise in OpenAPI: several types, constants, and bounds of their own.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::schema::location::convert::Converter;
use crate::schema::location::convert::Problem;
use crate::schema::location::convert::name_of;
use crate::schema::location::convert::type_of;

impl Converter<'_> {
    /// `type`: one, one or null, or several.
    pub(super) fn types(&mut self, written: &Map<String, Value>, out: &mut Map<String, Value>) -> Result<(), Problem> {
        let types: Vec<&str> = match written.get("type") {
            None => return Ok(()),
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            Some(_) => Vec::new(),
        };
        let known = ["array", "boolean", "integer", "null", "number", "object", "string"];
        if types.is_empty() || types.iter().any(|name| !known.contains(name)) {
            self.path.push("type".to_owned());
            return self.problem(format!("there is no such type; known are {}", known.join(", ")));
        }
        let real: Vec<&str> = types.iter().copied().filter(|name| *name != "null").collect();
        if real.len() < types.len() {
            out.insert("nullable".to_owned(), true.into());
        }
        match real.as_slice() {
            [] => {
                out.insert("enum".to_owned(), json!([null]));
            }
            [one] => {
                out.insert("type".to_owned(), (*one).into());
            }
            ["integer", "string"] | ["string", "integer"] => {
                out.insert("x-kubernetes-int-or-string".to_owned(), true.into());
            }
            _ => {
                let any: Vec<Value> = real.iter().map(|name| open(name)).collect();
                let both = json!({ "anyOf": any });
                push(out, "allOf", both);
            }
        }
        Ok(())
    }

    /// `enum` and `const`, which are judged for scalars.
    pub(super) fn values(&mut self, written: &Map<String, Value>, out: &mut Map<String, Value>) {
        let allowed = match (written.get("enum"), written.get("const")) {
            (_, Some(only)) => vec![only.clone()],
            (Some(Value::Array(several)), None) => several.clone(),
            _ => return,
        };
        if allowed.iter().any(|value| value.is_object() || value.is_array()) {
            return self.unsupported("enum of objects or lists");
        }
        if allowed.iter().any(Value::is_null) {
            out.insert("nullable".to_owned(), true.into());
        }
        let mut types: Vec<&str> = allowed.iter().filter(|value| !value.is_null()).map(type_of).collect();
        types.dedup();
        match types.as_slice() {
            [one] if !out.contains_key("type") => {
                out.insert("type".to_owned(), (*one).into());
            }
            _ if written.contains_key("type") => {}
            _ => self.unsupported("enum of several types for mappings and lists"),
        }
        out.insert("enum".to_owned(), Value::Array(allowed));
    }

    /// Exclusive bounds: booleans beside a bound in draft 4, bounds of their own since draft 6.
    pub(super) fn bounds(&mut self, written: &Map<String, Value>, out: &mut Map<String, Value>) -> Result<(), Problem> {
        for (exclusive, inclusive, lower) in
            [("exclusiveMinimum", "minimum", true), ("exclusiveMaximum", "maximum", false)]
        {
            match written.get(exclusive) {
                None => {}
                Some(Value::Bool(value)) => {
                    out.insert(exclusive.to_owned(), (*value).into());
                }
                Some(Value::Number(bound)) => {
                    let other = out.get(inclusive).and_then(Value::as_f64);
                    let here = bound.as_f64().unwrap_or_default();
                    if other.is_none_or(|other| if lower { here >= other } else { here <= other }) {
                        out.insert(inclusive.to_owned(), Value::Number(bound.clone()));
                        out.insert(exclusive.to_owned(), true.into());
                    }
                }
                Some(other) => {
                    self.path.push(exclusive.to_owned());
                    return self.problem(format!("`{exclusive}` cannot be {}", name_of(other)));
                }
            }
        }
        Ok(())
    }
}

/// How schemas made from the OpenAPI of Kubernetes write `IntOrString` and `Quantity`, whose meaning is known.
pub(super) fn special(written: &Map<String, Value>) -> Option<Value> {
    let [first, second] = written.get("oneOf")?.as_array()?.as_slice() else { return None };
    let types = |part: &Value| part.as_object().filter(|part| part.len() == 1)?.get("type").cloned();
    let (first, second) = (types(first)?, types(second)?);
    if first != json!(["string", "null"]) {
        return None;
    }
    if second == json!(["integer", "null"]) {
        return Some(json!({ "x-kubernetes-int-or-string": true, "nullable": true }));
    }
    let quantity = json!({ "x-kubernetes-int-or-string": true, "format": "quantity", "nullable": true });
    (second == json!(["number", "null"])).then_some(quantity)
}

/// Any value of a type.
fn open(name: &str) -> Value {
    match name {
        "object" => json!({ "type": name, "additionalProperties": true }),
        _ => json!({ "type": name }),
    }
}

fn push(out: &mut Map<String, Value>, word: &str, value: Value) {
    match out.get_mut(word).and_then(Value::as_array_mut) {
        Some(list) => list.push(value),
        None => drop(out.insert(word.to_owned(), Value::Array(vec![value]))),
    }
}
