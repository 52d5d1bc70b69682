//! Writing values so that every YAML reader gives the same values back.

use std::fmt::Write as _;

use serde_json::Value;

use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::resolve_v1_1;
use crate::yaml::scalar::resolve_v1_2;

/// Appends a value as a flow node on one line.
pub fn push_flow(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                push_flow(out, item);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (index, (name, item)) in entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                push_string(out, name);
                out.push_str(": ");
                push_flow(out, item);
            }
            out.push('}');
        }
        Value::String(text) => push_string(out, text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            let _ = write!(out, "{value}");
        }
    }
}

/// Appends a value right behind the colon of its key: a map or list as one line per entry, indented by `indent`
/// blanks, anything else as a flow node on the same line.
pub fn push_block(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(entries) if !entries.is_empty() => push_entries(out, entries, indent, true),
        Value::Array(items) if !items.is_empty() => push_items(out, items, indent, true),
        _ => {
            out.push(' ');
            push_flow(out, value);
        }
    }
}

/// The first entry goes on the current line unless it is to be `fresh`.
fn push_entries(out: &mut String, entries: &serde_json::Map<String, Value>, indent: usize, mut fresh: bool) {
    for (name, value) in entries {
        if fresh {
            push_line(out, indent);
        }
        fresh = true;
        push_string(out, name);
        out.push(':');
        push_block(out, value, indent + 2);
    }
}

fn push_items(out: &mut String, items: &[Value], indent: usize, mut fresh: bool) {
    for item in items {
        if fresh {
            push_line(out, indent);
        }
        fresh = true;
        out.push_str("- ");
        match item {
            Value::Object(entries) if !entries.is_empty() => push_entries(out, entries, indent + 2, false),
            Value::Array(items) if !items.is_empty() => push_items(out, items, indent + 2, false),
            _ => push_flow(out, item),
        }
    }
}

fn push_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Appends `text` as one YAML scalar: plain where no reader could take it for anything else, otherwise in
/// double quotes with JSON escapes. Always a single line, valid in block and in flow context.
pub fn push_string(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

/// Whether `text` may stand without quotes: letters, digits and `_ . / -`, words parted by single blanks, and a
/// string to YAML 1.1 and 1.2 alike. Colons are quoted throughout, since old parsers trip over them in flow context.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-' | b' ');
    (first.is_ascii_alphanumeric() || matches!(first, b'/' | b'_'))
        && *last != b' '
        && bytes.iter().all(inner)
        && !text.contains("  ")
        && !looks_like_date(bytes)
        && matches!((resolve_v1_1(text), resolve_v1_2(text)), (Scalar::Str(_), Scalar::Str(_)))
}

/// Some readers (PyYAML among them) turn `2024-01-01` into a date.
fn looks_like_date(bytes: &[u8]) -> bool {
    bytes.len() >= 8 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-'
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Control characters, the line breaks of YAML 1.1, the byte order mark, and what is no character at all.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emitted(text: &str) -> String {
        let mut out = String::new();
        push_string(&mut out, text);
        out
    }

    #[test]
    fn a_block_reads_back_as_what_it_was_written_from() {
        let value = serde_json::json!({"a": {"b": [1, {"c": "yes", "d": []}, ["x", "y: z"]]}, "e": {}, "f": null});
        let mut text = "root:".to_owned();
        push_block(&mut text, &value, 2);
        assert_eq!(
            text,
            "root:\n  a:\n    b:\n      - 1\n      - c: \"yes\"\n        d: []\n      - - x\n        - \"y: z\"\n  e: {}\n  f: null"
        );
    }

    #[test]
    fn ordinary_words_stay_plain() {
        for text in ["auth-redis", "128Mi", "100m", "maxmemory 256mb", "v1.2.4", "/metrics", "gp3"] {
            assert_eq!(emitted(text), text);
        }
    }

    #[test]
    fn whatever_a_reader_could_take_for_something_else_is_quoted() {
        for text in [
            "",
            "yes",
            "0644",
            "1.28",
            "2024-01-01",
            "a: b",
            "a #b",
            "- x",
            "{{ x }}",
            "null",
            "~",
            "*",
            "a:b",
            " a",
            "a ",
            "a  b",
            "@x",
            "1_000",
            "=",
            "<<",
            "!x",
            "'",
            "레디스",
        ] {
            assert_eq!(emitted(text), serde_json::to_string(text).unwrap());
        }
    }
}
