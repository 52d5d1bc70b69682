//! What a value that is wrong was meant to be: the same without quotes, comments and blanks, or in another unit.

use crate::redis::directives::Kind;
use crate::redis::fault::Cause;
use crate::redis::memory;
use crate::redis::value;
use crate::redis::value::seconds;
use crate::redis::version::Series;

/// A cause, and the value to write instead.
pub(super) type Diagnosis = (Cause, Option<String>);

/// Why a value is wrong that a server refuses or misreads.
pub(super) fn diagnose(kind: &Kind, wrong: &value::Wrong, sent: &str, series: Option<Series>) -> Diagnosis {
    let right = |text: &str| value::judge(kind, text, series).is_ok();
    let (bare, cause) = without_decoration(sent);
    if let Some(cause) = cause {
        if bare.is_empty() && right("") {
            return (Cause::EmptyValueSpelling, Some(bare));
        }
        if right(&bare) && !bare.is_empty() {
            return (cause, Some(bare));
        }
    }
    let nothing = ["none", "null", "nil", "~", "empty", "off", "no", "disabled", "false"];
    let can_be_empty = matches!(kind, Kind::Save | Kind::Events(_));
    if can_be_empty && nothing.iter().any(|word| word.eq_ignore_ascii_case(&bare)) {
        return (Cause::EmptyValueSpelling, Some(String::new()));
    }
    if let Some((meant, instead)) = unit(kind, &bare) {
        let instead = instead.filter(|instead| right(instead));
        return (Cause::WrongUnit { meant }, instead);
    }
    let nearest = wrong.nearest.clone().or_else(|| match value::judge(kind, &bare, series) {
        Err(wrong) => wrong.nearest,
        Ok(()) => None,
    });
    let instead = nearest.or_else(|| value::example(kind).map(str::to_owned));
    (Cause::WrongValue { expected: value::expected(kind) }, instead)
}

