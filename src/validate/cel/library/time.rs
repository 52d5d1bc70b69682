//! Durations and points in time, as far as rules compare them; time zones by name are left out.
//!
//! Source: the CEL language definition, and `time.ParseDuration` of Go.

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelInt;
use cel::common::types::CelString;
use cel::common::types::DURATION_TYPE;
use cel::common::types::STRING_TYPE;
use cel::common::types::TIMESTAMP_TYPE;
use cel::common::value::CowVal;

use super::value::opaque;
use super::value::text;

/// In nanoseconds.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::validate::cel) struct Duration(pub(super) i64);

opaque!(Duration, DURATION_TYPE);

/// In nanoseconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::validate::cel) struct Timestamp(pub(super) i128);

opaque!(Timestamp, TIMESTAMP_TYPE);

const SECOND: i64 = 1_000_000_000;
const DAY: i128 = 86_400 * SECOND as i128;
const UNITS: &[(&str, i64)] = &[
    ("ns", 1),
    ("us", 1000),
    ("µs", 1000),
    ("μs", 1000),
    ("ms", 1_000_000),
    ("s", SECOND),
    ("m", 60 * SECOND),
    ("h", 3600 * SECOND),
];

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("duration", "string_to_duration", vec![STRING_TYPE], |values| {
        let text = text(&values, 0)?;
        let none = || ExecutionError::function_error("duration", format!("`{text}` is no duration"));
        duration(text).map(CowVal::owned).ok_or_else(none)
    })?;
    env.add_overload("timestamp", "string_to_timestamp", vec![STRING_TYPE], |values| {
        let text = text(&values, 0)?;
        let none = || ExecutionError::function_error("timestamp", format!("`{text}` is no time"));
        timestamp(text).map(CowVal::owned).ok_or_else(none)
    })?;
    cel::add_overload!(env, fn duration_text: (Duration) -> CelString, name = "string")?;
    cel::add_overload!(env, fn unix: (Timestamp) -> CelInt, name = "int")?;
    cel::add_member_overload!(env, fn hours: (Duration) -> CelInt, name = "getHours")?;
    cel::add_member_overload!(env, fn minutes: (Duration) -> CelInt, name = "getMinutes")?;
    cel::add_member_overload!(env, fn seconds: (Duration) -> CelInt, name = "getSeconds")?;
    cel::add_member_overload!(env, fn milliseconds: (Duration) -> CelInt, name = "getMilliseconds")?;
    cel::add_member_overload!(env, fn get_full_year: (Timestamp) -> CelInt)?;
    cel::add_member_overload!(env, fn get_month: (Timestamp) -> CelInt)?;
    cel::add_member_overload!(env, fn get_date: (Timestamp) -> CelInt)?;
    cel::add_member_overload!(env, fn get_hours: (Timestamp) -> CelInt)?;
    cel::add_member_overload!(env, fn get_minutes: (Timestamp) -> CelInt)?;
    cel::add_member_overload!(env, fn get_seconds: (Timestamp) -> CelInt)
}

/// A duration as Go writes it: `1h30m`, `1.5s`, `-2ms`.
pub(in crate::validate::cel) fn duration(text: &str) -> Option<Duration> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(Duration(0));
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) || whole.len() > 19 {
            return None;
        }
        total += format!("0{whole}").parse::<i128>().ok()? * i128::from(*factor);
        // More digits than these are less than a nanosecond.
        let fraction = &fraction[..fraction.len().min(14)];
        let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
        total += format!("0{fraction}").parse::<i128>().ok()? * i128::from(*factor) / scale;
        rest = after;
    }
    i64::try_from(if negative { -total } else { total }).ok().map(Duration)
}

/// A time as RFC 3339 writes it; a date alone is its midnight.
pub(in crate::validate::cel) fn timestamp(text: &str) -> Option<Timestamp> {
    let digits = |from: usize, to: usize| {
        let part = text.get(from..to)?;
        if part.bytes().all(|b| b.is_ascii_digit()) { part.parse::<i64>().ok() } else { None }
    };
    let is = |at: usize, wanted: &[u8]| text.as_bytes().get(at).is_some_and(|byte| wanted.contains(byte));
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    if !is(4, b"-") || !is(7, b"-") || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let midnight = i128::from(days(year, month, day)) * DAY;
    if text.len() == 10 {
        return Some(Timestamp(midnight));
    }
    let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
    if !is(10, b"Tt ") || !is(13, b":") || !is(16, b":") || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let rest = text.get(19..)?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(after) => after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())),
        None => ("", rest),
    };
    let nanoseconds: i128 = format!("{:0<9}", &fraction[..fraction.len().min(9)]).parse().ok()?;
    let offset = match zone.as_bytes() {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), a, b, b':', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()) => {
            let two = |high: u8, low: u8| i64::from(high - b'0') * 10 + i64::from(low - b'0');
            let minutes = two(*a, *b) * 60 + two(*c, *d);
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    let seconds = i128::from(hour * 3600 + (minute - offset) * 60 + second);
    Some(Timestamp(midnight + seconds * i128::from(SECOND) + nanoseconds))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970, by counting in eras of 400 years that begin in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a point in time.
fn date(time: &Timestamp) -> (i64, i64, i64) {
    let days = i64::try_from(time.0.div_euclid(DAY)).unwrap_or_default() + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

fn duration_text(one: &Duration) -> CelString<'static> {
    let (seconds, rest) = (one.0 / SECOND, (one.0 % SECOND).abs());
    let sign = if one.0 < 0 && seconds == 0 { "-" } else { "" };
    let fraction = format!(".{rest:09}");
    format!("{sign}{seconds}{}s", fraction.trim_end_matches('0').trim_end_matches('.')).into()
}

fn unix(time: &Timestamp) -> CelInt {
    i64::try_from(time.0.div_euclid(i128::from(SECOND))).unwrap_or_default().into()
}

fn hours(one: &Duration) -> CelInt {
    (one.0 / (3600 * SECOND)).into()
}

fn minutes(one: &Duration) -> CelInt {
    (one.0 / (60 * SECOND)).into()
}

fn seconds(one: &Duration) -> CelInt {
    (one.0 / SECOND).into()
}

fn milliseconds(one: &Duration) -> CelInt {
    (one.0 / 1_000_000).into()
}

fn get_full_year(time: &Timestamp) -> CelInt {
    date(time).0.into()
}

/// Counted from zero, as CEL does.
fn get_month(time: &Timestamp) -> CelInt {
    (date(time).1 - 1).into()
}

fn get_date(time: &Timestamp) -> CelInt {
    date(time).2.into()
}

fn of_day(time: &Timestamp, unit: i64, count: i64) -> CelInt {
    let part = time.0.rem_euclid(DAY) / i128::from(unit * SECOND) % i128::from(count);
    i64::try_from(part).unwrap_or_default().into()
}

fn get_hours(time: &Timestamp) -> CelInt {
    of_day(time, 3600, 24)
}

fn get_minutes(time: &Timestamp) -> CelInt {
    of_day(time, 60, 60)
}

fn get_seconds(time: &Timestamp) -> CelInt {
    of_day(time, 1, 60)
}
