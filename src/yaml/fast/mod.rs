//! A fast parser for the YAML that manifests are mostly written in; it refuses everything else.
//!
//! It reads block mappings and sequences, scalars in all five styles, and flow collections. On anchors, tags,
//! directives, carriage returns, duplicate keys, errors of any kind or whatever it is not sure of, it gives up, and the
//! text is parsed by the general parser instead, which also words every error. Both build the same nodes with the same
//! spans: tests compare them on random and on mutilated documents. It exists because the general parser takes about
//! ten times the instructions, and parsing would be most of the work of a check.

mod block;
mod flow;
mod letters;
mod literal;
mod quoted;
mod scalar;
mod search;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::text::Source;
use crate::text::Span;
use crate::yaml::content::Content;
use crate::yaml::document::Document;
use crate::yaml::keys::survey;

/// Nesting beyond this is left to the general parser, which has a limit of its own.
const MAX_DEPTH: usize = 100;

/// The bytes from `start` to `end` of a text whose length 32 bits can hold.
#[expect(clippy::cast_possible_truncation, reason = "longer texts are refused")]
fn span(start: usize, end: usize) -> Span {
    Span { start: start as u32, end: end as u32 }
}

/// The text is not in the subset.
struct Unsure;

type Sure<T> = Result<T, Unsure>;

/// The documents of a source; `None` when the general parser has to decide.
pub(super) fn parse(source: &Arc<Source>) -> Option<Vec<Document>> {
    let text = source.text.as_str();
    // Escapes may read longer than they are written, by half at most, and what was read is addressed by 32 bits too.
    if text.len() > i32::MAX as usize {
        return None;
    }
    let tabs = letters::has_tabs(text)?;
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        tabs,
        at: 0,
        column: 0,
        breaks: 0,
        comment: false,
        done: false,
        depth: 0,
        content: Content::for_text(text.len()),
        // Enough for the path to a node and its siblings in nearly every document.
        children: Vec::with_capacity(64),
    };
    let mut roots = Vec::new();
    while let Some(root) = scanner.document().ok()? {
        roots.push(root);
    }
    Some(Document::all(source, scanner.content, &roots))
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Whether the text has tabs at all, so that those without are not searched for them line by line.
    tabs: bool,
    at: usize,
    /// The column of the content at `at`, while a line is being begun.
    column: usize,
    /// How many lines were ended to get there.
    breaks: usize,
    /// Whether a comment was passed on the way.
    comment: bool,
    /// Whether the document ended at `at`.
    done: bool,
    depth: usize,
    content: Content,
    /// Finished nodes whose parents are not.
    children: Vec<u32>,
}

impl Scanner<'_> {
    /// The outermost node of the next document; `None` at the end of the text.
    fn document(&mut self) -> Sure<Option<u32>> {
        self.done = false;
        self.begin_line();
        while self.done {
            if self.at >= self.bytes.len() {
                return Ok(None);
            }
            if self.byte() == b'.' {
                return Err(Unsure);
            }
            // A document marker; it must stand alone on its line.
            self.at += 3;
            self.done = false;
            self.end_line()?;
        }
        let root = self.block_node(self.column, 0)?;
        if self.done { Ok(Some(root)) } else { Err(Unsure) }
    }

    /// The byte at `at`; behind the text, as if it ended in a line feed.
    fn byte(&self) -> u8 {
        self.byte_at(self.at)
    }

    fn byte_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    fn next_is_blank(&self) -> bool {
        matches!(self.byte_at(self.at + 1), b' ' | b'\n')
    }

    fn is_dash(&self) -> bool {
        self.byte() == b'-' && self.next_is_blank()
    }

    fn skip_blanks(&mut self) {
        self.at = self.after_blanks(self.at);
    }

    /// The first place from `at` on without a blank.
    fn after_blanks(&self, at: usize) -> usize {
        search::after_blanks(self.bytes, at)
    }

    /// From the end of some content to the first letter of the next line with any.
    #[expect(clippy::inline_always, reason = "every line of a manifest goes this way")]
    #[inline(always)]
    fn end_line(&mut self) -> Sure<()> {
        if self.byte() != b'\n' {
            return self.end_blank_line();
        }
        self.comment = false;
        self.next_line();
        Ok(())
    }

    /// The same where blanks or a comment follow the content.
    #[inline(never)]
    fn end_blank_line(&mut self) -> Sure<()> {
        let before = self.at;
        self.skip_blanks();
        self.comment = self.byte() == b'#' && self.at > before;
        if self.comment {
            self.at = self.line_end(self.at);
        } else if self.byte() != b'\n' {
            return Err(Unsure);
        }
        self.next_line();
        Ok(())
    }

    /// From a line feed, or the end of the text, to the first letter of the next line with any.
    #[expect(clippy::inline_always, reason = "every line of a manifest goes this way")]
    #[inline(always)]
    fn next_line(&mut self) {
        self.breaks = 1;
        self.at = (self.at + 1).min(self.bytes.len());
        self.begin_line();
    }

    /// Where the line that `at` is on ends: at its line feed, or at the end of the text.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |length| at + length)
    }

    /// From the start of a line to the first letter of the next content.
    #[expect(clippy::inline_always, reason = "every line of a manifest goes this way")]
    #[inline(always)]
    fn begin_line(&mut self) {
        let at = self.after_blanks(self.at);
        let column = at - self.at;
        match self.bytes.get(at) {
            None | Some(b'\n' | b'#') => self.begin_later_line(),
            Some(b'-' | b'.') if column == 0 => self.begin_later_line(),
            Some(_) => {
                self.done = false;
                self.column = column;
                self.at = at;
            }
        }
    }

    /// The same where the line has no content, or may be a document marker.
    #[inline(never)]
    fn begin_later_line(&mut self) {
        let mut start = self.at;
        loop {
            self.at = self.after_blanks(start);
            match self.byte() {
                _ if self.at >= self.bytes.len() => {
                    self.done = true;
                    return;
                }
                b'\n' => self.at += 1,
                b'#' => {
                    self.comment = true;
                    self.at = (self.line_end(self.at) + 1).min(self.bytes.len());
                }
                _ => {
                    self.column = self.at - start;
                    self.done = self.column == 0 && self.is_marker(self.at);
                    return;
                }
            }
            self.breaks += 1;
            start = self.at;
        }
    }

    /// Whether a document marker stands at `at`, the start of a line.
    fn is_marker(&self, at: usize) -> bool {
        matches!(self.bytes.get(at..at + 3), Some(b"---" | b"..."))
            && matches!(self.byte_at(at + 3), b' ' | b'\n' | b'\t')
    }

    /// Whether what stands on the present line stands inside of a collection whose content stands on column `least` or
    /// deeper.
    fn is_inside(&self, least: usize) -> bool {
        !self.done && self.column >= least
    }

    /// Makes a mapping of the children from `first` on. Equal keys are an error, and the general parser says of which.
    fn collect_mapping(&mut self, first: usize, span: Span) -> Sure<u32> {
        let children = &self.children[first..];
        let (keys, true) = survey(&self.content, self.text, children) else { return Err(Unsure) };
        let node = self.content.push_mapping(span, children, keys);
        self.children.truncate(first);
        Ok(node)
    }

    fn collect_sequence(&mut self, first: usize, span: Span) -> u32 {
        let node = self.content.push_sequence(span, &self.children[first..]);
        self.children.truncate(first);
        node
    }
}
