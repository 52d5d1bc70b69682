//! JSON Schema (drafts 4 to 7, and the OpenAPI words in it) rewritten in the words of [`Schema`].
//!
//! What those words cannot say is left out and listed: a check that is not made must be visible. Fields that a schema
//! does not list are right unless it says otherwise, which is the opposite of what Kubernetes schemas mean by silence.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::schema::location::restrict::special;
use crate::schema::shape::Pattern;

/// Words whose values are taken over as they are.
const KEPT: [&str; 18] = [
    "default",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "required",
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];

/// Those of them that count.
const COUNTS: [&str; 6] = ["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"];

/// Words that demand something which groundplan does not look at.
const UNSUPPORTED: [&str; 13] = [
    "additionalItems",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "patternProperties",
];

/// Formats that are judged, or that judge nothing.
const FORMATS: [&str; 10] =
    ["", "byte", "date-time", "double", "float", "int-or-string", "int32", "int64", "password", "quantity"];

/// Something in a schema that cannot be read, and where.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) path: Vec<String>,
    pub(super) message: String,
}

/// Where a reference leads, for whoever reads the files: gives the name that the target is known by.
pub(super) type Refer<'a> = dyn FnMut(&str) -> Result<String, String> + 'a;

/// One rewriting, from the root of a file or of a definition in it.
pub(super) struct Converter<'a> {
    /// Called for every reference.
    pub(super) refer: &'a mut Refer<'a>,
    /// Keys from the root of the file.
    pub(super) path: Vec<String>,
    /// What is demanded and not checked.
    pub(super) unsupported: &'a mut BTreeSet<String>,
    /// Whether what a list may repeat is decided elsewhere, as for built-in kinds.
    pub(super) builtin: bool,
    /// Names that the schema applies to the value it stands at, for which a circle would never end.
    pub(super) in_place: BTreeSet<String>,
    pub(super) depth: usize,
}

impl Converter<'_> {
    pub(super) fn problem<T>(&self, message: impl Into<String>) -> Result<T, Problem> {
        Err(Problem { path: self.path.clone(), message: message.into() })
    }

    pub(super) fn unsupported(&mut self, word: impl Into<String>) {
        self.unsupported.insert(word.into());
    }

    /// `depth` counts the steps into fields and items: at 0 a schema is about the value itself.
    fn child(&mut self, keys: &[&str], value: &Value, inside: bool) -> Result<Value, Problem> {
        self.path.extend(keys.iter().map(|key| (*key).to_owned()));
        self.depth += usize::from(inside);
        let converted = self.schema(value)?;
        self.depth -= usize::from(inside);
        self.path.truncate(self.path.len() - keys.len());
        Ok(converted)
    }

    pub(super) fn schema(&mut self, schema: &Value) -> Result<Value, Problem> {
        let written = match schema {
            Value::Bool(true) => return Ok(json!({ "x-kubernetes-preserve-unknown-fields": true })),
            Value::Bool(false) => return Ok(json!({ "not": {} })),
            Value::Object(written) => written,
            other => return self.problem(format!("a schema is an object, and this is {}", name_of(other))),
        };
        if let Some(target) = written.get("$ref") {
            self.path.push("$ref".to_owned());
            let Some(target) = target.as_str() else { return self.problem("a `$ref` is a text") };
            let name = match (self.refer)(target) {
                Ok(name) => name,
                Err(message) => return self.problem(message),
            };
            self.path.pop();
            if self.depth == 0 {
                self.in_place.insert(name.clone());
            }
            return Ok(json!({ "$ref": name }));
        }
        if let Some(special) = special(written) {
            return Ok(special);
        }
        let mut out = Map::new();
        for (word, value) in written {
            self.word(word, value, &mut out)?;
        }
        self.types(written, &mut out)?;
        self.values(written, &mut out);
        self.bounds(written, &mut out)?;
        self.others(written, &mut out)?;
        if self.builtin {
            out.remove("x-kubernetes-list-type");
        }
        Ok(Value::Object(out))
    }

    fn word(&mut self, word: &str, value: &Value, out: &mut Map<String, Value>) -> Result<(), Problem> {
        match (word, value) {
            ("properties", Value::Object(fields)) => {
                let mut properties = Map::new();
                for (name, field) in fields {
                    properties.insert(name.clone(), self.child(&[word, name], field, true)?);
                }
                out.insert(word.to_owned(), Value::Object(properties));
            }
            ("items", Value::Array(_)) => self.unsupported("items as a list"),
            ("items", _) => {
                let items = self.child(&[word], value, true)?;
                out.insert(word.to_owned(), items);
            }
            ("not", _) => {
                let not = self.child(&[word], value, false)?;
                out.insert(word.to_owned(), not);
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                let mut all = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    all.push(self.child(&[word, &at.to_string()], part, false)?);
                }
                out.insert(word.to_owned(), Value::Array(all));
            }
            ("properties" | "allOf" | "anyOf" | "oneOf", _) => {
                self.path.push(word.to_owned());
                return self.problem(format!("`{word}` cannot be {}", name_of(value)));
            }
            ("pattern", Value::String(text)) => {
                if Pattern::from(text.clone().into_boxed_str()).is_understood() {
                    out.insert(word.to_owned(), value.clone());
                } else {
                    self.unsupported(format!("pattern: {text}"));
                }
            }
            ("format", Value::String(format)) => {
                if FORMATS.contains(&format.as_str()) {
                    out.insert(word.to_owned(), value.clone());
                } else {
                    self.unsupported(format!("format: {format}"));
                }
            }
            ("uniqueItems", Value::Bool(true)) => self.unsupported(word),
            ("required", Value::Bool(_)) => self.unsupported("required as a boolean"),
            _ if UNSUPPORTED.contains(&word) => self.unsupported(word),
            // A count may be written as 1.0.
            (_, Value::Number(number)) if COUNTS.contains(&word) => {
                let whole = number.as_f64().filter(|value| value.fract() == 0.0 && (0.0..1e15).contains(value));
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
                let count = whole.map(|value| Value::from(value as u64));
                out.insert(word.to_owned(), count.unwrap_or_else(|| value.clone()));
            }
            _ if KEPT.contains(&word) => {
                out.insert(word.to_owned(), value.clone());
            }
            // Everything else judges nothing, or is dealt with by the callers.
            _ => {}
        }
        Ok(())
    }

    /// What fields that are not listed may hold.
    fn others(&mut self, written: &Map<String, Value>, out: &mut Map<String, Value>) -> Result<(), Problem> {
        let word = "additionalProperties";
        let listed = out.contains_key("properties") || out.get("type").is_some_and(|name| name == "object");
        match written.get(word) {
            // The patterns may allow what the list does not.
            _ if written.contains_key("patternProperties") => drop(out.insert(word.to_owned(), true.into())),
            None | Some(Value::Bool(true)) if listed => drop(out.insert(word.to_owned(), true.into())),
            None | Some(Value::Bool(true)) => {}
            Some(Value::Bool(false)) if listed => {}
            Some(Value::Bool(false)) => drop(out.insert("maxProperties".to_owned(), 0.into())),
            Some(each) => {
                let each = self.child(&[word], each, true)?;
                out.insert(word.to_owned(), each);
            }
        }
        Ok(())
    }
}

pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

pub(super) fn name_of(value: &Value) -> &'static str {
    match type_of(value) {
        "null" => "null",
        "boolean" => "a boolean",
        "array" => "a list",
        "object" => "an object",
        "string" => "a text",
        _ => "a number",
    }
}
