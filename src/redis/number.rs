//! Numbers as the server's C code reads them. Two of its ways differ in what they let pass.

/// An integer alone, as `string2ll` reads it: no blank, no `+`, no leading zero.
pub(super) fn strict(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = text == "0" || matches!(digits.bytes().next(), Some(b'1'..=b'9'));
    (canonical && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// An integer within a list, as `strtoll` reads it: blanks before it, a sign and leading zeros are let pass, and what
/// is too large becomes the largest. `None` where anything is left over, and where there is no digit; a server takes
/// an empty text for 0, which nobody means.
pub(super) fn lenient(text: &str) -> Option<i64> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    Some(text.parse().unwrap_or(limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_integer_is_written_in_one_way() {
        for (text, number) in [("0", 0), ("-1", -1), ("300", 300), ("-9223372036854775808", i64::MIN)] {
            assert_eq!(strict(text), Some(number));
        }
        for text in ["", "-", "+1", "00", "01", "-0", " 1", "1 ", "1.0", "300s", "0x10", "9223372036854775808", "٣"] {
            assert_eq!(strict(text), None, "{text}");
        }
    }

    #[test]
    fn an_integer_in_a_list_is_written_in_many() {
        for (text, number) in [("0", 0), ("+1", 1), ("\t007", 7), ("-3", -3), ("9223372036854775808", i64::MAX)] {
            assert_eq!(lenient(text), Some(number));
        }
        for text in ["", " ", "+", "1 ", "1s", "--1", "1.0"] {
            assert_eq!(lenient(text), None, "{text}");
        }
    }
}
