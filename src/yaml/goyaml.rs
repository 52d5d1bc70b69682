//! Plain scalars once more, step by step as goyaml.v2 resolves them: what [`resolve_v1_1`] is compared with.
//!
//! Written for tests and the fuzzer from the behaviour of `resolve.go` and Go's `strconv`, with none of the shortcuts
//! of the other and in another order. It knows nothing of the other and must not use it.
//!
//! [`resolve_v1_1`]: super::scalar::resolve_v1_1

/// What came of a scalar; a string stands for itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Resolved {
    /// A null.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer of 64 bits, with or without a sign.
    Int(i128),
    /// Another number.
    Float(f64),
    /// A string, or a time, which becomes one on the way to JSON.
    Str,
}

/// Resolves a plain scalar.
pub(crate) fn resolve(text: &str) -> Resolved {
    const YES: [&str; 11] = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
    const NO: [&str; 11] = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Null,
        ".nan" | ".NaN" | ".NAN" => return Resolved::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Resolved::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Resolved::Float(f64::NEG_INFINITY),
        _ if YES.contains(&text) => return Resolved::Bool(true),
        _ if NO.contains(&text) => return Resolved::Bool(false),
        _ => {}
    }
    match text.chars().next() {
        Some('.') => parse_float(text).map_or(Resolved::Str, Resolved::Float),
        Some('0'..='9' | '+' | '-') => {
            let plain: String = text.chars().filter(|letter| *letter != '_').collect();
            number(&plain)
        }
        _ => Resolved::Str,
    }
}

fn number(plain: &str) -> Resolved {
    if let Some(number) = parse_int(plain, 0) {
        return Resolved::Int(number.into());
    }
    if let Some(number) = parse_uint(plain, 0) {
        return Resolved::Int(number.into());
    }
    if let Some(number) = Some(plain).filter(|plain| has_float_shape(plain)).and_then(parse_float) {
        return Resolved::Float(number);
    }
    let number = if let Some(rest) = plain.strip_prefix("0b") {
        parse_int(rest, 2).map(i128::from).or_else(|| parse_uint(rest, 2).map(i128::from))
    } else if let Some(rest) = plain.strip_prefix("-0b") {
        parse_int(&format!("-{rest}"), 2).map(i128::from)
    } else {
        None
    };
    number.map_or(Resolved::Str, Resolved::Int)
}

/// Go's `strconv.ParseInt`, without underscores.
fn parse_int(text: &str, base: u32) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let magnitude = i128::from(parse_uint(unsigned, base)?);
    i64::try_from(if text.starts_with('-') { -magnitude } else { magnitude }).ok()
}

/// Go's `strconv.ParseUint`, without underscores: base 0 asks the prefix.
fn parse_uint(text: &str, base: u32) -> Option<u64> {
    let mut letters = text.chars();
    let (first, second) = (letters.next()?, letters.next().map(|letter| letter.to_ascii_lowercase()));
    let (digits, base) = match (base, first, second) {
        (0, '0', Some('x')) => (text.get(2..)?, 16),
        (0, '0', Some('o')) => (text.get(2..)?, 8),
        (0, '0', Some('b')) => (text.get(2..)?, 2),
        (0, '0', Some(_)) => (text.get(1..)?, 8),
        (0, ..) => (text, 10),
        (base, ..) => (text, base),
    };
    if digits.is_empty() {
        return None;
    }
    digits
        .chars()
        .try_fold(0_u64, |sum, digit| sum.checked_mul(u64::from(base))?.checked_add(u64::from(digit.to_digit(base)?)))
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn has_float_shape(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let all_digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && all_digits(exponent))
}

/// Go's `strconv.ParseFloat` for what begins with a digit, a sign or a point: an infinite result is an error.
fn parse_float(text: &str) -> Option<f64> {
    let letters: Vec<char> = text.chars().collect();
    let parts = |at: usize| {
        let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))
    };
    if (0..letters.len()).any(|at| letters[at] == '_' && !parts(at)) {
        return None;
    }
    let plain: String = letters.into_iter().filter(|letter| *letter != '_').collect();
    has_float_shape(&plain).then(|| plain.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    use super::*;
    use crate::yaml::scalar::Scalar;
    use crate::yaml::scalar::resolve_v1_1;

    fn ours(text: &str) -> Resolved {
        match resolve_v1_1(text) {
            Scalar::Null => Resolved::Null,
            Scalar::Bool(it) => Resolved::Bool(it),
            Scalar::Int(it) => Resolved::Int(it),
            Scalar::Float(it) => Resolved::Float(it),
            Scalar::Str(it) => {
                assert_eq!(it, text, "a string stands for itself");
                Resolved::Str
            }
        }
    }

    fn agree(text: &str) -> bool {
        let (one, other) = (ours(text), resolve(text));
        one == other || format!("{one:?}{other:?}") == "Float(NaN)Float(NaN)"
    }

    proptest! {
        #![proptest_config(Config { cases: 20_000, failure_persistence: None, ..Config::default() })]

        #[test]
        fn two_readings_of_goyaml_agree_on_what_looks_like_a_number(text in "[-+]?(0[xXoObB])?[-+]?[0-9a-fA-F_.]{0,12}([eE][-+]?[0-9_]{0,4})?") {
            prop_assert!(agree(&text), "{:?}: {:?}, {:?}", text, ours(&text), resolve(&text));
        }

        #[test]
        fn two_readings_of_goyaml_agree_on_short_words(text in "[-+.0-9_:eExXobnNyYtTfFuUlLsSaAiIrR~ é]{0,6}") {
            prop_assert!(agree(&text), "{:?}: {:?}, {:?}", text, ours(&text), resolve(&text));
        }
    }

    /// Seen on an API server of Kubernetes 1.28.
    #[test]
    fn both_read_what_an_api_server_was_seen_to_read() {
        let numbers =
            ["09", "+5", "5.", ".5", "1_000", "1_000.5", "12e03", "4e57", "0b11", "0o17", "0o644", "0644", "1e3"];
        let strings = [
            "4e57821",
            "tRue",
            "1:30",
            "10:30",
            "2024-01-31",
            "Infinity",
            "+82-10-1",
            "10.0.0.1",
            "_1",
            "._5",
            ".5_",
            "0x",
            "0b",
            "0b2",
            "1e",
            "e1",
            "+",
            "-",
            ".",
            "..",
            "0x-1",
            "-0b-1",
            "nan",
            "inf",
        ];
        let truths = ["y", "n", "N", "yes", "on", "OFF", "TRUE"];
        for text in numbers {
            assert!(matches!(resolve(text), Resolved::Int(_) | Resolved::Float(_)) && agree(text), "{text}");
        }
        for text in strings {
            assert!(resolve(text) == Resolved::Str && agree(text), "{text}");
        }
        for text in truths {
            assert!(matches!(resolve(text), Resolved::Bool(_)) && agree(text), "{text}");
        }
        assert_eq!((resolve("0o644"), resolve("0644")), (Resolved::Int(420), Resolved::Int(420)));
        assert_eq!(resolve("18446744073709551615"), Resolved::Int(u64::MAX.into()));
        assert_eq!(resolve("+18446744073709551615"), Resolved::Float(18_446_744_073_709_551_615.0));
        assert_eq!(resolve("0b-11"), Resolved::Int(-3));
        for text in [".inf", "-.INF", ".nan", "+.Inf", "-9223372036854775808", "-9223372036854775809", ".5_0", "0b+1"] {
            assert!(agree(text), "{text}");
        }
    }
}
