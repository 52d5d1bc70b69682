//! Kubernetes quantities: `100m`, `128Mi`, `1.5`.
//!
//! Source: apimachinery `pkg/api/resource/quantity.go`. The spelling is kept, since a rewritten quantity would show
//! as a change; the value is there for comparing and adding up.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::decode::wrong_type;
use crate::model::layer::Data;
use crate::model::layer::Value;

/// An amount of CPU, memory or storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Quantity(String);

impl Quantity {
    /// Reads a quantity; `None` when Kubernetes would refuse it.
    pub fn parse(text: &str) -> Option<Self> {
        milli(text).map(|_| Self(text.to_owned()))
    }

    /// Thousandths of the unit: millicores for CPU, thousandths of a byte for memory.
    pub fn milli(&self) -> i128 {
        milli(&self.0).unwrap_or_default()
    }

    /// The same of a text; `None` when Kubernetes would refuse it.
    pub fn milli_of(text: &str) -> Option<i128> {
        Self::plain_milli(text.as_bytes()).or_else(|| milli(text))
    }

    /// The same of a whole number with a usual unit, as nearly all are written; `None` for all others.
    pub fn plain_milli(bytes: &[u8]) -> Option<i128> {
        let (digits, factor) = match bytes {
            [digits @ .., b'm'] => (digits, 1),
            [digits @ .., b'K', b'i'] => (digits, 1000 << 10),
            [digits @ .., b'M', b'i'] => (digits, 1000 << 20),
            [digits @ .., b'G', b'i'] => (digits, 1000 << 30),
            _ => (bytes, 1000),
        };
        if digits.is_empty() || digits.len() > 15 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let whole = digits.iter().fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        Some(i128::from(whole) * factor)
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Decode for Quantity {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let Data::Scalar { text, .. } = &value.data else {
            return wrong_type(findings, value, "a quantity such as `128Mi`");
        };
        let quantity = Self::parse(text);
        if quantity.is_none() {
            findings.push(
                Finding::error("invalid-quantity", value.place.clone(), format!("`{text}` is not a Kubernetes quantity"))
                    .help("memory and storage are written `128Mi` or `1Gi`, CPU `100m` or `0.5`; there is no `MB`, `GB` or blank"),
            );
        }
        quantity
    }
}

fn milli(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let end = unsigned.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(unsigned.len());
    let (digits, suffix) = unsigned.split_at(end);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if digits.is_empty() || digits == "." || fraction.contains('.') || fraction.len() > 9 || whole.len() > 18 {
        return None;
    }
    let digit = |sum: i128, byte: u8| sum * 10 + i128::from(byte - b'0');
    let padded = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nano = padded.fold(whole.bytes().fold(0, digit), digit);
    let scaled = match suffix {
        "n" => nano / 1_000_000_000,
        "u" => nano / 1_000_000,
        "m" => nano / 1_000,
        "" => nano,
        "k" => nano.checked_mul(1_000)?,
        "M" => nano.checked_mul(1_000_000)?,
        "G" => nano.checked_mul(1_000_000_000)?,
        "T" => nano.checked_mul(1_000_000_000_000)?,
        "P" => nano.checked_mul(1_000_000_000_000_000)?,
        "E" => nano.checked_mul(1_000_000_000_000_000_000)?,
        "Ki" => nano.checked_mul(1 << 10)?,
        "Mi" => nano.checked_mul(1 << 20)?,
        "Gi" => nano.checked_mul(1 << 30)?,
        "Ti" => nano.checked_mul(1 << 40)?,
        "Pi" => nano.checked_mul(1 << 50)?,
        "Ei" => nano.checked_mul(1 << 60)?,
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?.parse::<i32>().ok()?;
            let factor = 10_i128.checked_pow(exponent.unsigned_abs())?;
            if exponent < 0 { nano / factor } else { nano.checked_mul(factor)? }
        }
    };
    Some(scaled / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_compare_by_what_they_amount_to() {
        assert_eq!(Quantity::parse("1Gi").unwrap().milli(), Quantity::parse("1024Mi").unwrap().milli());
        assert_eq!(Quantity::parse("100m").unwrap().milli(), 100);
        assert_eq!(Quantity::parse("0.5").unwrap().milli(), 500);
        assert_eq!(Quantity::parse("1e3").unwrap().milli(), 1_000_000);
    }

    #[test]
    fn usual_quantities_are_read_in_few_steps_and_mean_the_same() {
        let mut read = 0;
        for digits in ["", "0", "1", "007", "128", "1.5", "+2", "-2", "123456789012345", "1234567890123456"] {
            for unit in ["", "m", "k", "M", "G", "Ki", "Mi", "Gi", "Ti", "i", "mi", " Mi", "e3", "Mm"] {
                let text = format!("{digits}{unit}");
                if let Some(found) = Quantity::plain_milli(text.as_bytes()) {
                    assert_eq!(Some(found), milli(&text), "{text}");
                    read += 1;
                }
                assert_eq!(Quantity::milli_of(&text), milli(&text), "{text}");
            }
        }
        assert_eq!(read, 25);
    }

    #[test]
    fn what_the_api_server_refuses_is_refused() {
        for text in ["512MB", "1 Gi", "gb", "", ".", "1.2.3", "-"] {
            assert!(Quantity::parse(text).is_none(), "{text:?}");
        }
    }
}
