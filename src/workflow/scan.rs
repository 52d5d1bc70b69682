//! Where expressions stand in the texts of a workflow, and what each part of them is in the file.
//!
//! A text may be written with quotes, escapes or indentation; a place in it is found by reading both side by side, once
//! for the whole text.

use std::ops::Range;

use crate::text::Place;
use crate::text::Span;
use crate::workflow::expression;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Slip;
use crate::workflow::key::Key;
use crate::yaml::Node;

/// Which job and which step something belongs to, by their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Site {
    /// The job, in the order written.
    pub job: Option<usize>,
    /// The step of that job.
    pub step: Option<usize>,
}

/// An expression of a workflow.
#[derive(Debug)]
pub struct Expression {
    /// The key whose value it stands in.
    pub key: Key,
    /// Where that is.
    pub site: Site,
    /// The path of the value, as `jobs.build.steps[0].run`.
    pub path: String,
    /// The whole value that it stands in.
    pub value: Place,
    /// Its bytes in the text of the value, with `${{` and `}}` if it has them.
    pub range: Range<usize>,
    /// Whether there is nothing but blanks and line breaks beside it in the value.
    pub is_all: bool,
    /// Whether there is nothing at all beside it.
    pub is_exact: bool,
    /// What it says, or why that is nothing.
    pub parsed: Result<Expr, Slip>,
    /// Where its own text begins in the file, and how far each byte of it is from there where that is not plain.
    begin: usize,
    offsets: Option<Box<[u32]>>,
}

impl Expression {
    /// The place of a part of its text.
    pub fn place(&self, part: &Range<usize>) -> Place {
        let at = |byte: usize| match &self.offsets {
            None => self.begin + byte,
            Some(offsets) => self.begin + offsets.get(byte).or(offsets.last()).map_or(0, |offset| *offset as usize),
        };
        let end = if part.end > part.start { at(part.end - 1) + 1 } else { at(part.start) };
        let mut end = end.max(at(part.start));
        // The last letter may have several bytes.
        while end < self.value.source.text.len() && !self.value.source.text.is_char_boundary(end) {
            end += 1;
        }
        Place::new(&self.value.source, Span::new(at(part.start), end))
    }

    /// What it says, if it can be read.
    pub fn expr(&self) -> Option<&Expr> {
        self.parsed.as_ref().ok()
    }

    /// The place of all of it.
    pub fn whole(&self) -> Place {
        match &self.parsed {
            Ok(expr) => self.place(&expr.span),
            Err(slip) => self.place(&slip.span),
        }
    }
}

/// Finds the expressions in a text; what is not closed is one, and so is a bare condition.
pub(super) fn scan(node: Node<'_>, key: Key, site: Site, path: &str, found: &mut Vec<Expression>) {
    let Some(text) = node.text() else { return };
    let is_bare = key.is_condition() && !text.contains("${{");
    if !is_bare && !text.contains("${{") {
        return;
    }
    let place = node.place();
    let mut reader = Reader::new(text, &place);
    let mut add = |own: Range<usize>, range: Range<usize>, parsed: Option<Slip>, reader: &mut Reader<'_>| {
        let (begin, offsets) = reader.locate(&own);
        let is_all = text[..range.start].trim().is_empty() && text[range.end..].trim().is_empty();
        let is_exact = range.len() == text.len();
        let parsed = parsed.map_or_else(|| expression::parse(&text[own.clone()]), Err);
        let (path, value) = (path.to_owned(), place.clone());
        found.push(Expression { key, site, path, value, range, is_all, is_exact, parsed, begin, offsets });
    };
    if is_bare {
        return add(0..text.len(), 0..text.len(), None, &mut reader);
    }
    let mut at = 0;
    while let Some(open) = text[at..].find("${{").map(|open| at + open) {
        let inner = open + 3;
        let Some(length) = closing(&text[inner..]) else {
            let slip = Slip {
                span: 0..0,
                message: "an expression is not closed".to_owned(),
                help: Some("write `}}` at its end; a `'` opens a text, in which `}}` does not count"),
            };
            return add(inner..inner, open..text.len(), Some(slip), &mut reader);
        };
        at = inner + length + 2;
        add(inner..inner + length, open..at, None, &mut reader);
    }
}

/// Where the `}}` of an expression stands, outside of texts in quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quoted = false;
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        quoted ^= bytes[at] == b'\'';
        !quoted && bytes[at] == b'}' && bytes.get(at + 1) == Some(&b'}')
    })
}

/// Reads a text and what it was written as side by side.
struct Reader<'t> {
    text: &'t [u8],
    raw: &'t [u8],
    base: usize,
    /// Up to where both were read.
    text_at: usize,
    raw_at: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, place: &'t Place) -> Self {
        let base = place.span.start as usize;
        let raw = place.source.text.as_bytes().get(place.span.range()).unwrap_or_default();
        let opens = matches!(raw, [b'\'' | b'"', ..]) && text.as_bytes().first() != raw.first();
        let raw_at = usize::from(opens);
        Self { text: text.as_bytes(), raw, base, text_at: 0, raw_at }
    }

    /// Goes on to the byte that the next byte of the text was written as.
    fn step(&mut self) -> usize {
        let Some(&wanted) = self.text.get(self.text_at) else { return self.raw_at };
        let is_blank = wanted.is_ascii_whitespace();
        let same = |byte: &u8| *byte == wanted || is_blank && byte.is_ascii_whitespace();
        // What cannot be found was written as an escape: it stays where it is.
        let near = self.raw.len().min(self.raw_at + 256);
        let skipped = self.raw.get(self.raw_at..near).unwrap_or_default().iter().position(same).unwrap_or(0);
        let at = self.raw_at + skipped;
        self.raw_at = (at + 1).min(self.raw.len());
        self.text_at += 1;
        at
    }

    /// The byte of the file at which a part of the text begins, and the distances of all its bytes from there.
    fn locate(&mut self, part: &Range<usize>) -> (usize, Option<Box<[u32]>>) {
        while self.text_at < part.start {
            self.step();
        }
        if self.raw.get(self.raw_at..self.raw_at + part.len()) == self.text.get(part.clone()) {
            let begin = self.base + self.raw_at;
            self.raw_at += part.len();
            self.text_at = part.end;
            return (begin, None);
        }
        let at: Vec<usize> = part.clone().map(|_| self.step()).collect();
        let first = at.first().copied().unwrap_or(self.raw_at);
        let offsets = at.iter().map(|at| u32::try_from(at - first).unwrap_or(u32::MAX)).collect();
        (self.base + first, Some(offsets))
    }
}