/// Why a value that a server takes is still not what was meant: texts keep their quotes and blanks.
pub(super) fn suspicious(kind: &Kind, sent: &str) -> Option<Diagnosis> {
    let text = matches!(kind, Kind::Text | Kind::Locale | Kind::NodeName | Kind::FileName | Kind::Folder | Kind::Title);
    if !text || sent.is_empty() {
        return None;
    }
    let (bare, cause) = without_decoration(sent);
    let cause = cause?;
    // Blanks within a text are the user's; those around it are slips.
    if cause == Cause::ExtraBlanks && sent.trim_matches(BLANKS) == sent {
        return None;
    }
    let cause = if bare.is_empty() { Cause::EmptyValueSpelling } else { cause };
    let instead = if cause == Cause::ExtraBlanks { sent.trim_matches(BLANKS).to_owned() } else { bare };
    Some((cause, Some(instead)))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The value without comment, quotes and needless blanks, and what there was of them.
pub(super) fn without_decoration(sent: &str) -> (String, Option<Cause>) {
    let comment = [" #", "\t#"].iter().filter_map(|mark| sent.find(mark)).min();
    let begins = sent.trim_start_matches(BLANKS).starts_with('#').then_some(0);
    let comment = comment.or(begins);
    let text = &sent[..comment.unwrap_or(sent.len())];
    let mut bare = String::with_capacity(text.len());
    for word in text.split(BLANKS).filter(|word| !word.is_empty()) {
        if !bare.is_empty() {
            bare.push(' ');
        }
        bare.push_str(word);
    }
    let blanks = comment.is_none() && bare != text;
    let unquoted = unquoted(&bare);
    let quotes = unquoted.is_some();
    let bare = unquoted.unwrap_or(bare);
    let cause = match (comment, quotes, blanks) {
        (Some(_), ..) => Some(Cause::InlineComment),
        (_, true, _) => Some(Cause::Quotes),
        (.., true) => Some(Cause::ExtraBlanks),
        _ => None,
    };
    (bare, cause)
}

/// The text without the quotes around it, or around each of its words; `None` where there are none.
fn unquoted(text: &str) -> Option<String> {
    let pair = |text: &str| {
        let inner = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
        inner.map(str::to_owned)
    };
    if let Some(inner) = pair(text)
        && !inner.contains(['"', '\''])
    {
        return Some(inner.trim_matches(BLANKS).to_owned());
    }
    let words: Vec<String> = text.split(' ').map(|word| pair(word).unwrap_or_else(|| word.to_owned())).collect();
    let words = words.join(" ");
    (words != text && !words.contains(['"', '\''])).then_some(words)
}

/// Why a text is not the number that a parameter of Sentinel takes.
pub(super) fn number(sent: &str, least: i64, unit: Option<&'static str>) -> Diagnosis {
    let kind = Kind::Integer(i128::from(least), i128::from(i64::MAX), unit);
    let wrong = value::judge(&kind, sent, None).err().unwrap_or(value::Wrong { certain: true, nearest: None });
    diagnose(&kind, &wrong, sent, None)
}

/// What a number with a foreign unit means, in words, and as the directive takes it.
fn unit(kind: &Kind, bare: &str) -> Option<(String, Option<String>)> {
    if bare.is_empty() || bare.len() > 256 {
        return None;
    }
    match kind {
        Kind::Memory(..) | Kind::MemoryOrPercent(_) if bare.ends_with('%') => {
            let number = bare.strip_suffix('%')?;
            let percent = number.parse::<f64>().is_ok() && matches!(kind, Kind::Memory(..));
            percent.then(|| ("Redis takes no percentage here, only bytes and its own units".to_owned(), None))
        }
        Kind::Memory(..) | Kind::MemoryOrPercent(_) => {
            let bytes = memory::meant(bare)?;
            let redis = "Redis knows whole numbers with `k`, `m`, `g` (by 1000) and `kb`, `mb`, `gb` (by 1024)";
            (memory::parse(bare).is_err()).then(|| (redis.to_owned(), Some(memory::write(bytes))))
        }
        Kind::BufferLimits => {
            let mut changed = false;
            let words = bare.split(' ').enumerate().map(|(index, word)| match memory::meant(word) {
                Some(bytes) if matches!(index % 4, 1 | 2) && memory::parse(word).is_err() => {
                    changed = true;
                    memory::write(bytes)
                }
                _ => word.to_owned(),
            });
            let words: Vec<String> = words.collect();
            let redis = "limits are whole numbers with `kb`, `mb` or `gb`".to_owned();
            changed.then(|| (redis, Some(words.join(" "))))
        }
        Kind::Integer(_, _, Some(unit)) => {
            let meant = duration(bare, unit)?;
            Some((format!("the directive counts {} and takes no unit", seconds(unit)), Some(meant.to_string())))
        }
        Kind::Integer(..) => {
            let number = bare.strip_suffix('%').map_or_else(
                || memory::meant(bare).map(|number| number.to_string()),
                |number| number.parse::<i64>().ok().map(|number| number.to_string()),
            )?;
            (number != bare).then(|| ("the directive takes a number without a unit".to_owned(), Some(number)))
        }
        _ => None,
    }
}

/// A duration such as `5m`, in whole units of the directive.
fn duration(text: &str, unit: &str) -> Option<u64> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, written) = text.split_at(end);
    let microseconds = |unit: &str| {
        Some(match unit.trim().to_ascii_lowercase().as_str() {
            "us" => 1_u64,
            "ms" => 1_000,
            "s" | "sec" | "secs" | "second" | "seconds" => 1_000_000,
            "m" | "min" | "mins" | "minute" | "minutes" => 60_000_000,
            "h" | "hour" | "hours" => 3_600_000_000,
            "d" | "day" | "days" => 86_400_000_000,
            _ => return None,
        })
    };
    let meant = digits.parse::<u64>().ok()?.checked_mul(microseconds(written)?)?;
    let unit = microseconds(unit)?;
    meant.is_multiple_of(unit).then_some(meant / unit)
}
