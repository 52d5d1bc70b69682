//! What begins a line for the fast parser, and plain scalars.

use crate::yaml::content::Spelling;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;
use crate::yaml::fast::search;
use crate::yaml::fast::span;
use crate::yaml::keys;

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

/// What a letter begins in block context.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Plain text that nobody can take for anything but a string.
    Word,
    /// Plain text.
    Plain,
    /// Plain text, unless a blank follows.
    Sign,
    /// Something else.
    Other,
}

const STARTS: [Start; 256] = starts();

const fn starts() -> [Start; 256] {
    let starts = [Start::Word; 256];
    let starts = with(starts, b"0123456789+.~yYnNtTfFoO", Start::Plain);
    let starts = with(starts, b"-?:", Start::Sign);
    with(starts, b",[]{}#&*!|>'\"%@`\n\t", Start::Other)
}

const fn with(mut starts: [Start; 256], letters: &[u8], start: Start) -> [Start; 256] {
    let mut at = 0;
    while at < letters.len() {
        starts[letters[at] as usize] = start;
        at += 1;
    }
    starts
}

impl Scanner<'_> {
    /// Reads what a node begins with, as far as that is on one line.
    #[expect(clippy::inline_always, reason = "nearly every line of a manifest goes this way")]
    #[inline(always)]
    pub(super) fn lead(&mut self, least: usize) -> Sure<Lead> {
        let start = self.at;
        let kind = self.start();
        if kind == Start::Other {
            return self.special_lead(least);
        }
        if !self.plain_stop() {
            return Ok(Lead::Plain(self.plain_end(start)?));
        }
        let end = self.at;
        let key = self.bytes.get(start..end).unwrap_or_default();
        let merges = key.len() == 2 && key == b"<<";
        if merges || key.len() > LONGEST_KEY || key.last() == Some(&b' ') || self.has_tab(start, end) {
            return Err(Unsure);
        }
        self.at += 1;
        let hash = keys::hash(key);
        Ok(Lead::Key(self.plain_node(kind, start, end, hash)))
    }

    /// What does not begin as plain text.
    #[inline(never)]
    fn special_lead(&mut self, least: usize) -> Sure<Lead> {
        let start = self.at;
        match self.byte() {
            b'"' | b'\'' => {
                let (node, lines) = self.quoted(least)?;
                if self.byte() == b':' && self.next_is_blank() {
                    self.at += 1;
                    let key = lines == 1 && self.at - start <= LONGEST_KEY;
                    keys::note(&mut self.content, self.text, node);
                    return if key { Ok(Lead::Key(node)) } else { Err(Unsure) };
                }
                Ok(Lead::Quoted(node))
            }
            b'[' | b'{' | b'|' | b'>' => Ok(Lead::Other),
            _ => Err(Unsure),
        }
    }

    /// A plain scalar that begins at `at`, inside a collection whose content stands on column `least` or deeper; then
    /// the next line has begun.
    #[expect(clippy::inline_always, reason = "nearly every line of a manifest goes this way")]
    #[inline(always)]
    pub(super) fn plain(&mut self, kind: Start, least: usize) -> Sure<u32> {
        let start = self.at;
        if self.plain_stop() {
            return Err(Unsure);
        }
        let end = self.plain_end(start)?;
        self.plain_from(kind, start, end, least)
    }

    /// A value that does not begin as plain text; then the next line has begun.
    #[inline(never)]
    pub(super) fn special(&mut self, least: usize) -> Sure<u32> {
        let node = match self.byte() {
            b'"' | b'\'' => self.quoted(least)?.0,
            b'[' | b'{' => self.flow(least)?,
            b'|' | b'>' => return self.block_scalar(least),
            _ => return Err(Unsure),
        };
        self.alone(node, least)
    }

    /// A quoted scalar or a flow collection is over; deeper content would be an error.
    pub(super) fn alone(&mut self, node: u32, least: usize) -> Sure<u32> {
        self.end_line()?;
        if self.is_inside(least) { Err(Unsure) } else { Ok(node) }
    }

    /// What begins at `at`.
    #[inline]
    pub(super) fn start(&self) -> Start {
        match STARTS[usize::from(self.byte())] {
            Start::Sign if self.next_is_blank() => Start::Other,
            Start::Sign => Start::Plain,
            start => start,
        }
    }

    /// Moves to what ends plain text on this line, which begins at `at`: a colon that makes it a key, and then the
    /// answer is yes, or a comment, or the end of the line.
    #[expect(clippy::inline_always, reason = "nearly every line of a manifest goes this way")]
    #[inline(always)]
    fn plain_stop(&mut self) -> bool {
        let start = self.at;
        loop {
            // All of these stand beside a blank or a line feed, and most texts have no other blank.
            let stop = search::until(self.bytes, self.at, *b"\n ");
            if stop > start && self.byte_at(stop - 1) == b':' {
                self.at = stop - 1;
                return true;
            }
            if self.byte_at(stop) == b'\n' {
                self.at = stop;
                return false;
            }
            self.at = stop + 1;
            if self.byte() == b'#' {
                return false;
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

    #[expect(clippy::inline_always, reason = "nearly every text is without tabs")]
    #[inline(always)]
    pub(super) fn has_tab(&self, start: usize, end: usize) -> bool {
        self.tabs && self.bytes[start..end].contains(&b'\t')
    }

    #[expect(clippy::inline_always, reason = "nearly every line of a manifest goes this way")]
    #[inline(always)]
    pub(super) fn plain_node(&mut self, kind: Start, start: usize, end: usize, hash: u32) -> u32 {
        let span = span(start, end);
        if kind == Start::Word {
            return self.content.push_bare(span, Spelling::Word, hash);
        }
        self.content.push_slice(span, self.bytes.get(start..end).unwrap_or_default(), hash)
    }

    /// The rest of a plain scalar whose first line was read; then the next line has begun.
    #[expect(clippy::inline_always, reason = "nearly every line of a manifest goes this way")]
    #[inline(always)]
    pub(super) fn plain_from(&mut self, kind: Start, start: usize, end: usize, least: usize) -> Sure<u32> {
        self.end_line()?;
        if self.is_inside(least) {
            return self.plain_lines(start, end, least);
        }
        Ok(self.plain_node(kind, start, end, 0))
    }

    /// The same where the line that has begun belongs to the scalar.
    #[inline(never)]
    fn plain_lines(&mut self, start: usize, mut end: usize, least: usize) -> Sure<u32> {
        let owned = self.content.owned.len();
        self.content.owned.push_str(&self.text[start..end]);
        while self.is_inside(least) {
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
        Ok(self.content.push_word(span(start, end), text))
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
