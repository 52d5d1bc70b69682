//! What a plain scalar means: to Kubernetes (YAML 1.1) and to the rest of the world (YAML 1.2).
//!
//! Sources: the behaviour of sigs.k8s.io/yaml `goyaml.v2/resolve.go` for 1.1; YAML 1.2.2 section 10.3 (core
//! schema) for 1.2. Timestamps stay strings in both, as they do on the way from YAML to JSON in Kubernetes.

/// The value of a scalar node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// `~`, `null`, or nothing at all.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer that fits the range JSON decoders of Kubernetes accept (`i64` or `u64`).
    Int(i128),
    /// Any other number, infinities and NaN included.
    Float(f64),
    /// Everything else.
    Str(&'a str),
}

impl Scalar<'_> {
    /// The JSON type name, as schemas spell it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Int(_) => "integer",
            Self::Float(_) => "number",
            Self::Str(_) => "string",
        }
    }
}

/// What the Kubernetes API machinery makes of a plain scalar.
pub fn resolve_v1_1(text: &str) -> Scalar<'_> {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => match text {
            "~" | "null" | "Null" | "NULL" => Scalar::Null,
            "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Scalar::Bool(true),
            "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Scalar::Bool(false),
            _ => Scalar::Str(text),
        },
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_v1_1(text),
        _ => Scalar::Str(text),
    }
}

/// What the YAML 1.2 core schema makes of a plain scalar.
pub fn resolve_v1_2(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        _ => {}
    }
    if !matches!(text.as_bytes()[0], b'0'..=b'9' | b'+' | b'-' | b'.') {
        return Scalar::Str(text);
    }
    if let Some(special) = infinity_or_nan(text) {
        return special;
    }
    let radix = |digits: &str, radix| i128::from_str_radix(digits, radix).ok().and_then(in_range);
    let integer = if let Some(digits) = text.strip_prefix("0o") {
        radix(digits, 8)
    } else if let Some(digits) = text.strip_prefix("0x") {
        radix(digits, 16)
    } else {
        decimal(text)
    };
    integer.map_or_else(|| float_or_text(text, text), Scalar::Int)
}

/// Whether a plain scalar has to be looked at to tell whether it is ambiguous; decides by few bytes for nearly
/// everything that people write.
pub(super) fn may_be_ambiguous(text: &[u8]) -> bool {
    match text {
        [b'y' | b'Y' | b'n' | b'N' | b'o' | b'O', rest @ ..] => rest.len() < 3,
        // Numbers without a leading zero mean one thing, and amounts with a unit are texts to everybody.
        [b'1'..=b'9', rest @ ..] => {
            rest.iter().any(|byte| !byte.is_ascii_digit()) && rest.iter().all(|byte| is_in_decimals(*byte))
        }
        [b'0' | b'+' | b'-' | b'.', rest @ ..] => !rest.is_empty(),
        _ => false,
    }
}

/// Whether a decimal number can have this byte behind its first digit.
fn is_in_decimals(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'_' | b'e' | b'E' | b'+' | b'-')
}

/// Whether a plain scalar is read differently by YAML 1.1 and 1.2, so that nobody can tell what was meant.
pub fn is_ambiguous(text: &str) -> bool {
    match (resolve_v1_1(text), resolve_v1_2(text)) {
        (Scalar::Str(_), Scalar::Str(_)) => false,
        (one, other) => one != other,
    }
}

fn number_v1_1(text: &str) -> Scalar<'_> {
    if let [b'1'..=b'9', rest @ ..] = text.as_bytes() {
        // What has a unit behind it, or a colon in it, is decided without parsing.
        if !rest.iter().all(|byte| is_in_decimals(*byte)) {
            return Scalar::Str(text);
        }
        // Up to 18 digits, which 64 bits can hold.
        if rest.len() < 18 && rest.iter().all(u8::is_ascii_digit) {
            let value = text.bytes().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
            return Scalar::Int(value.into());
        }
    }
    if let Some(special) = infinity_or_nan(text) {
        return special;
    }
    // Behind a leading point, underscores may only part digits; elsewhere they may stand anywhere.
    if text.starts_with('.') && !underscores_part_digits(text.as_bytes()) {
        return Scalar::Str(text);
    }
    let digits: std::borrow::Cow<'_, str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    if let Some(integer) = integer_v1_1(&digits) {
        return Scalar::Int(integer);
    }
    match float_or_text(text, &digits) {
        // What 64 bits cannot hold is no number to Go.
        Scalar::Float(number) if number.is_infinite() => Scalar::Str(text),
        scalar => scalar,
    }
}

