//! How the text behind a keyword is taken apart: by spaces, as JSON, or with quotes.

use crate::code::dockerfile::instructions::Joined;
use crate::text::Span;

/// One word.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
    /// Whether it is an option of the instruction.
    pub(super) flag: bool,
}

/// Words between spaces; quotes mean nothing.
pub(super) fn spaced(joined: &Joined) -> Vec<Word> {
    split(joined, 0, |_| false)
}

/// Words between spaces that stand outside of quotes. The quotes stay.
pub(super) fn quoted(joined: &Joined, escape: char) -> Vec<Word> {
    let (mut quote, mut escaped) = (None, false);
    split(joined, 0, move |letter| {
        if std::mem::take(&mut escaped) {
            return true;
        }
        match (quote, letter) {
            (None | Some('"'), _) if letter == escape => escaped = true,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
        quote.is_some() || escaped
    })
}

/// Options, and the arguments behind them, which may be an array in JSON.
pub(super) fn arguments(joined: &Joined) -> Vec<Word> {
    let mut found = Vec::new();
    let text = joined.text.as_str();
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if !text[at..].starts_with("--") {
            break;
        }
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
        found.push(Word { text: text[at..end].to_owned(), span: joined.span(at, end), flag: true });
        at = end;
    }
    match json(joined, at) {
        Some(words) => found.extend(words),
        None => found.extend(split(joined, at, |_| false)),
    }
    found
}

/// The words from a byte on; `inside` says of each letter whether a space behind it belongs to the word.
fn split(joined: &Joined, from: usize, mut inside: impl FnMut(char) -> bool) -> Vec<Word> {
    let text = joined.text.as_str();
    let mut found = Vec::new();
    let mut begin = None;
    let mut held = false;
    for (at, letter) in text[from..].char_indices().map(|(at, letter)| (from + at, letter)) {
        if letter.is_whitespace() && !held {
            if let Some(start) = begin.take() {
                found.push(word(joined, start, at));
            }
            continue;
        }
        begin.get_or_insert(at);
        held = inside(letter);
    }
    if let Some(start) = begin {
        found.push(word(joined, start, text.len()));
    }
    found
}

fn word(joined: &Joined, start: usize, end: usize) -> Word {
    Word { text: joined.text[start..end].to_owned(), span: joined.span(start, end), flag: false }
}

/// The strings of an array in JSON, if that is what stands there.
fn json(joined: &Joined, from: usize) -> Option<Vec<Word>> {
    let text = &joined.text[from..];
    if !text.starts_with('[') {
        return None;
    }
    let strings: Vec<String> = serde_json::from_str(text).ok()?;
    let mut found = Vec::new();
    let mut at = from;
    for text in strings {
        let start = at + joined.text[at..].find('"')?;
        let mut escaped = false;
        let end = joined.text[start + 1..].find(|letter: char| {
            let ends = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        })?;
        at = start + 1 + end + 1;
        found.push(Word { text, span: joined.span(start, at), flag: false });
    }
    Some(found)
}
