//! Block scalars of the fast parser: literal and folded.

use crate::text::Span;
use crate::yaml::content::Text;
use crate::yaml::content::block_scalar_span;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;

/// What the line says that begins a block scalar.
struct Header {
    folded: bool,
    /// What happens to the line breaks at its end: `-`, `+`, or nothing.
    chomping: u8,
    /// How much deeper than its parent its lines stand, if that is said.
    indentation: Option<usize>,
}

impl Scanner<'_> {
    /// A literal or folded scalar inside a collection whose content stands on column `least` or deeper.
    pub(super) fn block_scalar(&mut self, least: usize) -> Sure<u32> {
        let header = self.block_header()?;
        let (indentation, start) = self.block_indentation(least, header.indentation)?;
        let owned = self.content.owned.len();
        // The only line so far, which needs no copy while it is the only one.
        let mut only: Option<Span> = None;
        let mut lines = 0_usize;
        let mut breaks = 0;
        let mut was_deeper = false;
        while self.at < self.bytes.len() {
            let line = self.at;
            self.at = self.after_blanks(line).min(line + indentation);
            if self.byte() == b'\n' {
                // A last line of nothing but blanks is no line.
                breaks += usize::from(self.at < self.bytes.len());
                self.at = (self.at + 1).min(self.bytes.len());
                continue;
            }
            if self.at - line < indentation {
                self.at = line;
                break;
            }
            let content = self.at;
            self.at = self.line_end(content);
            let is_deeper = matches!(self.bytes[content], b' ' | b'\t');
            if lines == 0 && breaks == 0 {
                only = Some(Span::new(content, self.at));
            } else {
                if let Some(only) = only.take() {
                    self.content.owned.push_str(&self.text[only.range()]);
                }
                if header.folded && lines > 0 && !was_deeper && !is_deeper {
                    self.push_fold(breaks);
                } else {
                    self.push_breaks(breaks);
                }
                self.content.owned.push_str(&self.text[content..self.at]);
            }
            lines += 1;
            was_deeper = is_deeper;
            breaks = usize::from(self.at < self.bytes.len());
            self.at += breaks;
        }
        let tail = match header.chomping {
            b'-' => 0,
            b'+' => breaks,
            _ => breaks.min(1),
        };
        let text = match only {
            // The line feed behind the only line may belong to it.
            Some(only) if tail <= 1 => Text::Slice(Span::new(only.start as usize, only.end as usize + tail)),
            only => {
                if let Some(only) = only {
                    self.content.owned.push_str(&self.text[only.range()]);
                }
                self.push_breaks(tail);
                self.content.owned_since(owned)
            }
        };
        let span = block_scalar_span(self.text, Span::new(start, self.at));
        let node = self.content.push_quoted(span, text);
        self.begin_line();
        if self.is_inside(least) { Err(Unsure) } else { Ok(node) }
    }

    /// The indicators behind `|` or `>`; then the next line has begun.
    fn block_header(&mut self) -> Sure<Header> {
        let mut header = Header { folded: self.byte() == b'>', chomping: 0, indentation: None };
        self.at += 1;
        loop {
            match self.byte() {
                sign @ (b'-' | b'+') if header.chomping == 0 => header.chomping = sign,
                digit @ b'1'..=b'9' if header.indentation.is_none() => {
                    header.indentation = Some(usize::from(digit - b'0'));
                }
                _ => break,
            }
            self.at += 1;
        }
        let before = self.at;
        self.skip_blanks();
        if self.byte() == b'#' && self.at > before {
            self.at = self.line_end(self.at);
        }
        if self.byte() != b'\n' {
            return Err(Unsure);
        }
        self.at += 1;
        Ok(header)
    }

    /// The indentation of a block scalar, as it is said or decided by its first line with content, and where that
    /// content begins.
    fn block_indentation(&self, least: usize, said: Option<usize>) -> Sure<(usize, usize)> {
        let parent = least.checked_sub(1).ok_or(Unsure)?;
        let mut at = self.at;
        let mut widest_blank = 0;
        loop {
            let line = at;
            at = self.after_blanks(line);
            if at >= self.bytes.len() || self.bytes[at] == b'\t' {
                return Err(Unsure);
            }
            let blanks = at - line;
            if self.bytes[at] == b'\n' {
                widest_blank = widest_blank.max(blanks);
                at += 1;
                continue;
            }
            let indentation = said.map_or(blanks, |said| parent + said);
            let sound = blanks > parent && indentation <= blanks && widest_blank <= indentation;
            return if sound { Ok((indentation, line + indentation)) } else { Err(Unsure) };
        }
    }
}