/// An integer as Go's `strconv.ParseInt` reads it with base 0.
fn integer_v1_1(digits: &str) -> Option<i128> {
    let (negative, unsigned) = match digits.as_bytes().first() {
        Some(b'-') => (true, &digits[1..]),
        Some(b'+') => (false, &digits[1..]),
        _ => (false, digits),
    };
    let lower = unsigned.get(..2).map(str::to_ascii_lowercase);
    let magnitude = match lower.as_deref() {
        Some("0x") => unsigned_radix(&unsigned[2..], 16),
        Some("0b") => unsigned_radix(&unsigned[2..], 2).or_else(|| binary_with_inner_sign(digits)),
        Some("0o") => unsigned_radix(&unsigned[2..], 8),
        Some(_) if unsigned.starts_with('0') => unsigned_radix(&unsigned[1..], 8),
        _ => unsigned_radix(unsigned, 10),
    };
    let integer = magnitude.and_then(|n| in_range(if negative { -n } else { n }))?;
    // Only without a sign does it try once more whether 64 bits without a sign can hold it.
    (!digits.starts_with('+') || i64::try_from(integer).is_ok()).then_some(integer)
}

/// Behind `0b` goyaml parses once more, and then takes another sign.
fn binary_with_inner_sign(digits: &str) -> Option<i128> {
    let inner = digits.strip_prefix("0b")?;
    let magnitude = unsigned_radix(inner.strip_prefix(['-', '+'])?, 2)?;
    let integer = if inner.starts_with('-') { -magnitude } else { magnitude };
    i64::try_from(integer).is_ok().then_some(integer)
}

fn underscores_part_digits(bytes: &[u8]) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).all(|at| bytes[at] != b'_' || is_digit(at.wrapping_sub(1)) && is_digit(at + 1))
}

fn unsigned_radix(digits: &str, radix: u32) -> Option<i128> {
    (!digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix)))
        .then(|| i128::from_str_radix(digits, radix).ok())
        .flatten()
}

fn decimal(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    unsigned_radix(digits, 10).and_then(|n| in_range(if negative { -n } else { n }))
}

fn in_range(n: i128) -> Option<i128> {
    (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&n).then_some(n)
}

fn infinity_or_nan(text: &str) -> Option<Scalar<'static>> {
    Some(Scalar::Float(match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        _ => return None,
    }))
}

/// Both versions agree on floats: digits with a point, an exponent, or both.
fn float_or_text<'a>(text: &'a str, digits: &str) -> Scalar<'a> {
    let bytes = digits.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = run(at);
    at += whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = run(at + 1);
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return Scalar::Str(text);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'-' | b'+')));
        let exponent = run(at.min(bytes.len()));
        if exponent == 0 {
            return Scalar::Str(text);
        }
        at += exponent;
    }
    if at != bytes.len() {
        return Scalar::Str(text);
    }
    digits.parse().map_or(Scalar::Str(text), Scalar::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kubernetes_reads_yaml_1_1() {
        let cases = [
            ("yes", Scalar::Bool(true)),
            ("off", Scalar::Bool(false)),
            ("y", Scalar::Bool(true)),
            ("0644", Scalar::Int(420)),
            ("0o17", Scalar::Int(15)),
            ("0x1F", Scalar::Int(31)),
            ("1_000", Scalar::Int(1000)),
            ("-0b11", Scalar::Int(-3)),
            ("08", Scalar::Float(8.0)),
            ("1e3", Scalar::Float(1000.0)),
            ("1.28", Scalar::Float(1.28)),
            ("12:30:45", Scalar::Str("12:30:45")),
            ("2024-01-01", Scalar::Str("2024-01-01")),
            ("1.2.3", Scalar::Str("1.2.3")),
            ("128Mi", Scalar::Str("128Mi")),
            ("", Scalar::Null),
            ("-", Scalar::Str("-")),
            ("18446744073709551615", Scalar::Int(18_446_744_073_709_551_615)),
        ];
        for (text, expected) in cases {
            assert_eq!(resolve_v1_1(text), expected, "{text:?}");
        }
    }

    #[test]
    fn everyone_else_reads_yaml_1_2() {
        let cases = [
            ("yes", Scalar::Str("yes")),
            ("0644", Scalar::Int(644)),
            ("0o17", Scalar::Int(15)),
            ("1_000", Scalar::Str("1_000")),
            ("true", Scalar::Bool(true)),
            ("~", Scalar::Null),
            ("-.inf", Scalar::Float(f64::NEG_INFINITY)),
            (".", Scalar::Str(".")),
            ("+", Scalar::Str("+")),
        ];
        for (text, expected) in cases {
            assert_eq!(resolve_v1_2(text), expected, "{text:?}");
        }
    }

    #[test]
    fn only_what_is_read_in_two_ways_is_ambiguous() {
        for text in ["yes", "n", "0644", "1_000", "0b1"] {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in ["true", "redis", "128Mi", "5", "2024-01-01", "~", "0x1F"] {
            assert!(!is_ambiguous(text), "{text}");
        }
    }
}
