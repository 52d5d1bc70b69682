//! What the steps of a build ask of values in the making: sameness, size, and words for a report.

use std::fmt::Write;
use std::sync::Arc;

use crate::text::Place;
use crate::text::Source;
use crate::yaml::Composed;
use crate::yaml::Scalar;
use crate::yaml::compose::Shape;
use crate::yaml::scalar::resolve_v1_1;

/// What a scalar is to Kubernetes; `None` for maps and lists.
pub(super) fn scalar(value: &Composed) -> Option<Scalar<'_>> {
    match &value.shape {
        Shape::Scalar { text, plain: false } => Some(Scalar::Str(text)),
        Shape::Scalar { text, plain: true } => Some(resolve_v1_1(text)),
        _ => None,
    }
}

pub(super) fn is_mapping(value: &Composed) -> bool {
    matches!(value.shape, Shape::Mapping(_))
}

pub(super) fn is_sequence(value: &Composed) -> bool {
    matches!(value.shape, Shape::Sequence(_))
}

pub(super) fn is_scalar(value: &Composed) -> bool {
    matches!(value.shape, Shape::Scalar { .. })
}

/// Whether this is null, or an empty map.
pub(super) fn is_nothing(value: &Composed) -> bool {
    value.is_null() || matches!(&value.shape, Shape::Mapping(entries) if entries.is_empty())
}

/// Whether two values are one to Kubernetes; the order of keys counts as nothing.
pub(super) fn same(one: &Composed, other: &Composed) -> bool {
    match (&one.shape, &other.shape) {
        (Shape::Mapping(ours), Shape::Mapping(theirs)) => {
            let has = |(key, value): &(Composed, Composed)| {
                key.as_text().and_then(|key| other.get(key)).is_some_and(|there| same(value, there))
            };
            ours.len() == theirs.len() && ours.iter().all(has)
        }
        (Shape::Sequence(ours), Shape::Sequence(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        _ => match (scalar(one), scalar(other)) {
            (Some(Scalar::Int(ours)), Some(Scalar::Float(theirs))) => same_number(ours, theirs),
            (Some(Scalar::Float(ours)), Some(Scalar::Int(theirs))) => same_number(theirs, ours),
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => false,
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "JSON readers lose it, too")]
fn same_number(whole: i128, broken: f64) -> bool {
    (whole as f64).total_cmp(&broken).is_eq()
}

/// How many nodes a value has, keys included.
pub(super) fn size(value: &Composed) -> usize {
    match &value.shape {
        Shape::Scalar { .. } => 1,
        Shape::Mapping(entries) => 1 + entries.iter().map(|(_, value)| 1 + size(value)).sum::<usize>(),
        Shape::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
    }
}

/// How many levels a value has.
pub(super) fn depth(value: &Composed) -> usize {
    let below = match &value.shape {
        Shape::Scalar { .. } => None,
        Shape::Mapping(entries) => entries.iter().map(|(_, value)| depth(value)).max(),
        Shape::Sequence(items) => items.iter().map(depth).max(),
    };
    1 + below.unwrap_or(0)
}

/// The value on one line, as a report shows it: strings bare where they stand alone, the rest as JSON.
pub(super) fn words(value: &Composed) -> String {
    match value.as_text() {
        Some(text) => text.to_owned(),
        None => json(value),
    }
}

/// The value as JSON.
pub(super) fn json(value: &Composed) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Composed, out: &mut String) {
    match &value.shape {
        Shape::Mapping(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                string(key.as_text().unwrap_or_default(), out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Shape::Sequence(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Shape::Scalar { text, .. } => match scalar(value) {
            Some(Scalar::Null) => out.push_str("null"),
            Some(Scalar::Bool(truth)) => out.push_str(if truth { "true" } else { "false" }),
            Some(Scalar::Int(number)) => out.push_str(&number.to_string()),
            Some(Scalar::Float(number)) => out.push_str(&number.to_string()),
            _ => string(text, out),
        },
    }
}

/// A JSON string, escaped as Go's `encoding/json` does it: the digest in a generated name is taken from that.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

/// Reads plain scalars as kustomize does, which is as YAML 1.2 has truth values and 1.1 has dates: `yes` becomes a
/// string, and a date a point in time (kyaml's fork of go-yaml v3, `resolve.go`).
pub(super) fn as_kustomize_reads(mut value: Composed) -> Composed {
    if let Shape::Scalar { text, plain } = &mut value.shape {
        if *plain {
            if let Some(time) = date(text) {
                *text = time;
            } else if let Some(number) = text.strip_prefix("0o").and_then(|digits| u64::from_str_radix(digits, 8).ok())
            {
                *text = number.to_string();
            } else if matches!(resolve_v1_1(text), Scalar::Bool(_))
                && !text.eq_ignore_ascii_case("true")
                && !text.eq_ignore_ascii_case("false")
            {
                *plain = false;
            }
        }
        return value;
    }
    let read = |value: &mut Composed| {
        let place = value.place.clone();
        let taken = std::mem::replace(value, Composed::plain(&place, ""));
        *value = as_kustomize_reads(taken);
    };
    match &mut value.shape {
        Shape::Scalar { .. } => {}
        Shape::Mapping(entries) => entries.iter_mut().for_each(|(_, value)| read(value)),
        Shape::Sequence(items) => items.iter_mut().for_each(read),
    }
    value
}

/// `2024-1-31` as `2024-01-31T00:00:00Z`.
fn date(text: &str) -> Option<String> {
    const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut parts = text.split('-');
    let mut number = |length: std::ops::RangeInclusive<usize>| {
        let part = parts.next().filter(|part| length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        part.and_then(|part| part.parse::<u32>().ok())
    };
    let (year, month, day) = (number(4..=4)?, number(1..=2)?, number(1..=2)?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let most = *DAYS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    let is_day = (1..=most).contains(&day) && (month != 2 || day < 29 || is_leap);
    (is_day && parts.next().is_none()).then(|| format!("{year:04}-{month:02}-{day:02}T00:00:00Z"))
}

/// Moves every place from a text that was made for parsing into the one that people know.
pub(super) fn relocate(value: &mut Composed, place: &impl Fn(&Place) -> Place) {
    value.place = place(&value.place);
    match &mut value.shape {
        Shape::Scalar { .. } => {}
        Shape::Mapping(entries) => {
            for (key, value) in entries {
                relocate(key, place);
                relocate(value, place);
            }
        }
        Shape::Sequence(items) => items.iter_mut().for_each(|item| relocate(item, place)),
    }
}

/// The same span in another source.
pub(super) fn in_source(source: &Arc<Source>) -> impl Fn(&Place) -> Place {
    move |place| Place::new(source, place.span)
}
