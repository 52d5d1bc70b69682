//! Amounts as the scheduler counts them: whole millicores of CPU, whole units of everything else.
//!
//! Sources: `apimachinery/pkg/api/resource/quantity.go` (what is finer than a billionth is rounded up, what is too
//! large is cut at the largest `int64`) and the `Resource` of the scheduler's `NodeInfo` (rounded up once more, after
//! adding).

use std::collections::BTreeMap;

use crate::yaml::Node;
use crate::yaml::Scalar;

/// Amounts by resource name: `cpu` in millicores, `memory` and `ephemeral-storage` in bytes, the others in pieces.
pub type Resources = BTreeMap<String, i64>;

/// Exact amounts by resource name, in billionths.
pub(super) type Exact = BTreeMap<String, i128>;

pub(super) const CPU: &str = "cpu";
pub(super) const PODS: &str = "pods";

const ONE: i128 = 1_000_000_000;
const MOST: i128 = i64::MAX as i128 * ONE;

/// The billionths in one unit of what the scheduler counts.
fn unit(resource: &str) -> i128 {
    if resource == CPU { ONE / 1000 } else { ONE }
}

/// Billionths in a quantity; `None` where the API server would refuse it. Negative amounts count as nothing.
pub(super) fn nano(text: &str) -> Option<i128> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let (factor, divisor) = scale(suffix)?;
    if negative {
        return Some(0);
    }
    // More digits than these round up to the same billionth, whatever the suffix.
    let (kept, rest) = fraction.split_at(fraction.len().min(18));
    let more = i128::from(rest.bytes().any(|digit| digit != b'0'));
    let places = u32::try_from(kept.len()).unwrap_or_default();
    let amount = || {
        let number = format!("0{whole}{kept}").parse::<i128>().ok()?.checked_add(more)?;
        let scaled = number.checked_mul(factor?)?.checked_mul(ONE)?;
        let divisor = divisor.and_then(|divisor| divisor.checked_mul(10_i128.pow(places)))?;
        Some(round_up(scaled, divisor).min(MOST))
    };
    Some(amount().unwrap_or(if divisor.is_none() { 1 } else { MOST }))
}

/// What a suffix multiplies by and divides by; an inner `None` is beyond all that is counted.
fn scale(suffix: &str) -> Option<(Option<i128>, Option<i128>)> {
    let factor = match suffix {
        "n" => return Some((Some(1), Some(ONE))),
        "u" => return Some((Some(1), Some(1_000_000))),
        "m" => return Some((Some(1), Some(1000))),
        "" => 1,
        "k" => 1000,
        "M" => 1_000_000,
        "G" => ONE,
        "T" => 1000 * ONE,
        "P" => 1_000_000 * ONE,
        "E" => ONE * ONE,
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1 << 40,
        "Pi" => 1 << 50,
        "Ei" => 1 << 60,
        _ => {
            let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            let power = 10_i128.checked_pow(exponent.unsigned_abs()).filter(|_| exponent.unsigned_abs() < 20);
            return Some(if exponent < 0 { (Some(1), power) } else { (power, Some(1)) });
        }
    };
    Some((Some(factor), Some(1)))
}

fn round_up(amount: i128, unit: i128) -> i128 {
    amount / unit + i128::from(amount % unit != 0)
}

/// The amount of a scalar, which may also be a YAML number.
fn read(node: Node<'_>) -> Option<i128> {
    match node.scalar()? {
        Scalar::Null => Some(0),
        Scalar::Bool(_) => None,
        Scalar::Int(whole) => Some(whole.clamp(0, i128::from(i64::MAX)) * ONE),
        Scalar::Float(_) => nano(&node.text()?.replace('_', "")),
        Scalar::Str(text) => nano(text),
    }
}

/// Reads a list of resources: a mapping of names to quantities.
pub(super) fn exact(node: Option<Node<'_>>) -> Exact {
    let entries = node.into_iter().flat_map(Node::entries);
    entries.filter_map(|(name, amount)| Some((name.text()?.to_owned(), read(amount)?))).collect()
}

/// Exact amounts in the units of the scheduler, rounded up.
pub(super) fn counted(exact: &Exact) -> Resources {
    let round = |(name, amount): (&String, &i128)| {
        let units = round_up(*amount, unit(name));
        (name.clone(), i64::try_from(units).unwrap_or(i64::MAX))
    };
    exact.iter().map(round).collect()
}

/// The inverse of [`counted`].
pub(super) fn from_counted(resources: &Resources) -> Exact {
    resources.iter().map(|(name, amount)| (name.clone(), i128::from(*amount) * unit(name))).collect()
}

/// Whether the scheduler counts a resource of this name at all: `storage`, for one, it does not.
pub(super) fn is_counted(name: &str) -> bool {
    matches!(name, CPU | "memory" | "ephemeral-storage")
        || name.contains('/')
        || name.starts_with("hugepages-")
        || name.starts_with("attachable-volumes-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milli(text: &str) -> i64 {
        counted(&Exact::from([("cpu".to_owned(), nano(text).unwrap())]))["cpu"]
    }

    #[test]
    fn cpu_is_counted_in_millicores_and_rounded_up() {
        let cases =
            [("1", 1000), ("0.5", 500), ("100m", 100), ("1.5m", 2), ("1n", 1), ("1e3", 1_000_000), ("2E", i64::MAX)];
        for (text, expected) in cases {
            assert_eq!(milli(text), expected, "{text}");
        }
    }

    #[test]
    fn amounts_are_exact_where_floats_are_not() {
        assert_eq!(nano("9007199254740993"), Some(9_007_199_254_740_993 * ONE));
        assert_eq!(nano("1853985Ki"), Some(1_853_985 * 1024 * ONE));
        assert_eq!(nano("0.1"), Some(100_000_000));
        assert_eq!(nano("0.1Gi"), Some(107_374_182_400_000_000));
    }

    #[test]
    fn what_is_finer_than_a_billionth_rounds_up_and_what_is_too_large_is_cut() {
        assert_eq!(nano("0.00000000001"), Some(1));
        assert_eq!(nano("1e-30"), Some(1));
        assert_eq!(nano("1e30"), Some(MOST));
        assert_eq!(nano("99999999999999999999999999999999999999999999Ei"), Some(MOST));
    }

    #[test]
    fn what_is_no_quantity_is_nothing() {
        for text in ["", ".", "1.2.3", "512MB", "1 Gi", "gb", "e3", "1e", "0x10"] {
            assert_eq!(nano(text), None, "{text:?}");
        }
        assert_eq!(nano("-5"), Some(0));
    }
}
