//! Texts, numbers and booleans, read as Kubernetes reads YAML.

use crate::schema::QUANTITY_PATTERN;
use crate::schema::Schema;
use crate::schema::Type;
use crate::text::suggest::listed;
use crate::text::suggest::nearest;
use crate::validate::schema::Violation;
use crate::validate::schema::ViolationKind;
use crate::validate::schema::format;
use crate::validate::schema::path::Path;
use crate::validate::schema::walk::violation;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::scalar::resolve_v1_1;

pub(super) fn check(schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    // YAML becomes JSON before anything is decoded, and Go prints 8080.0 as 8080 there.
    let scalar = match node.scalar() {
        Some(Scalar::Float(value)) => whole(value).map_or(Scalar::Float(value), Scalar::Int),
        Some(scalar) => scalar,
        None => return wrong_type(schema, node, path, sink),
    };
    let quantity = schema.format.as_deref() == Some("quantity");
    let fits = match (schema.int_or_string, schema.kind, scalar) {
        (_, Some(Type::Object | Type::Array), _) => false,
        (_, _, Scalar::Float(value)) if !value.is_finite() => false,
        (true, _, Scalar::Float(_)) => quantity,
        (true, _, Scalar::Str(_) | Scalar::Int(_))
        | (false, Some(Type::String), Scalar::Str(_))
        | (false, Some(Type::Integer), Scalar::Int(_))
        | (false, Some(Type::Number), Scalar::Int(_) | Scalar::Float(_))
        | (false, Some(Type::Boolean), Scalar::Bool(_))
        | (false, None, _) => true,
        _ => false,
    };
    if !fits {
        return wrong_type(schema, node, path, sink);
    }
    let mut report = |kind| sink.push(violation(node, path, kind));
    match scalar {
        Scalar::Str(text) => {
            if let Some(kind) = text_fault(schema, text, node) {
                report(kind);
            }
        }
        Scalar::Int(value) => {
            if let Some(bound) = integer_bound(schema.format.as_deref(), value) {
                report(ViolationKind::Range { found: format!("this is {}", written(node)), bound });
            } else if is_bounded(schema) {
                // Bounds in schemas are small; beyond 2^53 the comparison is close enough.
                #[expect(clippy::cast_precision_loss, reason = "see above")]
                number_bounds(schema, value as f64, node).map(&mut report);
            }
        }
        Scalar::Float(value) => {
            number_bounds(schema, value, node).map(&mut report);
        }
        Scalar::Bool(_) | Scalar::Null => {}
    }
    if !schema.allowed.is_empty() && !schema.allowed.iter().any(|allowed| equal(allowed, scalar)) {
        report(not_allowed(schema, node));
    }
}

fn whole(value: f64) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the range")]
    (value.fract() == 0.0 && value.abs() < 1e21).then_some(value as i128)
}

/// The value as it stands in the file, shortened to one line.
fn written(node: Node<'_>) -> String {
    let place = node.place();
    let text = place.text().lines().next().unwrap_or_default();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

fn text_fault(schema: &Schema, text: &str, node: Node<'_>) -> Option<ViolationKind> {
    let broken = |format| Some(ViolationKind::Format { value: written(node), format });
    match schema.format.as_deref() {
        Some("quantity") if !format::is_quantity(text) => return broken("quantity"),
        Some("byte") if !format::is_base64(text) => return broken("byte"),
        Some("date-time") if !format::is_date_time(text) => return broken("date-time"),
        _ => {}
    }
    if let Some(pattern) = schema.pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
        if pattern.text() == QUANTITY_PATTERN {
            return broken("quantity");
        }
        let pattern = pattern.text().to_owned();
        return Some(ViolationKind::Pattern { value: written(node), pattern });
    }
    if schema.min_length.is_none() && schema.max_length.is_none() {
        return None;
    }
    let length = text.chars().count();
    let bound = outside(length, schema.min_length, schema.max_length, "character")?;
    Some(ViolationKind::Range { found: format!("it has {length}"), bound })
}

/// `have at least 1 item`, if the count is out of range.
pub(super) fn outside(count: usize, min: Option<usize>, max: Option<usize>, unit: &str) -> Option<String> {
    let plural = |bound: usize| if bound == 1 { "" } else { "s" };
    if let Some(min) = min.filter(|min| count < *min) {
        return Some(format!("have at least {min} {unit}{}", plural(min)));
    }
    max.filter(|max| count > *max).map(|max| format!("have at most {max} {unit}{}", plural(max)))
}

/// What an integer of this width must be, if the value is not.
fn integer_bound(format: Option<&str>, value: i128) -> Option<String> {
    let (name, range) = match format {
        Some("int32") => ("32-bit", i128::from(i32::MIN)..=i128::from(i32::MAX)),
        _ => ("64-bit", i128::from(i64::MIN)..=i128::from(i64::MAX)),
    };
    (!range.contains(&value)).then(|| format!("be a {name} integer, between {} and {}", range.start(), range.end()))
}

fn is_bounded(schema: &Schema) -> bool {
    schema.minimum.is_some() || schema.maximum.is_some() || schema.multiple_of.is_some()
}

