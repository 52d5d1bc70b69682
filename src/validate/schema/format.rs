//! Texts with a grammar of their own: quantities, base64, and times.
//!
//! Formats that the API server does not enforce are not known here.

/// A resource quantity as Kubernetes parses it: `500m`, `1.5Gi`, `1e3`; spaces around it are ignored.
pub(super) fn is_quantity(text: &str) -> bool {
    is_plain_quantity(text.as_bytes()) || is_any_quantity(text)
}

/// Digits with a usual unit, as nearly all are written.
fn is_plain_quantity(bytes: &[u8]) -> bool {
    let number = match bytes {
        [number @ .., b'K' | b'M' | b'G' | b'T', b'i'] | [number @ .., b'm'] => number,
        _ => bytes,
    };
    !number.is_empty() && number.iter().all(u8::is_ascii_digit)
}

fn is_any_quantity(text: &str) -> bool {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (digits, suffix) = unsigned.split_at(number);
    let points = digits.matches('.').count();
    if points > 1 || digits.len() == points {
        return false;
    }
    match suffix {
        "" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" => true,
        _ => suffix.strip_prefix(['e', 'E']).is_some_and(|exponent| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit())
        }),
    }
}

/// Standard base64 with padding, as Go decodes it: line breaks are ignored, spaces are not.
pub(super) fn is_base64(text: &str) -> bool {
    let mut digits = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'\r' | b'\n' => {}
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => digits += 1,
            _ => return false,
        }
    }
    (digits + padding).is_multiple_of(4) && padding <= 2
}

/// A time as RFC 3339 writes it: `2024-01-31T10:30:00Z`, with a fraction or an offset if you like.
pub(super) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        let part = bytes.get(from..to)?;
        part.iter().all(u8::is_ascii_digit).then_some(())?;
        Some(part.iter().fold(0_u32, |n, byte| n * 10 + u32::from(byte - b'0')))
    };
    let at = |index: usize, expected: &[u8]| bytes.get(index).is_some_and(|byte| expected.contains(byte));
    let shape = at(4, b"-") && at(7, b"-") && at(10, b"Tt") && at(13, b":") && at(16, b":");
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (number(11, 13), number(14, 16), number(17, 19)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    let in_range = (1..=12).contains(&month) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60;
    let rest = text.get(19..).unwrap_or_default();
    let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let zone = fraction.unwrap_or(rest);
    let offset = zone.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    let two = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let zoned = matches!(zone, "Z" | "z") || offset.is_some_and(|(hours, minutes)| two(hours) && two(minutes));
    shape && in_range && zoned && fraction.is_none_or(|zone| zone.len() + 1 < rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_known_units() {
        for right in ["1", "0.5", ".5", "5.", "500m", "1Gi", "1e3", "1E", "1E-3", "-1", " 2Ki "] {
            assert!(is_quantity(right), "{right}");
        }
        for wrong in ["", "Gi", "96MB", "1 Gi", "200000K", "1gi", "1.2.3", "1e", "1e1.5", "."] {
            assert!(!is_quantity(wrong), "{wrong}");
        }
    }

    #[test]
    fn secrets_hold_padded_base64() {
        for right in ["", "YQ==", "YWI=", "YWJj", "YWJj\nYWJj"] {
            assert!(is_base64(right), "{right:?}");
        }
        for wrong in ["YQ", "YQ=", "password!", "YW Jj", "YQ==YQ==", "===="] {
            assert!(!is_base64(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_time_has_a_date_a_clock_and_a_zone() {
        for right in ["2024-02-29T10:30:00Z", "2024-01-31T10:30:00.123+09:00"] {
            assert!(is_date_time(right), "{right}");
        }
        for wrong in [
            "",
            "2024-01-31",
            "2023-02-29T10:30:00Z",
            "2024-01-31T10:30:00",
            "2024-01-31 10:30:00Z",
            "2024-01-31T10:30:00.Z",
        ] {
            assert!(!is_date_time(wrong), "{wrong}");
        }
    }
}
