//! The instructions of a Dockerfile: lines put together, comments and here-documents left out.

use crate::text::Span;

/// One instruction.
#[derive(Debug)]
pub(super) struct Instruction {
    /// In capitals.
    pub(super) keyword: String,
    /// What stands behind the keyword.
    pub(super) rest: Joined,
    /// Whether here-documents belong to it.
    documents: Vec<Document>,
}

/// A here-document that an instruction begins: `<<EOF`.
#[derive(Debug)]
struct Document {
    /// As it stands in the instruction.
    written: String,
    /// The line that ends it.
    end: String,
    /// Whether tabs before that line do not count.
    tabs: bool,
}

/// A text that was put together from lines, and where its pieces stand in the source.
#[derive(Debug, Default, Clone)]
pub(super) struct Joined {
    pub(super) text: String,
    /// Where a piece begins in the text, and where in the source.
    pieces: Vec<(usize, usize)>,
}

impl Joined {
    fn push(&mut self, text: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// Where a part of the text stands in the source.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| {
            let after = self.pieces.partition_point(|(begin, _)| *begin <= at);
            after.checked_sub(1).map_or(at, |piece| self.pieces[piece].1 + (at - self.pieces[piece].0))
        };
        // The end is where the last byte is, and one more: the next piece may stand elsewhere.
        Span::new(place(start), if end > start { place(end - 1) + 1 } else { place(start) })
    }

    /// The text from a byte on.
    fn from(&self, start: usize) -> Self {
        let mut rest = Self { text: self.text[start..].to_owned(), pieces: Vec::new() };
        let after = self.pieces.partition_point(|(begin, _)| *begin <= start);
        if let Some((begin, at)) = after.checked_sub(1).map(|piece| self.pieces[piece]) {
            rest.pieces.push((0, at + (start - begin)));
        }
        rest.pieces.extend(self.pieces[after..].iter().map(|(begin, at)| (begin - start, *at)));
        rest
    }
}

impl Instruction {
    fn of(line: &Joined) -> Option<Self> {
        let start = line.text.len() - line.text.trim_start().len();
        let word = line.text[start..].split(char::is_whitespace).next().filter(|word| !word.is_empty())?;
        let rest = line.from(start + word.len());
        Some(Self { keyword: word.to_ascii_uppercase(), rest, documents: Vec::new() })
    }

    /// The instruction that `ONBUILD` keeps for later.
    pub(super) fn inner(&self) -> Option<Self> {
        let mut inner = Self::of(&self.rest)?;
        inner.documents = inner.begun();
        Some(inner)
    }

    /// Whether a word begins a here-document.
    pub(super) fn is_document(&self, word: &str) -> bool {
        self.documents.iter().any(|document| document.written == word)
    }

    /// The here-documents that its words begin.
    fn begun(&self) -> Vec<Document> {
        match self.keyword.as_str() {
            "RUN" | "COPY" | "ADD" if !self.rest.text.trim_start().starts_with('[') => {}
            "ONBUILD" => {
                return Self::of(&self.rest)
                    .filter(|inner| inner.keyword != "ONBUILD")
                    .map_or_else(Vec::new, |inner| inner.begun());
            }
            _ => return Vec::new(),
        }
        let mut found = Vec::new();
        for word in
            self.rest.text.split(|letter: char| letter.is_whitespace() || matches!(letter, ';' | '&' | '|' | '(' | ')'))
        {
            let Some(rest) = word.trim_start_matches(|letter: char| letter.is_ascii_digit()).strip_prefix("<<") else {
                continue;
            };
            let (tabs, name) = rest.strip_prefix('-').map_or((false, rest), |name| (true, name));
            let name = name.split('>').next().unwrap_or_default();
            let end = name.replace(['"', '\''], "");
            if !end.is_empty() && !end.contains('<') {
                found.push(Document { written: word.to_owned(), end, tabs });
            }
        }
        found
    }
}

/// The escape character and the instructions of a Dockerfile.
pub(super) fn read(text: &str) -> (char, Vec<Instruction>) {
    let escape = escape(text);
    let mut found = Vec::new();
    let mut line = Joined::default();
    let mut lines = Lines { text, at: 0 };
    while let Some((at, written)) = lines.next() {
        let trimmed = written.trim();
        if trimmed.starts_with('#') || trimmed.is_empty() {
            continue;
        }
        let continued = continuation(written, escape);
        line.push(continued.unwrap_or(written), at);
        if continued.is_none() {
            found.extend(finish(&std::mem::take(&mut line), &mut lines));
        }
    }
    found.extend(finish(&line, &mut lines));
    (escape, found)
}

/// The instruction of a line, behind whose here-documents reading goes on.
fn finish(line: &Joined, lines: &mut Lines) -> Option<Instruction> {
    let mut instruction = Instruction::of(line)?;
    instruction.documents = instruction.begun();
    for document in &instruction.documents {
        for (_, written) in lines.by_ref() {
            let written = if document.tabs { written.trim_start_matches('\t') } else { written };
            if written == document.end {
                break;
            }
        }
    }
    Some(instruction)
}

/// The lines of a text without their ends, and where they begin.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let at = self.at;
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        let line = rest[..length].trim_end_matches('\n');
        let line = line.strip_suffix('\r').unwrap_or(line);
        // A byte order mark is no part of the first word.
        Some(line.strip_prefix('\u{feff}').filter(|_| at == 0).map_or((at, line), |line| (at + 3, line)))
    }
}

/// What stands before the escape character at the end of a line that the next one continues.
fn continuation(line: &str, escape: char) -> Option<&str> {
    let before = line.trim_end_matches([' ', '\t']).strip_suffix(escape)?;
    (!before.ends_with(escape)).then_some(before)
}

/// The escape character, which a directive before everything else may change.
fn escape(text: &str) -> char {
    for (_, line) in (Lines { text, at: 0 }) {
        let Some((name, value)) = line.trim_start().strip_prefix('#').and_then(|comment| comment.split_once('='))
        else {
            break;
        };
        let name = name.trim();
        if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            break;
        }
        if name.eq_ignore_ascii_case("escape") && value.trim() == "`" {
            return '`';
        }
    }
    '\\'
}
