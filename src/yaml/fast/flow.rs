//! Flow collections of the fast parser: on one line, without surprises.

use crate::text::Span;
use crate::yaml::fast::MAX_DEPTH;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;

impl Scanner<'_> {
    /// A flow collection that begins and ends on this line.
    pub(super) fn flow(&mut self) -> Sure<u32> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unsure);
        }
        let start = self.at;
        let mapping = self.byte() == b'{';
        let close = if mapping { b'}' } else { b']' };
        let first = self.children.len();
        self.at += 1;
        self.skip_blanks();
        while self.byte() != close {
            if mapping {
                self.flow_key()?;
            }
            let value = self.flow_node()?;
            self.children.push(value);
            self.skip_blanks();
            match self.byte() {
                b',' => {
                    self.at += 1;
                    self.skip_blanks();
                    if self.byte() == close {
                        return Err(Unsure);
                    }
                }
                byte if byte == close => {}
                _ => return Err(Unsure),
            }
        }
        self.at += 1;
        if mapping {
            self.check_keys(first)?;
        }
        self.depth -= 1;
        Ok(self.collect(first, Span::new(start, self.at), mapping))
    }

    fn flow_key(&mut self) -> Sure<()> {
        let start = self.at;
        let key = match self.byte() {
            b'"' | b'\'' => self.quoted()?,
            b'[' | b'{' => return Err(Unsure),
            _ => self.flow_plain()?,
        };
        if self.byte() != b':' || self.bytes.get(self.at + 1) != Some(&b' ') {
            return Err(Unsure);
        }
        if &self.text[start..self.at] == "<<" || self.at - start > 1000 {
            return Err(Unsure);
        }
        self.at += 1;
        self.skip_blanks();
        self.children.push(key);
        Ok(())
    }

    fn flow_node(&mut self) -> Sure<u32> {
        match self.byte() {
            b'[' | b'{' => self.flow(),
            b'"' | b'\'' => self.quoted(),
            _ => {
                let node = self.flow_plain()?;
                if self.byte() == b':' { Err(Unsure) } else { Ok(node) }
            }
        }
    }

    /// Words of letters, digits and a few marks that mean nothing to YAML wherever they stand.
    fn flow_plain(&mut self) -> Sure<u32> {
        let start = self.at;
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-' | b'+' | b'~');
        let first = self.byte();
        let sign = matches!(first, b'-' | b'+') && self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit);
        if !(first.is_ascii_alphanumeric() || matches!(first, b'_' | b'.' | b'/' | b'~') || sign) {
            return Err(Unsure);
        }
        let mut end = start;
        loop {
            while inner(self.byte()) {
                self.at += 1;
            }
            end = end.max(self.at);
            if self.byte() != b' ' {
                break;
            }
            self.skip_blanks();
            if !inner(self.byte()) {
                break;
            }
        }
        // Whatever ends it here must end it for everybody.
        if !matches!(self.byte(), b',' | b']' | b'}' | b':') || (self.byte() == b':' && end != self.at) {
            return Err(Unsure);
        }
        Ok(self.plain_node(start, end))
    }
}
