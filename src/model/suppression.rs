//! Findings that somebody decided to live with: which, for which object, why, and until when.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::fields::decode_fields;
use crate::model::layer::Data;
use crate::model::layer::Value;
use crate::text::Place;

/// One decision.
#[derive(Debug, Clone, Serialize)]
pub struct Suppression {
    /// The rule, as findings name it.
    pub rule: String,
    /// The object, as findings name it: `RedisFailover redis/auth-redis`.
    pub resource: String,
    /// Why it is right as it is.
    pub reason: String,
    /// The last day on which this counts; `None`: for ever.
    pub until: Option<Date>,
    /// Where it was written.
    #[serde(skip)]
    pub place: Place,
}

impl Decode for Suppression {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Fields {
            rule: String,
            resource: String,
            reason: String,
            until: Option<Date>,
        }
        decode_fields!(Fields { rule: "rule", resource: "resource", reason: "reason", until: "until" = None });
        let read = Fields::decode(findings, value)?;
        if read.reason.trim().is_empty() {
            let finding =
                Finding::error("missing-key", value.nearest_place(&["reason"]).clone(), "the reason is empty");
            findings.push(finding.help("say why this is right as it is, for whoever reads it in a year"));
            return None;
        }
        let place = value.place.clone();
        Some(Self { rule: read.rule, resource: read.resource, reason: read.reason, until: read.until, place })
    }
}

impl Suppression {
    /// Whether it means this object: `RedisFailover redis/auth-redis`, also written with a slash after the kind.
    pub fn means(&self, resource: &str) -> bool {
        self.resource == resource || self.resource.replacen('/', " ", 1) == resource
    }
}

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `2026-11-25`; `None` for anything else, and for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return None };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        let date = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        (1..=12).contains(&date.month).then_some(())?;
        (1..=days_in(date.year, date.month)).contains(&date.day).then_some(date)
    }

    /// The day that many days after 1970-01-01.
    pub fn of_days(days: u64) -> Self {
        let mut rest = days;
        let mut year = 1970;
        while rest >= length_of(year) && year < u16::MAX {
            rest -= length_of(year);
            year += 1;
        }
        let mut month = 1;
        while rest >= u64::from(days_in(year, month)) && month < 12 {
            rest -= u64::from(days_in(year, month));
            month += 1;
        }
        Self { year, month, day: u8::try_from(rest).unwrap_or(30) + 1 }
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn length_of(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Decode for Date {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        // To YAML 1.1 a day without quotes is a timestamp, to the API machinery text; both mean the day.
        let date = match &value.data {
            Data::Scalar { text, .. } => Self::parse(text),
            _ => None,
        };
        if date.is_none() {
            let message = format!("a day is expected here, not {}", value.describe());
            findings.push(
                Finding::error("wrong-type", value.place.clone(), message)
                    .help("write year, month and day: `2027-01-31`"),
            );
        }
        date
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_calendars_do() {
        for (days, date) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_782, "2026-11-25")] {
            assert_eq!(Date::of_days(days).to_string(), date);
            assert_eq!(Date::parse(date), Some(Date::of_days(days)));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "soon", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
