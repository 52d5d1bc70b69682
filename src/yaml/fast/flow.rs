//! Flow collections of the fast parser: on one line or on several, without surprises.

use crate::text::Span;
use crate::yaml::fast::MAX_DEPTH;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;
use crate::yaml::fast::scalar::LONGEST_KEY;
use crate::yaml::fast::scalar::Start;
use crate::yaml::keys;

/// Letters that may end plain text in a flow collection.
const STOPS: [bool; 256] = {
    let letters = b",[]{}:#\n\t";
    let mut stops = [false; 256];
    let mut at = 0;
    while at < letters.len() {
        stops[letters[at] as usize] = true;
        at += 1;
    }
    stops
};

impl Scanner<'_> {
    /// A flow collection inside a block collection whose content stands on column `least` or deeper.
    pub(super) fn flow(&mut self, least: usize) -> Sure<u32> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unsure);
        }
        let start = self.at;
        let mapping = self.byte() == b'{';
        let close = if mapping { b'}' } else { b']' };
        let first = self.children.len();
        self.at += 1;
        self.skip_flow_space(least)?;
        while self.byte() != close {
            if mapping {
                self.flow_key(least)?;
            }
            let value = self.flow_node(least)?;
            self.children.push(value);
            self.skip_flow_space(least)?;
            match self.byte() {
                b',' => {
                    self.at += 1;
                    self.skip_flow_space(least)?;
                }
                byte if byte == close => {}
                _ => return Err(Unsure),
            }
        }
        self.at += 1;
        self.depth -= 1;
        let span = Span::new(start, self.at);
        if mapping { self.collect_mapping(first, span) } else { Ok(self.collect_sequence(first, span)) }
    }

    /// Blanks, line breaks and comments between the parts of a flow collection. Its lines stand deeper than what it
    /// is in, but for one that begins with a bracket.
    fn skip_flow_space(&mut self, least: usize) -> Sure<()> {
        let before = self.at;
        self.skip_blanks();
        if self.byte() == b'#' {
            if self.at == before {
                return Err(Unsure);
            }
            self.at = self.line_end(self.at);
        }
        if self.byte() != b'\n' {
            return Ok(());
        }
        self.at += 1;
        self.begin_line();
        let closes = matches!(self.byte(), b']' | b'}') && self.column + 1 >= least;
        if self.is_inside(least) || !self.done && closes { Ok(()) } else { Err(Unsure) }
    }

    fn flow_key(&mut self, least: usize) -> Sure<()> {
        let start = self.at;
        let is_quoted = matches!(self.byte(), b'"' | b'\'');
        let key = match self.byte() {
            b'"' | b'\'' => match self.quoted(least)? {
                (key, 1) => key,
                _ => return Err(Unsure),
            },
            b'[' | b'{' => return Err(Unsure),
            _ => self.flow_plain()?,
        };
        // Behind quotes the value may follow at once.
        if self.byte() != b':' || !is_quoted && self.byte_at(self.at + 1) != b' ' {
            return Err(Unsure);
        }
        if &self.bytes[start..self.at] == b"<<" || self.at - start > LONGEST_KEY {
            return Err(Unsure);
        }
        self.at += 1;
        self.skip_blanks();
        keys::note(&mut self.content, self.text, key);
        self.children.push(key);
        Ok(())
    }

    fn flow_node(&mut self, least: usize) -> Sure<u32> {
        let node = match self.byte() {
            b'[' | b'{' => self.flow(least)?,
            b'"' | b'\'' => self.quoted(least)?.0,
            _ => self.flow_plain()?,
        };
        if self.byte() == b':' { Err(Unsure) } else { Ok(node) }
    }

    /// Text on one line that begins and ends without a doubt.
    fn flow_plain(&mut self) -> Sure<u32> {
        let start = self.at;
        let second = self.byte_at(start + 1);
        let begins = match self.byte() {
            b'-' => second.is_ascii_alphanumeric() || matches!(second, b'-' | b'.' | b'/' | b'_'),
            byte => byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"_./~+$(<^=;\\)".contains(&byte),
        };
        if !begins {
            return Err(Unsure);
        }
        loop {
            while !STOPS[usize::from(self.byte())] {
                self.at += 1;
            }
            match self.byte() {
                b',' | b'[' | b']' | b'{' | b'}' | b'\n' => break,
                b':' if matches!(self.byte_at(self.at + 1), b' ' | b'\n') => break,
                b':' if b",[]{}".contains(&self.byte_at(self.at + 1)) => return Err(Unsure),
                b'#' if self.byte_at(self.at.wrapping_sub(1)) == b' ' => break,
                b'\t' => return Err(Unsure),
                _ => self.at += 1,
            }
        }
        let stop = self.at;
        while self.at > start && self.byte_at(self.at - 1) == b' ' {
            self.at -= 1;
        }
        // Whatever ends it here must end it for everybody; more text on the next line would belong to it.
        match self.byte_at(stop) {
            b',' | b']' | b'}' => {}
            b':' if stop == self.at => {}
            b'\n' if stop < self.bytes.len() && self.closes_below(stop) => {}
            _ => return Err(Unsure),
        }
        Ok(self.plain_node(Start::Plain, start, self.at, 0))
    }

    /// Whether the next line, after a line that ends at `end`, goes on with a comma or a closing bracket.
    fn closes_below(&self, end: usize) -> bool {
        matches!(self.byte_at(self.after_blanks(end + 1)), b',' | b']' | b'}')
    }
}
