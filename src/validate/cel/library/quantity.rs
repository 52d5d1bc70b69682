//! Quantities: `quantity`, `isQuantity`, comparisons and sums.
//!
//! Source: `k8s.io/apiserver/pkg/cel/library/quantity.go`. Kept as a whole number of billionths: what is finer or
//! larger than that is rare enough to count as not evaluated.

use std::cmp::Ordering;

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelDouble;
use cel::common::types::CelInt;
use cel::common::types::STRING_TYPE;
use cel::common::types::Type;
use cel::common::value::CowVal;

use super::value::Ordered;
use super::value::opaque;
use super::value::text;
use super::value::truth;

/// Billionths in one.
const ONE: i128 = 1_000_000_000;
const WHOLE: &[(&str, i128)] = &[
    ("", 1),
    ("k", 1000),
    ("M", 1_000_000),
    ("G", 1_000_000_000),
    ("T", 1_000_000_000_000),
    ("P", 1_000_000_000_000_000),
    ("E", 1_000_000_000_000_000_000),
    ("Ki", 1 << 10),
    ("Mi", 1 << 20),
    ("Gi", 1 << 30),
    ("Ti", 1 << 40),
    ("Pi", 1 << 50),
    ("Ei", 1 << 60),
];

/// An amount in billionths.
#[derive(Debug, Clone, PartialEq)]
struct Quantity(i128);

opaque!(Quantity, Type::new_unspecified_type("kubernetes.Quantity"));

impl Ordered for Quantity {}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("quantity", "string_to_quantity", vec![STRING_TYPE], |values| {
        let text = text(&values, 0)?;
        match read(text) {
            Read::Amount(amount) => Ok(CowVal::owned(Quantity(amount))),
            Read::Beyond => Err(beyond()),
            Read::Malformed => Err(ExecutionError::function_error("quantity", format!("`{text}` is no quantity"))),
        }
    })?;
    env.add_overload("isQuantity", "is_quantity_string", vec![STRING_TYPE], |values| {
        truth(!matches!(read(text(&values, 0)?), Read::Malformed))
    })?;
    cel::add_member_overload!(env, fn is_greater_than: (Quantity, Quantity) -> cel::common::types::CelBool)?;
    cel::add_member_overload!(env, fn is_less_than: (Quantity, Quantity) -> cel::common::types::CelBool)?;
    cel::add_member_overload!(env, fn compare_to: (Quantity, Quantity) -> CelInt)?;
    cel::add_member_overload!(env, fn is_integer: (Quantity) -> cel::common::types::CelBool)?;
    cel::add_member_overload!(env, fn as_integer: (Quantity) -> Result<CelInt>)?;
    cel::add_member_overload!(env, fn as_approximate_float: (Quantity) -> CelDouble)?;
    cel::add_member_overload!(env, fn sign: (Quantity) -> CelInt)?;
    cel::add_member_overload!(env, fn add: (Quantity, Quantity) -> Result<Quantity>)?;
    cel::add_member_overload!(env, fn add_integer: (Quantity, CelInt) -> Result<Quantity>, name = "add")?;
    cel::add_member_overload!(env, fn sub: (Quantity, Quantity) -> Result<Quantity>)?;
    cel::add_member_overload!(env, fn sub_integer: (Quantity, CelInt) -> Result<Quantity>, name = "sub")
}

fn beyond() -> ExecutionError {
    ExecutionError::InternalError("the rule compares quantities beyond what is modelled".to_owned())
}

enum Read {
    Amount(i128),
    /// Well formed, and too large or too fine.
    Beyond,
    Malformed,
}

/// Reads a quantity as apimachinery's `ParseQuantity` does.
fn read(text: &str) -> Read {
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (digits, unit) = rest.split_at(end);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
        return Read::Malformed;
    }
    let Some((multiplier, divisor)) = scale(unit) else { return Read::Malformed };
    let (Some(multiplier), Some(divisor)) = (multiplier, divisor) else { return Read::Beyond };
    let amount = || {
        let places = u32::try_from(fraction.len()).ok()?;
        let number: i128 = format!("0{whole}{fraction}").parse().ok()?;
        let scaled = number.checked_mul(ONE)?.checked_mul(multiplier)?;
        let divisor = 10_i128.checked_pow(places)?.checked_mul(divisor)?;
        (scaled % divisor == 0).then(|| scaled / divisor)
    };
    amount().map_or(Read::Beyond, |amount| Read::Amount(if negative { -amount } else { amount }))
}

/// What the unit multiplies by and divides by; an inner `None` is too large to be kept.
fn scale(unit: &str) -> Option<(Option<i128>, Option<i128>)> {
    if let Some((_, factor)) = WHOLE.iter().find(|(name, _)| *name == unit) {
        return Some((Some(*factor), Some(1)));
    }
    match unit {
        "m" => Some((Some(1), Some(1000))),
        "u" => Some((Some(1), Some(1_000_000))),
        "n" => Some((Some(1), Some(ONE))),
        _ => {
            let exponent: i32 = unit.strip_prefix(['e', 'E'])?.parse().ok()?;
            let power = 10_i128.checked_pow(exponent.unsigned_abs());
            Some(if exponent < 0 { (Some(1), power) } else { (power, Some(1)) })
        }
    }
}

fn is_greater_than(one: &Quantity, other: &Quantity) -> cel::common::types::CelBool {
    (one.0 > other.0).into()
}

fn is_less_than(one: &Quantity, other: &Quantity) -> cel::common::types::CelBool {
    (one.0 < other.0).into()
}

fn compare_to(one: &Quantity, other: &Quantity) -> CelInt {
    match one.0.cmp(&other.0) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
    .into()
}

fn whole(one: &Quantity) -> Option<i64> {
    (one.0 % ONE == 0).then(|| i64::try_from(one.0 / ONE).ok()).flatten()
}

fn is_integer(one: &Quantity) -> cel::common::types::CelBool {
    whole(one).is_some().into()
}

fn as_integer(one: &Quantity) -> Result<CelInt, ExecutionError> {
    let none = || ExecutionError::function_error("asInteger", "cannot convert value to integer");
    whole(one).map(CelInt::from).ok_or_else(none)
}

#[expect(clippy::cast_precision_loss, reason = "the function is called approximate")]
fn as_approximate_float(one: &Quantity) -> CelDouble {
    (one.0 as f64 / ONE as f64).into()
}

fn sign(one: &Quantity) -> CelInt {
    i64::try_from(one.0.signum()).unwrap_or_default().into()
}

fn add(one: &Quantity, other: &Quantity) -> Result<Quantity, ExecutionError> {
    one.0.checked_add(other.0).map(Quantity).ok_or_else(beyond)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so the registering macro calls it")]
fn add_integer(one: &Quantity, other: &CelInt) -> Result<Quantity, ExecutionError> {
    add(one, &Quantity(i128::from(*other.inner()) * ONE))
}

fn sub(one: &Quantity, other: &Quantity) -> Result<Quantity, ExecutionError> {
    one.0.checked_sub(other.0).map(Quantity).ok_or_else(beyond)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so the registering macro calls it")]
fn sub_integer(one: &Quantity, other: &CelInt) -> Result<Quantity, ExecutionError> {
    sub(one, &Quantity(i128::from(*other.inner()) * ONE))
}
