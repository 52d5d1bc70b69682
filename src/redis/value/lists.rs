//! Values of several words. The server splits them at every single blank, so that a second one makes an empty word;
//! some servers read that as 0, which nobody means.

use crate::redis::memory;
use crate::redis::memory::NotASize;
use crate::redis::number;
use crate::redis::value::Wrong;
use crate::redis::version::Series;

/// The words of a value; none where it is empty.
fn words(value: &str) -> Vec<&str> {
    if value.is_empty() { Vec::new() } else { value.split(' ').collect() }
}

/// An integer within bounds; nothing at all may be read as 0.
fn integer(word: &str, from: i64, to: i64) -> Result<(), Wrong> {
    match number::lenient(word) {
        Some(number) if (from..=to).contains(&number) => Ok(()),
        None if word.is_empty() && from <= 0 => Err(Wrong::misread()),
        _ => Err(Wrong::refused()),
    }
}

/// The worst of all verdicts: that some word is refused for certain says more than that another is misread.
fn worst(verdicts: impl Iterator<Item = Result<(), Wrong>>) -> Result<(), Wrong> {
    let mut all = Ok(());
    for wrong in verdicts.filter_map(Result::err) {
        if wrong.certain {
            return Err(wrong);
        }
        all = Err(wrong);
    }
    all
}

pub(super) fn save(value: &str) -> Result<(), Wrong> {
    let words = words(value);
    if words.len() % 2 == 1 {
        return Err(Wrong::refused());
    }
    worst(words.iter().enumerate().map(|(index, word)| integer(word, i64::from(index % 2 == 0), i64::MAX)))
}

pub(super) fn buffer_limits(value: &str) -> Result<(), Wrong> {
    let words = words(value);
    if words.is_empty() {
        // It is taken, and changes nothing.
        return Err(Wrong::misread());
    }
    if !words.len().is_multiple_of(4) {
        return Err(Wrong::refused());
    }
    worst(words.iter().enumerate().map(|(index, word)| match index % 4 {
        0 if buffer_class(word).is_some() => Ok(()),
        0 => Err(Wrong::refused()),
        3 => soft_seconds(word),
        _ => match memory::parse(word) {
            Ok(size) if i64::try_from(size.bytes).is_ok() => Ok(()),
            Err(NotASize::Refused) => Err(Wrong::refused()),
            Ok(_) | Err(NotASize::Nothing | NotASize::TooLarge) => Err(Wrong::misread()),
        },
    }))
}

/// 6.2 reads the seconds as a size, later series as a number: what only one of them takes is not meant by anybody.
fn soft_seconds(word: &str) -> Result<(), Wrong> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    match number::lenient(word) {
        Some(0..=0x7fff_ffff) if digits => Ok(()),
        Some(0..) => Err(Wrong::misread()),
        None if memory::parse(word) != Err(NotASize::Refused) => Err(Wrong::misread()),
        _ => Err(Wrong::refused()),
    }
}

/// The class of clients that a word names; `slave` is the older name of `replica`.
pub(in crate::redis) fn buffer_class(word: &str) -> Option<&'static str> {
    ["normal", "replica", "pubsub", "slave"]
        .into_iter()
        .find(|class| class.eq_ignore_ascii_case(word))
        .map(|class| if class == "slave" { "replica" } else { class })
}

pub(super) fn scores(value: &str) -> Result<(), Wrong> {
    let words = words(value);
    if words.len() != 3 {
        return Err(Wrong::refused());
    }
    worst(words.iter().map(|word| integer(word, -2000, 2000)))
}

pub(super) fn addresses(value: &str, series: Option<Series>) -> Result<(), Wrong> {
    let words = words(value);
    if words.is_empty() && series == Some(Series::V6_2) || words.len() > 16 {
        return Err(Wrong::refused());
    }
    if words.iter().any(|word| word.is_empty()) { Err(Wrong::misread()) } else { Ok(()) }
}

pub(super) fn percentiles(value: &str) -> Result<(), Wrong> {
    worst(words(value).into_iter().map(|word| match word.parse::<f64>() {
        Ok(number) if (0.0..=100.0).contains(&number) => Ok(()),
        // The C library reads more spellings of numbers, such as hexadecimal ones.
        Err(_) if word.to_ascii_lowercase().contains("0x") => Err(Wrong::misread()),
        _ => Err(Wrong::refused()),
    }))
}
