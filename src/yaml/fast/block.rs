//! Block collections of the fast parser: mappings and sequences.

use crate::text::Span;
use crate::yaml::content::Text;
use crate::yaml::fast::MAX_DEPTH;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;
use crate::yaml::fast::scalar::Lead;
use crate::yaml::fast::scalar::Start;
use crate::yaml::fast::span;

impl Scanner<'_> {
    /// A node that begins at `at`, on `column`, inside a collection whose content stands on column `least` or deeper.
    pub(super) fn block_node(&mut self, column: usize, least: usize) -> Sure<u32> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unsure);
        }
        let node = if self.is_dash() {
            self.sequence(column)
        } else {
            let (start, kind) = (self.at, self.start());
            match self.lead(least)? {
                Lead::Key(key) => self.mapping(column, key),
                Lead::Plain(end) => self.plain_from(kind, start, end, least),
                Lead::Quoted(node) => self.alone(node, least),
                Lead::Other => self.special(least),
            }
        };
        self.depth -= 1;
        node
    }

    fn mapping(&mut self, column: usize, first_key: u32) -> Sure<u32> {
        let first = self.children.len();
        let start = self.content.nodes[first_key as usize].span.start as usize;
        let mut key = first_key;
        loop {
            let value = self.value(column, key)?;
            self.children.extend_from_slice(&[key, value]);
            if self.done || self.column < column {
                break;
            }
            if self.column > column {
                return Err(Unsure);
            }
            let Lead::Key(next) = self.lead(column + 1)? else { return Err(Unsure) };
            key = next;
        }
        let span = self.block_span(first, start);
        self.collect_mapping(first, span)
    }

    /// The value of a block mapping's key, whose colon was just read; then the next line has begun.
    #[expect(clippy::inline_always, reason = "nearly every line of a manifest goes this way")]
    #[inline(always)]
    fn value(&mut self, column: usize, key: u32) -> Sure<u32> {
        let colon = self.at;
        self.skip_blanks();
        let kind = self.start();
        if kind != Start::Other {
            return self.plain(kind, column + 1);
        }
        match self.byte() {
            b'\n' => {
                self.comment = false;
                self.next_line();
            }
            b'#' => {
                self.at = colon;
                self.end_line()?;
            }
            _ => return self.special(column + 1),
        }
        if !self.done && (self.column > column || self.column == column && self.is_dash()) {
            return self.block_node(self.column, column + 1);
        }
        // Nothing was written; the general parser places that at the end of the key.
        let end = self.content.nodes[key as usize].span.end;
        let span = Span { start: end, end };
        Ok(self.content.push_plain(span, Text::Slice(span), b""))
    }

    fn sequence(&mut self, column: usize) -> Sure<u32> {
        let first = self.children.len();
        let start = self.at;
        loop {
            self.at += 1;
            let dash_end = self.at;
            self.skip_blanks();
            let item = if matches!(self.byte(), b'\n' | b'#') {
                self.at = dash_end;
                self.end_line()?;
                if self.done || self.column <= column {
                    return Err(Unsure);
                }
                self.block_node(self.column, column + 1)?
            } else {
                self.block_node(column + (self.at - dash_end) + 1, column + 1)?
            };
            self.children.push(item);
            if self.done || self.column < column || !self.is_dash() {
                break;
            }
            if self.column > column {
                return Err(Unsure);
            }
        }
        if !self.done && self.column > column {
            return Err(Unsure);
        }
        let span = self.block_span(first, start);
        Ok(self.collect_sequence(first, span))
    }

    /// A block collection of the children from `first` on reaches from `start` to the end of the last.
    fn block_span(&self, first: usize, start: usize) -> Span {
        let last = self.children[first..].last();
        let end = last.map_or(start, |id| self.content.nodes[*id as usize].span.end as usize);
        span(start, end)
    }
}
