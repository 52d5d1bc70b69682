//! Scalars of the fast parser: plain and quoted.

use crate::text::Span;
use crate::yaml::document::NodeData;
use crate::yaml::document::Shape;
use crate::yaml::document::Text;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;

/// YAML's own limit on a key that is not marked with `?`.
const LONGEST_KEY: usize = 1000;

impl Scanner<'_> {
    /// The key at `at`, if the line has one; then `at` is behind its colon. Otherwise `at` has not moved.
    pub(super) fn key(&mut self) -> Sure<Option<u32>> {
        let start = self.at;
        if matches!(self.byte(), b'"' | b'\'') {
            let (owned, nodes) = (self.owned.len(), self.nodes.len());
            let key = self.quoted()?;
            if self.byte() == b':' && self.next_is_blank() {
                self.at += 1;
                return if self.at - start > LONGEST_KEY { Err(Unsure) } else { Ok(Some(key)) };
            }
            self.owned.truncate(owned);
            self.nodes.truncate(nodes);
            self.at = start;
            return Ok(None);
        }
        if matches!(self.byte(), b'[' | b'{' | b'|' | b'>') {
            return Ok(None);
        }
        self.plain_start()?;
        loop {
            match self.byte() {
                b'\n' => break,
                b'#' if self.bytes[self.at - 1] == b' ' => break,
                b':' if self.next_is_blank() => {
                    let blank_before = self.bytes[self.at - 1] == b' ';
                    let merge = &self.text[start..self.at] == "<<";
                    if blank_before || merge || self.at - start > LONGEST_KEY {
                        return Err(Unsure);
                    }
                    let key = self.plain_node(start, self.at);
                    self.at += 1;
                    return Ok(Some(key));
                }
                _ => self.at += 1,
            }
        }
        self.at = start;
        Ok(None)
    }

    /// A value that begins on this line, inside a collection on column `parent`; then the next line has begun.
    pub(super) fn inline(&mut self, parent: Option<usize>) -> Sure<u32> {
        let node = match self.byte() {
            b'"' | b'\'' => self.quoted()?,
            b'[' | b'{' => self.flow()?,
            b'|' | b'>' => return self.block_scalar(parent),
            _ => return self.plain(parent),
        };
        self.end_line()?;
        // A quoted scalar or a flow collection is over; deeper content would be an error.
        if !self.done && parent.is_none_or(|parent| self.column > parent) { Err(Unsure) } else { Ok(node) }
    }

    /// Refuses letters that begin something else than a plain scalar.
    fn plain_start(&self) -> Sure<()> {
        match self.byte() {
            b'-' | b'?' | b':' if self.next_is_blank() => Err(Unsure),
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
            | b'`' | b'\n' => Err(Unsure),
            _ => Ok(()),
        }
    }

    pub(super) fn plain_node(&mut self, start: usize, end: usize) -> u32 {
        let span = Span::new(start, end);
        self.push(NodeData { span, shape: Shape::Scalar { text: Text::Slice(span), plain: true } })
    }

    /// The end of the plain text on this line, without blanks behind it; `at` is then at its end.
    fn plain_line(&mut self) -> Sure<usize> {
        let start = self.at;
        loop {
            match self.byte() {
                b'\n' => break,
                b'#' if self.bytes[self.at - 1] == b' ' => break,
                b':' if self.next_is_blank() => return Err(Unsure),
                _ => self.at += 1,
            }
        }
        let length = self.text[start..self.at].trim_end_matches(' ').len();
        self.at = start + length;
        Ok(self.at)
    }

    fn plain(&mut self, parent: Option<usize>) -> Sure<u32> {
        self.plain_start()?;
        let start = self.at;
        let mut end = self.plain_line()?;
        let mut folded: Option<String> = None;
        while let Some(breaks) = self.continuation(parent) {
            let text = folded.get_or_insert_with(|| self.text[start..end].to_owned());
            if breaks == 1 {
                text.push(' ');
            } else {
                text.extend(std::iter::repeat_n('\n', breaks - 1));
            }
            let line = self.at;
            if self.byte() == b'#' {
                return Err(Unsure);
            }
            end = self.plain_line()?;
            text.push_str(&self.text[line..end]);
        }
        let node = match folded {
            None => self.plain_node(start, end),
            Some(text) => {
                let shape = Shape::Scalar { text: self.own(text), plain: true };
                self.push(NodeData { span: Span::new(start, end), shape })
            }
        };
        self.end_line()?;
        if !self.done && parent.is_none_or(|parent| self.column > parent) { Err(Unsure) } else { Ok(node) }
    }

    /// If the next line with content goes on with a plain scalar: moves there, and says how many lines it is away.
    fn continuation(&mut self, parent: Option<usize>) -> Option<usize> {
        let mut at = self.at;
        let mut breaks = 0;
        loop {
            // Blanks may end a line; anything else, a comment in particular, ends the scalar.
            while self.bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            if self.bytes.get(at) != Some(&b'\n') {
                break;
            }
            at += 1;
            breaks += 1;
            let start = at;
            while self.bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            match self.bytes.get(at) {
                None => return None,
                Some(b'\n') => {}
                Some(_) => {
                    let deeper = parent.is_none_or(|parent| at - start > parent);
                    let marker = at == start && matches!(self.bytes.get(at..at + 3), Some(b"---" | b"..."));
                    if !deeper || marker {
                        return None;
                    }
                    self.at = at;
                    return Some(breaks);
                }
            }
        }
        None
    }

    pub(super) fn own(&mut self, text: String) -> Text {
        self.owned.push(text);
        Text::Owned(u32::try_from(self.owned.len() - 1).unwrap_or(u32::MAX))
    }

    /// A quoted scalar on one line.
    pub(super) fn quoted(&mut self) -> Sure<u32> {
        let start = self.at;
        let quote = self.byte();
        self.at += 1;
        let mut owned: Option<String> = None;
        let mut run = self.at;
        loop {
            match self.byte() {
                b'\n' => return Err(Unsure),
                b'\'' if quote == b'\'' && self.bytes.get(self.at + 1) == Some(&b'\'') => {
                    owned.get_or_insert_default().push_str(&self.text[run..=self.at]);
                    self.at += 2;
                    run = self.at;
                }
                b'\\' if quote == b'"' => {
                    let text = owned.get_or_insert_default();
                    text.push_str(&self.text[run..self.at]);
                    let (letter, length) = escape(&self.text[self.at + 1..])?;
                    text.push(letter);
                    self.at += 1 + length;
                    run = self.at;
                }
                byte if byte == quote => break,
                _ => self.at += 1,
            }
        }
        let inner = Span::new(start + 1, self.at);
        let text = match owned {
            None => Text::Slice(inner),
            Some(mut text) => {
                text.push_str(&self.text[run..self.at]);
                // The general parser borrows whatever equals its source; a doubled quote or an escape never does.
                self.own(text)
            }
        };
        self.at += 1;
        Ok(self.push(NodeData { span: Span::new(start, self.at), shape: Shape::Scalar { text, plain: false } }))
    }
}

/// The letter that an escape stands for, and its length without the backslash.
fn escape(rest: &str) -> Sure<(char, usize)> {
    let hex = |digits: usize| {
        let code = rest.get(1..=digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        code.and_then(char::from_u32).map(|letter| (letter, digits + 1)).ok_or(Unsure)
    };
    match rest.as_bytes().first() {
        Some(b'n') => Ok(('\n', 1)),
        Some(b't') => Ok(('\t', 1)),
        Some(b'r') => Ok(('\r', 1)),
        Some(b'0') => Ok(('\0', 1)),
        Some(b'"') => Ok(('"', 1)),
        Some(b'\\') => Ok(('\\', 1)),
        Some(b'/') => Ok(('/', 1)),
        Some(b'x') => hex(2),
        Some(b'u') => hex(4),
        _ => Err(Unsure),
    }
}
