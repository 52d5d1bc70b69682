//! What a value should look like, in words, and what a wrong word was meant for.

use crate::redis::directives::Kind;
use crate::redis::memory;
use crate::redis::value::Wrong;
use crate::text::suggest;

/// What a server expects: "an integer from 0 to 2147483647, in seconds".
pub(in crate::redis) fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Bool => "`yes` or `no`".to_owned(),
        Kind::Enum(words) => format!("one of {}", suggest::listed(words.iter().copied())),
        Kind::Words(words) => format!("some of {}, with one blank between", suggest::listed(words.iter().copied())),
        Kind::Integer(from, to, unit) => {
            let unit = unit.map(|unit| format!(", in {}", seconds(unit))).unwrap_or_default();
            format!("an integer from {from} to {to}{unit}")
        }
        Kind::Octal(from, to) => format!("an octal number from {from:o} to {to:o}"),
        Kind::Memory(0, _) => "a size such as `64mb`".to_owned(),
        Kind::Memory(from, _) => format!("a size of at least `{}`", memory::write(*from)),
        Kind::MemoryOrPercent(_) => "a size such as `64mb`, or a percentage such as `5%`".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::FileName => "the name of a file, without a folder".to_owned(),
        Kind::Folder => "a folder of the container".to_owned(),
        Kind::HostName => "a host name of letters, digits, `-` and `.`, shorter than 256".to_owned(),
        Kind::NodeName => "a name".to_owned(),
        Kind::Title => "a template such as `{title} {listen-addr} {server-mode}`".to_owned(),
        Kind::Locale => "a locale of the image".to_owned(),
        Kind::Save => "pairs of seconds (at least 1) and changes, with one blank between".to_owned(),
        Kind::BufferLimits => {
            "groups of a class (`normal`, `replica` or `pubsub`), a hard limit, a soft limit and seconds, with one \
             blank between"
                .to_owned()
        }
        Kind::Scores => "three integers from -2000 to 2000, with one blank between".to_owned(),
        Kind::Events(letters) => format!("letters of `{letters}` without blanks"),
        Kind::Addresses => "at most 16 addresses, with one blank between".to_owned(),
        Kind::Percentiles => "numbers from 0 to 100, with one blank between".to_owned(),
    }
}

/// A value that is right, where one can be named that harms nobody who copies it.
pub(in crate::redis) fn example(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Save => Some("900 1 300 10"),
        Kind::BufferLimits => Some("pubsub 32mb 8mb 60"),
        Kind::Scores => Some("0 200 800"),
        Kind::Events(_) => Some("KEA"),
        Kind::Percentiles => Some("50 99 99.9"),
        Kind::Title => Some("{title} {listen-addr} {server-mode}"),
        _ => None,
    }
}

/// The unit of an integer, written out.
pub(in crate::redis) fn seconds(unit: &str) -> &str {
    match unit {
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "min" => "minutes",
        other => other,
    }
}

/// A wrong word, with the right one that is nearest in letters or in sense.
pub(super) fn meant(words: &[&str], value: &str) -> Wrong {
    if value.len() > 64 {
        return Wrong::refused();
    }
    let has = |word: &str| words.contains(&word);
    let sense = match value.to_ascii_lowercase().as_str() {
        "true" | "on" | "1" | "enabled" | "enable" | "y" if has("yes") => Some("yes"),
        "false" | "off" | "0" | "disabled" | "disable" | "n" if has("no") => Some("no"),
        "lru" => words.iter().copied().find(|word| *word == "allkeys-lru"),
        "lfu" => words.iter().copied().find(|word| *word == "allkeys-lfu"),
        "info" => words.iter().copied().find(|word| *word == "notice"),
        "warn" | "error" => words.iter().copied().find(|word| *word == "warning"),
        _ => None,
    };
    match sense.or_else(|| suggest::nearest(value, words.iter().copied())) {
        Some(near) => Wrong::near(near),
        None => Wrong::refused(),
    }
}
