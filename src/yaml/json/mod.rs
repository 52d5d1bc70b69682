//! JSON, read into the same nodes as YAML: RFC 8259, and several values one behind the other.
//!
//! Numbers, `true`, `false` and `null` become plain scalars, which Kubernetes resolves alike in both languages; strings
//! never are. It accepts nothing that JSON does not know, and leaves it to the caller whether YAML may have a say.

mod refusal;
mod string;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::text::Source;
use crate::text::Span;
use crate::yaml::Problem;
use crate::yaml::content::Content;
use crate::yaml::content::Text;
use crate::yaml::document::Document;
use crate::yaml::keys;
use crate::yaml::keys::duplicates;
use crate::yaml::keys::survey;
use crate::yaml::parse::MAX_DEPTH;
use crate::yaml::parse::Parsed;

/// What some editors put in front of a text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Whether the API machinery would try JSON first: the text begins with `{`.
pub(super) fn looks_like_json(text: &str) -> bool {
    match text.as_bytes() {
        // Most texts begin with a letter or a mark.
        [first @ b'!'..=b'~', ..] => *first == b'{',
        _ => text.trim_start_matches(BYTE_ORDER_MARK).trim_start().starts_with('{'),
    }
}

/// Whether a file says by its name that it is JSON and nothing else.
pub(super) fn is_named_json(path: &str) -> bool {
    path.as_bytes().ends_with(b".json")
}

/// Whether who wrote a text that looks like JSON had JSON in mind: its first key is in quotes of some kind.
pub(super) fn was_meant(text: &str) -> bool {
    let inner = text.trim_start_matches(BYTE_ORDER_MARK).trim_start().trim_start_matches('{').trim_start();
    !inner.starts_with(|letter: char| letter.is_alphanumeric())
}

/// Every value of a source as a document; what is not JSON is the problem.
pub(super) fn parse(source: &Arc<Source>) -> Result<Parsed, Problem> {
    let text = source.text.as_str();
    let mut scanner = Scanner {
        source,
        text,
        bytes: text.as_bytes(),
        at: if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 },
        depth: 0,
        content: Content::for_text(text.len()),
        children: Vec::new(),
        problems: Vec::new(),
    };
    let mut roots = Vec::new();
    loop {
        scanner.skip_space();
        if scanner.at >= text.len() {
            break;
        }
        roots.push(scanner.value()?);
    }
    Ok(Parsed::new(Document::all(source, scanner.content, &roots), scanner.problems))
}

struct Scanner<'s> {
    source: &'s Arc<Source>,
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    depth: u16,
    content: Content,
    /// Finished nodes whose parents are not.
    children: Vec<u32>,
    problems: Vec<Problem>,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<u32, Problem> {
        match self.byte() {
            Some(b'{') => self.collection(b'}'),
            Some(b'[') => self.collection(b']'),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => Err(self.no_value()),
        }
    }

    /// An object or an array, whose opening bracket is at `at`.
    fn collection(&mut self, close: u8) -> Result<u32, Problem> {
        let start = self.at;
        let first = self.children.len();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.at += 1;
        self.skip_space();
        let mut comma = None;
        while self.byte() != Some(close) {
            if close == b'}' {
                self.key(start)?;
            }
            if self.byte().is_none() {
                return Err(self.unclosed(start));
            }
            let value = self.value()?;
            self.children.push(value);
            self.skip_space();
            comma = None;
            match self.byte() {
                Some(b',') => {
                    comma = Some(self.at);
                    self.at += 1;
                    self.skip_space();
                }
                Some(byte) if byte == close => {}
                None => return Err(self.unclosed(start)),
                Some(_) => return Err(self.no_separator(start, close)),
            }
        }
        if let Some(comma) = comma {
            return Err(self.trailing_comma(comma));
        }
        self.at += 1;
        self.depth -= 1;
        let children = &self.children[first..];
        let span = Span::new(start, self.at);
        let node = if close == b'}' {
            let (keys, distinct) = survey(&self.content, self.text, children);
            if !distinct {
                self.problems.extend(duplicates(self.source, &self.content, children));
            }
            self.content.push_mapping(span, children, keys)
        } else {
            self.content.push_sequence(span, children)
        };
        self.children.truncate(first);
        Ok(node)
    }

    /// A key of the object that begins at `start`, and its colon.
    fn key(&mut self, start: usize) -> Result<(), Problem> {
        match self.byte() {
            Some(b'"') => {}
            None => return Err(self.unclosed(start)),
            Some(_) => return Err(self.no_key()),
        }
        let key = self.string()?;
        keys::note(&mut self.content, self.text, key);
        self.children.push(key);
        self.skip_space();
        if self.byte() != Some(b':') {
            return Err(if self.byte().is_none() { self.unclosed(start) } else { self.no_colon() });
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<u32, Problem> {
        let end = self.at + word.len();
        if self.bytes.get(self.at..end) != Some(word.as_bytes()) || self.goes_on(end) {
            return Err(self.no_value());
        }
        Ok(self.plain(end))
    }

    fn number(&mut self) -> Result<u32, Problem> {
        let digits = |from: usize| from + self.bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = self.at + usize::from(self.bytes[self.at] == b'-');
        let mut end = digits(whole);
        let mut sound = end > whole && (self.bytes[whole] != b'0' || end == whole + 1);
        if self.bytes.get(end) == Some(&b'.') {
            let fraction = end + 1;
            end = digits(fraction);
            sound &= end > fraction;
        }
        if let Some(b'e' | b'E') = self.bytes.get(end) {
            let exponent = end + 1 + usize::from(matches!(self.bytes.get(end + 1), Some(b'-' | b'+')));
            end = digits(exponent.min(self.bytes.len()));
            sound &= end > exponent;
        }
        if !sound || self.goes_on(end) {
            return Err(self.no_number());
        }
        if !self.text[self.at..end].parse().is_ok_and(f64::is_finite) {
            return Err(self.number_out_of_range(end));
        }
        Ok(self.plain(end))
    }

    /// Whether a word or number that seems to end at `end` does not.
    fn goes_on(&self, end: usize) -> bool {
        let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+');
        self.bytes.get(end).is_some_and(in_word)
    }

    /// A plain scalar from `at` to `end`.
    fn plain(&mut self, end: usize) -> u32 {
        let span = Span::new(self.at, end);
        self.at = end;
        self.content.push_plain(span, Text::Slice(span), &self.bytes[span.range()])
    }
}
