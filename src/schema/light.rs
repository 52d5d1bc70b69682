//! What is right at first sight, by the schema of a field alone.
//!
//! Nearly every value of nearly every document is a text, a number or a truth value of which nothing else is demanded.
//! Only what is certain is said here: a value that is not right at first sight need not be wrong.

use crate::schema::shape::Schema;
use crate::schema::shape::Type;
use crate::yaml::Form;
use crate::yaml::Node;

/// Values that need no closer look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Light {
    /// None.
    #[default]
    None,
    /// Any text.
    Text,
    /// `true` and `false`.
    Flag,
    /// A whole number that is not negative, of few digits.
    Count,
}

impl Light {
    pub(super) fn of(schema: &Schema) -> Self {
        let ease = schema.ease();
        let plain = schema.reference.is_none() && ease.unconditional && schema.allowed.is_empty();
        match schema.kind {
            _ if !plain => Self::None,
            _ if ease.any_text => Self::Text,
            Some(Type::Boolean) if !schema.int_or_string => Self::Flag,
            Some(Type::Integer) if !schema.int_or_string && counts_from_zero(schema) => Self::Count,
            _ => Self::None,
        }
    }

    /// Whether a value of this form is right at first sight.
    #[inline]
    pub fn takes(self, node: Node<'_>, form: Form) -> bool {
        match (self, form) {
            (Self::Text, Form::Word) => true,
            (Self::Flag, Form::Open) => matches!(node.bytes(), b"true" | b"false"),
            (Self::Count, Form::Open) => is_count(node.bytes()),
            _ => false,
        }
    }
}

fn counts_from_zero(schema: &Schema) -> bool {
    let from_zero = schema.minimum.is_none_or(|least| least < 0.0 || least == 0.0 && !schema.exclusive_minimum);
    from_zero && schema.maximum.is_none() && schema.multiple_of.is_none()
}

/// Digits that every reader takes for the same number, which fits into 32 bits.
#[inline]
fn is_count(bytes: &[u8]) -> bool {
    match bytes {
        [digit] => digit.is_ascii_digit(),
        [b'1'..=b'9', rest @ ..] => rest.len() < 9 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nothing_else_is_demanded_of_is_right_at_first_sight() {
        let cases = [
            (r#"{"type": "string"}"#, Light::Text),
            ("{}", Light::Text),
            (r#"{"type": "string", "maxLength": 3}"#, Light::None),
            (r#"{"type": "string", "enum": ["a"]}"#, Light::None),
            (r#"{"type": "string", "format": "byte"}"#, Light::None),
            (r#"{"type": "boolean"}"#, Light::Flag),
            (r#"{"type": "boolean", "enum": [true]}"#, Light::None),
            (r#"{"type": "integer", "format": "int32"}"#, Light::Count),
            (r#"{"type": "integer", "minimum": 0}"#, Light::Count),
            (r#"{"type": "integer", "minimum": 0, "exclusiveMinimum": true}"#, Light::None),
            (r#"{"type": "integer", "minimum": 1}"#, Light::None),
            (r#"{"type": "integer", "maximum": 9}"#, Light::None),
            (r#"{"type": "integer", "not": {"type": "string"}}"#, Light::None),
            (r#"{"$ref": "a"}"#, Light::None),
        ];
        for (text, expected) in cases {
            let schema: Schema = serde_json::from_str(text).unwrap();
            assert_eq!(Light::of(&schema), expected, "{text}");
        }
    }

    #[test]
    fn counts_are_written_without_a_sign_or_a_leading_zero() {
        for right in ["0", "7", "10", "999999999"] {
            assert!(is_count(right.as_bytes()), "{right}");
        }
        for other in ["", "07", "1_0", "1.0", "-1", "+1", "1e3", "9999999999"] {
            assert!(!is_count(other.as_bytes()), "{other}");
        }
    }
}
