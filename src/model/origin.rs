//! The effective model, with the place each value was written and what it overrode.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::model::Environment;
use crate::model::layer::Value;
use crate::yaml::emit;

/// The environment as YAML; behind each value, as a comment, where it comes from.
pub fn describe(environment: &Environment) -> String {
    let model = serde_json::to_value(&environment.model).unwrap_or_default();
    let mut lines = Vec::new();
    walk(&mut lines, &model, Some(&environment.tree), 0);
    let width = lines.iter().map(|(text, _)| text.chars().count()).filter(|width| *width <= 64).max().unwrap_or(0);
    let mut out = String::new();
    for (text, origin) in lines {
        let _ = match origin {
            Some(origin) => writeln!(out, "{text:width$}  # {origin}"),
            None => writeln!(out, "{text}"),
        };
    }
    out
}

type Line = (String, Option<String>);

fn walk(lines: &mut Vec<Line>, model: &Json, tree: Option<&Value>, depth: usize) {
    let Json::Object(fields) = model else { return };
    for (name, value) in fields {
        let below = tree.and_then(|tree| tree.at(&[name]));
        let mut text = "  ".repeat(depth);
        emit::push_string(&mut text, name);
        text.push(':');
        match value {
            Json::Null => {}
            Json::Object(fields) if !fields.is_empty() => {
                lines.push((text, None));
                walk(lines, value, below, depth + 1);
            }
            _ => {
                text.push(' ');
                emit::push_flow(&mut text, value);
                lines.push((text, Some(origin(below))));
            }
        }
    }
}

fn origin(value: Option<&Value>) -> String {
    let Some(value) = value.filter(|value| !value.default) else { return "default".to_owned() };
    let mut origin = value.place.to_string();
    for place in &value.overrode {
        let first_line = place.text().lines().next().unwrap_or_default();
        let _ = write!(origin, ", over {first_line} at {place}");
    }
    origin
}
