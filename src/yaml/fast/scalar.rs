//! What begins a line for the fast parser, and plain scalars.

use crate::text::Span;
use crate::yaml::content::Text;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;

/// YAML's own limit on a key that is not marked with `?`.
pub(super) const LONGEST_KEY: usize = 1000;

/// What a node in block context begins with.
pub(super) enum Lead {
    /// A key; `at` is behind its colon.
    Key(u32),
    /// Plain text that ends here on its first line; `at` is there.
    Plain(usize),
    /// A quoted scalar that is no key; `at` is behind it.
    Quoted(u32),
    /// Something else, which was not read.
    Other,
}

impl Scanner<'_> {
    pub(super) fn lead(&mut self, parent: Option<usize>) -> Sure<Lead> {
        let start = self.at;
        match self.byte() {
            b'"' | b'\'' => {
                let (node, lines) = self.quoted(parent)?;
                if self.byte() == b':' && self.next_is_blank() {
                    self.at += 1;
                    let key = lines == 1 && self.at - start <= LONGEST_KEY;
                    return if key { Ok(Lead::Key(node)) } else { Err(Unsure) };
                }
                return Ok(Lead::Quoted(node));
            }
            b'[' | b'{' | b'|' | b'>' => return Ok(Lead::Other),
            _ => {}
        }
        self.plain_start()?;
        if !self.plain_stop() {
            return Ok(Lead::Plain(self.plain_end(start)?));
        }
        let end = self.at;
        let key = &self.bytes[start..end];
        if key.last() == Some(&b' ') || key == b"<<" || end - start > LONGEST_KEY || self.has_tab(start, end) {
            return Err(Unsure);
        }
        self.at += 1;
        Ok(Lead::Key(self.plain_node(start, end)))
    }

    /// A value that begins on this line, inside a collection on column `parent`; then the next line has begun.
    pub(super) fn inline(&mut self, parent: Option<usize>) -> Sure<u32> {
        let node = match self.byte() {
            b'"' | b'\'' => self.quoted(parent)?.0,
            b'[' | b'{' => self.flow(parent)?,
            b'|' | b'>' => return self.block_scalar(parent),
            _ => {
                self.plain_start()?;
                let start = self.at;
                if self.plain_stop() {
                    return Err(Unsure);
                }
                let end = self.plain_end(start)?;
                return self.plain_from(start, end, parent);
            }
        };
        self.alone(node, parent)
    }

    /// A quoted scalar or a flow collection is over; deeper content would be an error.
    pub(super) fn alone(&mut self, node: u32, parent: Option<usize>) -> Sure<u32> {
        self.end_line()?;
        if self.is_inside(parent) { Err(Unsure) } else { Ok(node) }
    }

    /// Refuses letters that begin something else than a plain scalar.
    fn plain_start(&self) -> Sure<()> {
        match self.byte() {
            b'-' | b'?' | b':' if self.next_is_blank() => Err(Unsure),
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
            | b'`' | b'\n' | b'\t' => Err(Unsure),
            _ => Ok(()),
        }
    }

    /// Moves to what ends plain text on this line: a colon that makes it a key, and then the answer is yes, or a
    /// comment, or the end of the line.
    fn plain_stop(&mut self) -> bool {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(length) = memchr::memchr3(b'\n', b':', b'#', rest) else {
                self.at = self.bytes.len();
                return false;
            };
            self.at += length;
            match rest[length] {
                b':' if self.next_is_blank() => return true,
                b'#' if self.byte_at(self.at.wrapping_sub(1)) == b' ' => return false,
                b'\n' => return false,
                _ => self.at += 1,
            }
        }
    }

    /// The end of plain text that begins at `start` and was read to where it is ended, without blanks; moves there.
    fn plain_end(&mut self, start: usize) -> Sure<usize> {
        while self.at > start && self.byte_at(self.at - 1) == b' ' {
            self.at -= 1;
        }
        if self.has_tab(start, self.at) { Err(Unsure) } else { Ok(self.at) }
    }

    pub(super) fn has_tab(&self, start: usize, end: usize) -> bool {
        self.tabs && self.bytes[start..end].contains(&b'\t')
    }

    pub(super) fn plain_node(&mut self, start: usize, end: usize) -> u32 {
        let span = Span::new(start, end);
        self.content.push_plain(span, Text::Slice(span), &self.text[start..end])
    }

    /// The rest of a plain scalar whose first line was read; then the next line has begun.
    pub(super) fn plain_from(&mut self, start: usize, mut end: usize, parent: Option<usize>) -> Sure<u32> {
        self.end_line()?;
        if !self.is_inside(parent) {
            return Ok(self.plain_node(start, end));
        }
        let owned = self.content.owned.len();
        self.content.owned.push_str(&self.text[start..end]);
        while self.is_inside(parent) {
            // A comment ends the scalar, so that more of it would be an error.
            if self.comment {
                return Err(Unsure);
            }
            self.push_fold(self.breaks);
            let line = self.at;
            if self.plain_stop() {
                return Err(Unsure);
            }
            end = self.plain_end(line)?;
            self.content.owned.push_str(&self.text[line..end]);
            self.end_line()?;
        }
        let text = self.content.owned_since(owned);
        // More than one line is no number, and no other word that means something.
        Ok(self.content.push_word(Span::new(start, end), text))
    }

    /// What line breaks inside of a scalar read as: one is a blank, more are one fewer.
    pub(super) fn push_fold(&mut self, breaks: usize) {
        if breaks == 1 {
            self.content.owned.push(' ');
        } else {
            self.push_breaks(breaks - 1);
        }
    }

    pub(super) fn push_breaks(&mut self, breaks: usize) {
        self.content.owned.extend(std::iter::repeat_n('\n', breaks));
    }
}
