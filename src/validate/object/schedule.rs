//! The schedule of a `CronJob`.
//!
//! Source: the behaviour of robfig/cron v3 with its standard parser, which Kubernetes uses. A week ends with 6.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::field::Field;

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The five parts: what they are, their bounds, and the words that stand for numbers from the lower bound on.
const PARTS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, MONTHS),
    ("day of the week", 0, 6, DAYS),
];

pub(super) fn check(sink: &mut Sink, field: &Field<'_>) {
    if let Some(wrong) = fault_of(field.text_or_empty()) {
        sink.push(
            fault("malformed-value", field, format!("`{}` is no schedule: {wrong}", field.path()))
                .help("write minute, hour, day of the month, month and day of the week, such as `15 3 * * 1`"),
        );
    }
}

fn fault_of(text: &str) -> Option<String> {
    // A time zone in front is deprecated and still works.
    let text = match text.strip_prefix("TZ=").or_else(|| text.strip_prefix("CRON_TZ=")) {
        Some(rest) => rest.split_once(' ').map_or("", |(_, rest)| rest),
        None => text,
    };
    let text = text.trim();
    if let Some(word) = text.strip_prefix('@') {
        let known = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"].contains(&word);
        let every = word.strip_prefix("every ").is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()));
        return (!known && !every).then(|| format!("there is no `@{word}`"));
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    if parts.len() != 5 {
        return Some(format!("it has {} of 5 parts", parts.len()));
    }
    parts.iter().zip(PARTS).find_map(|(part, (what, min, max, words))| {
        part.split(',')
            .filter(|part| !part.is_empty())
            .find(|part| !fits(part, min, max, words))
            .map(|part| format!("`{part}` is no {what} between {min} and {max}"))
    })
}

fn fits(part: &str, min: u32, max: u32, words: &[&str]) -> bool {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, step.parse::<u32>().ok().filter(|step| *step > 0)),
        None => (part, Some(1)),
    };
    let number = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let by_word = words.iter().zip(min..).find(|(word, _)| **word == lower).map(|(_, value)| value);
        by_word.or_else(|| text.parse().ok()).filter(|value| (min..=max).contains(value))
    };
    let right = match range.split_once('-') {
        _ if range == "*" || range == "?" => true,
        Some((from, to)) => number(from).is_some_and(|from| number(to).is_some_and(|to| from <= to)),
        None => number(range).is_some(),
    };
    right && step.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_told_from_near_misses() {
        for right in ["*/15 * * * *", "15 3 * * 1-5", "0 0 1,15 JAN-mar sun", "@daily", "@every 5m", "TZ=UTC 1 2 * * ?"]
        {
            assert_eq!(fault_of(right), None, "{right}");
        }
        for wrong in ["61 3 * * *", "15 3 * * 7", "* * * *", "@dayly", "*/0 * * * *", "5-1 * * * *", "0 0 * * * *"] {
            assert!(fault_of(wrong).is_some(), "{wrong}");
        }
    }
}