fn number_bounds(schema: &Schema, value: f64, node: Node<'_>) -> Option<ViolationKind> {
    let bound = match (schema.minimum, schema.maximum) {
        (Some(min), _) if schema.exclusive_minimum && value <= min => {
            format!("be greater than {min}")
        }
        (Some(min), _) if value < min => format!("be at least {min}"),
        (_, Some(max)) if schema.exclusive_maximum && value >= max => format!("be less than {max}"),
        (_, Some(max)) if value > max => format!("be at most {max}"),
        _ => {
            let step = schema.multiple_of.filter(|step| (value / step).fract().abs() > 1e-9)?;
            format!("be a multiple of {step}")
        }
    };
    Some(ViolationKind::Range { found: format!("this is {}", written(node)), bound })
}

fn equal(allowed: &serde_json::Value, scalar: Scalar<'_>) -> bool {
    match scalar {
        Scalar::Str(text) => allowed.as_str() == Some(text),
        Scalar::Bool(value) => allowed.as_bool() == Some(value),
        Scalar::Int(value) => allowed.as_i64().map(i128::from) == Some(value),
        Scalar::Float(value) => allowed.as_f64() == Some(value),
        Scalar::Null => allowed.is_null(),
    }
}

fn not_allowed(schema: &Schema, node: Node<'_>) -> ViolationKind {
    let allowed: Vec<String> =
        schema.allowed.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    let names = || allowed.iter().map(String::as_str);
    let single = (allowed.len() == 1).then(|| allowed[0].clone());
    ViolationKind::NotInEnum {
        value: written(node),
        allowed: listed(names()),
        suggestion: nearest(node.text().unwrap_or_default(), names()).map(str::to_owned).or(single),
    }
}

pub(super) fn wrong_type(schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    let is_scalar = node.text().is_some();
    let kind = ViolationKind::WrongType {
        expected: expected(schema),
        found: match node.type_name() {
            "object" => "a mapping",
            "array" => "a list",
            "integer" => "an integer",
            "number" => "a number",
            "boolean" => "a boolean",
            "null" => "null",
            _ => "a string",
        },
        value: is_scalar.then(|| written(node)).filter(|text| !text.is_empty()),
        advice: advice(schema, node),
    };
    sink.push(violation(node, path, kind));
}

fn expected(schema: &Schema) -> &'static str {
    match schema.kind {
        _ if schema.int_or_string && schema.format.as_deref() == Some("quantity") => "a quantity",
        _ if schema.int_or_string => "an integer or a string",
        Some(Type::Object) => "a mapping",
        Some(Type::Array) => "a list",
        Some(Type::String) => "a string",
        Some(Type::Integer) => "an integer",
        Some(Type::Number) => "a number",
        Some(Type::Boolean) => "a boolean",
        None => "a finite number",
    }
}

fn advice(schema: &Schema, node: Node<'_>) -> Option<String> {
    let text = node.text();
    let textual = schema.int_or_string || schema.kind == Some(Type::String);
    match (schema.kind, text) {
        (_, Some("")) if node.is_plain() => Some("write a value, or leave the key out".to_owned()),
        (_, Some(text)) if textual && node.is_plain() => {
            let yes_or_no = matches!(node.scalar(), Some(Scalar::Bool(_)))
                && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false");
            let why = if yes_or_no { ", for YAML reads it as a boolean" } else { "" };
            Some(format!("quote it: `\"{text}\"`{why}"))
        }
        (Some(Type::Integer | Type::Number | Type::Boolean), Some(text)) if !node.is_plain() => {
            let plain = resolve_v1_1(text);
            let fits = match schema.kind {
                Some(Type::Boolean) => matches!(plain, Scalar::Bool(_)),
                Some(Type::Integer) => matches!(plain, Scalar::Int(_)),
                _ => matches!(plain, Scalar::Int(_) | Scalar::Float(_)),
            };
            // Kubernetes reads a plain `yes` as true, and other readers do not.
            let clear = match plain {
                Scalar::Bool(true) => "true",
                Scalar::Bool(false) => "false",
                _ => text,
            };
            if fits { Some(format!("remove the quotes: `{clear}`")) } else { example(schema) }
        }
        (Some(Type::Array), _) => Some("write it as a list: `- ` before every item".to_owned()),
        (Some(Type::Object), Some(_)) if !schema.properties.is_empty() => {
            Some(format!("its fields are {}", listed(schema.properties.iter().map(|(name, _)| name))))
        }
        (Some(Type::Object), None) => Some("write keys and values, without `- ` before them".to_owned()),
        (Some(Type::String), None) => Some("write one text; `|` begins one of several lines".to_owned()),
        _ => example(schema),
    }
}

/// What the type wanted looks like.
fn example(schema: &Schema) -> Option<String> {
    let example = match schema.kind {
        _ if schema.int_or_string && schema.format.as_deref() == Some("quantity") => {
            "write a quantity, such as `500m` or `1Gi`"
        }
        _ if schema.int_or_string => "write a whole number or a text, such as `8080` or `http`",
        Some(Type::Integer) => "write a whole number, such as `3`",
        Some(Type::Number) => "write a number, such as `0.5`",
        Some(Type::Boolean) => "write `true` or `false`",
        Some(Type::Object) => "write keys and values below it, such as `key: value`",
        None => "write a number that has an end, such as `1`",
        Some(Type::String | Type::Array) => return None,
    };
    Some(example.to_owned())
}
