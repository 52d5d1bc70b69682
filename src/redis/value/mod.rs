//! Whether a value is one that a server takes for a directive. It is judged as it is sent: quotes, blanks and comments
//! are part of it.
//!
//! Source: the `set` functions in `src/config.c` of Redis, series 6.2 to 7.4.

mod lists;
mod texts;
mod words;

use crate::redis::directives::Kind;
use crate::redis::memory;
use crate::redis::memory::NotASize;
use crate::redis::number;
use crate::redis::version::Series;

pub(super) use lists::buffer_class;
pub(super) use words::example;
pub(super) use words::expected;
pub(super) use words::seconds;

/// A value that should not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Whether every server refuses it. Otherwise some take it for something else, such as nothing for 0.
    pub(super) certain: bool,
    /// The nearest value that is right, where there is one.
    pub(super) nearest: Option<String>,
}

impl Wrong {
    fn refused() -> Self {
        Self { certain: true, nearest: None }
    }

    fn misread() -> Self {
        Self { certain: false, nearest: None }
    }

    fn near(nearest: impl Into<String>) -> Self {
        Self { certain: true, nearest: Some(nearest.into()) }
    }
}

/// Judges a value for a server of a series, or of none that is known.
pub(super) fn judge(kind: &Kind, value: &str, series: Option<Series>) -> Result<(), Wrong> {
    match kind {
        Kind::Bool => one_word(&["yes", "no"], value),
        Kind::Enum(words) => one_word(words, value),
        Kind::Words(words) => some_words(words, value),
        Kind::Integer(from, to, _) => integer(value, *from, *to),
        Kind::Octal(from, to) => {
            let number = i128::from_str_radix(value, 8).map_err(|_| Wrong::refused())?;
            within(number, *from, *to, |bound| format!("{bound:o}"))
        }
        Kind::Memory(from, to) => size(value, *from, *to),
        Kind::MemoryOrPercent(to) => match value.strip_suffix('%') {
            Some(percent) => integer(percent, 0, 100)
                .map_err(|wrong| Wrong { nearest: wrong.nearest.map(|number| format!("{number}%")), ..wrong }),
            None => size(value, 0, *to),
        },
        Kind::Text | Kind::Locale | Kind::NodeName => Ok(()),
        Kind::FileName => texts::file_name(value),
        Kind::Folder => {
            if value.is_empty() {
                Err(Wrong::refused())
            } else {
                Ok(())
            }
        }
        Kind::HostName => texts::host_name(value),
        Kind::Title => texts::title(value),
        Kind::Save => lists::save(value),
        Kind::BufferLimits => lists::buffer_limits(value),
        Kind::Scores => lists::scores(value),
        Kind::Events(letters) => texts::events(letters, value),
        Kind::Addresses => lists::addresses(value, series),
        Kind::Percentiles => lists::percentiles(value),
    }
}

fn one_word(words: &[&str], value: &str) -> Result<(), Wrong> {
    if words.iter().any(|word| word.eq_ignore_ascii_case(value)) { Ok(()) } else { Err(words::meant(words, value)) }
}

fn some_words(words: &[&str], value: &str) -> Result<(), Wrong> {
    for word in value.split(' ') {
        one_word(words, word)?;
    }
    let says = |wanted: &str| value.split(' ').any(|word| word.eq_ignore_ascii_case(wanted));
    if says("save") && says("nosave") { Err(Wrong::refused()) } else { Ok(()) }
}

fn integer(value: &str, from: i128, to: i128) -> Result<(), Wrong> {
    let number = number::strict(value).ok_or_else(Wrong::refused)?;
    within(i128::from(number), from, to, |bound| bound.to_string())
}

fn within(number: i128, from: i128, to: i128, write: impl Fn(i128) -> String) -> Result<(), Wrong> {
    if (from..=to).contains(&number) { Ok(()) } else { Err(Wrong::near(write(number.clamp(from, to)))) }
}

fn size(value: &str, from: u64, to: u64) -> Result<(), Wrong> {
    match memory::parse(value) {
        Ok(size) if size.bytes < from => Err(Wrong::near(memory::write(from))),
        // What does not fit is cut to fit, and then refused or not.
        Ok(size) if size.bytes > to => Err(Wrong::misread()),
        Ok(_) => Ok(()),
        Err(NotASize::Refused) => Err(Wrong::refused()),
        Err(NotASize::Nothing | NotASize::TooLarge) => Err(Wrong::misread()),
    }
}
