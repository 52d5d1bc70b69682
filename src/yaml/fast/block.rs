//! Block collections of the fast parser: mappings and sequences.

use crate::text::Span;
use crate::yaml::document::NodeData;
use crate::yaml::document::Shape;
use crate::yaml::document::Text;
use crate::yaml::fast::MAX_DEPTH;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;

impl Scanner<'_> {
    /// A node that begins at `at`, on `column`, inside a collection on column `parent`.
    pub(super) fn block_node(&mut self, column: usize, parent: Option<usize>) -> Sure<u32> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unsure);
        }
        let node = if self.is_dash() {
            self.sequence(column)
        } else if let Some(key) = self.key()? {
            self.mapping(column, key)
        } else {
            self.inline(parent)
        };
        self.depth -= 1;
        node
    }

    fn mapping(&mut self, column: usize, first_key: u32) -> Sure<u32> {
        let first = self.children.len();
        let start = self.nodes[first_key as usize].span.start as usize;
        let mut key = first_key;
        loop {
            self.children.push(key);
            let value = self.value(column, self.nodes[key as usize].span.end)?;
            self.children.push(value);
            if self.done || self.column < column {
                break;
            }
            if self.column > column || self.is_dash() {
                return Err(Unsure);
            }
            key = self.key()?.ok_or(Unsure)?;
        }
        self.check_keys(first)?;
        Ok(self.close(first, start, true))
    }

    /// The value of a block mapping's key, whose colon was just read.
    fn value(&mut self, column: usize, key_end: u32) -> Sure<u32> {
        let colon = self.at;
        self.skip_blanks();
        if !matches!(self.byte(), b'\n' | b'#') {
            return self.inline(Some(column));
        }
        self.at = colon;
        self.end_line()?;
        if !self.done && self.column > column {
            return self.block_node(self.column, Some(column));
        }
        if !self.done && self.column == column && self.is_dash() {
            return self.block_node(column, Some(column));
        }
        // Nothing was written; the general parser places that at the end of the key.
        let span = Span { start: key_end, end: key_end };
        Ok(self.push(NodeData { span, shape: Shape::Scalar { text: Text::Slice(span), plain: true } }))
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
                self.block_node(self.column, Some(column))?
            } else {
                self.block_node(column + (self.at - dash_end) + 1, Some(column))?
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
        Ok(self.close(first, start, false))
    }

    /// Makes a block collection of the children from `first` on; it reaches from `start` to the end of the last.
    fn close(&mut self, first: usize, start: usize, mapping: bool) -> u32 {
        let end = self.children.last().map_or(start, |id| self.nodes[*id as usize].span.end as usize);
        self.collect(first, Span::new(start, end), mapping)
    }
}
