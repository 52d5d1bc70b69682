//! Block scalars of the fast parser: literal and folded.

use crate::text::Span;
use crate::yaml::document::NodeData;
use crate::yaml::document::Shape;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;
use crate::yaml::parse::block_scalar_span;

impl Scanner<'_> {
    /// A literal or folded scalar inside a collection on column `parent`.
    pub(super) fn block_scalar(&mut self, parent: Option<usize>) -> Sure<u32> {
        let folded = self.byte() == b'>';
        self.at += 1;
        let strip = self.byte() == b'-';
        self.at += usize::from(strip);
        if self.byte() != b'\n' {
            return Err(Unsure);
        }
        self.at += 1;
        let (indentation, start) = self.block_indentation(parent)?;
        let mut text = String::new();
        let mut breaks = 0;
        while self.at < self.bytes.len() {
            let line = self.at;
            while self.byte() == b' ' && self.at - line < indentation {
                self.at += 1;
            }
            if self.byte() == b'\n' && self.at < self.bytes.len() {
                breaks += 1;
                self.at += 1;
                continue;
            }
            if self.at - line < indentation {
                self.at = line;
                break;
            }
            let content = self.at;
            self.skip_line();
            if folded && self.bytes[content] == b' ' {
                return Err(Unsure);
            }
            // One break between two lines of a folded scalar is a blank, and more are one fewer.
            match (folded && !text.is_empty(), breaks) {
                (true, 1) => text.push(' '),
                (true, more) => text.extend(std::iter::repeat_n('\n', more - 1)),
                (false, count) => text.extend(std::iter::repeat_n('\n', count)),
            }
            text.push_str(&self.text[content..self.at]);
            breaks = 1;
            self.at += 1;
        }
        if !strip {
            text.push('\n');
        }
        let shape = Shape::Scalar { text: self.own(text), plain: false };
        let span = block_scalar_span(self.text, Span::new(start, self.at));
        let node = self.push(NodeData { span, shape });
        self.begin_line()?;
        if !self.done && parent.is_none_or(|parent| self.column > parent) { Err(Unsure) } else { Ok(node) }
    }

    /// The indentation of a block scalar, decided by its first line with content, and where that content begins.
    fn block_indentation(&self, parent: Option<usize>) -> Sure<(usize, usize)> {
        let mut at = self.at;
        let mut widest_blank = 0;
        loop {
            let line = at;
            while self.bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            match self.bytes.get(at) {
                None => return Err(Unsure),
                Some(b'\n') => {
                    widest_blank = widest_blank.max(at - line);
                    at += 1;
                }
                Some(_) => {
                    let indentation = at - line;
                    let deeper = parent.is_some_and(|parent| indentation > parent);
                    return if deeper && widest_blank <= indentation { Ok((indentation, at)) } else { Err(Unsure) };
                }
            }
        }
    }
}
