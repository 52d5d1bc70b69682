//! Quoted scalars of the fast parser, in single and in double quotes, on one line or on several.

use crate::text::Span;
use crate::yaml::content::Text;
use crate::yaml::fast::Scanner;
use crate::yaml::fast::Sure;
use crate::yaml::fast::Unsure;

impl Scanner<'_> {
    /// A quoted scalar inside a block collection whose content stands on column `least` or deeper, and how many lines it stands on.
    pub(super) fn quoted(&mut self, least: usize) -> Sure<(u32, usize)> {
        let start = self.at;
        let quote = self.byte();
        let owned = self.content.owned.len();
        let mut lines = 1;
        let mut is_owned = false;
        self.at += 1;
        let mut run = self.at;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            // A backslash means nothing in single quotes.
            let escape = if quote == b'"' { b'\\' } else { quote };
            self.at += memchr::memchr3(quote, escape, b'\n', rest).ok_or(Unsure)?;
            match self.byte() {
                b'\n' => {
                    let length = self.text[run..self.at].trim_end_matches(' ').len();
                    self.content.owned.push_str(&self.text[run..run + length]);
                    lines += self.next_quoted_line(least, true)?;
                }
                b'\\' => {
                    self.content.owned.push_str(&self.text[run..self.at]);
                    if self.byte_at(self.at + 1) == b'\n' {
                        self.at += 1;
                        lines += self.next_quoted_line(least, false)?;
                    } else {
                        let (letter, length) = escaped(&self.text[self.at + 1..])?;
                        self.content.owned.push(letter);
                        self.at += 1 + length;
                    }
                }
                _ if quote == b'\'' && self.byte_at(self.at + 1) == b'\'' => {
                    self.content.owned.push_str(&self.text[run..=self.at]);
                    self.at += 2;
                }
                _ => break,
            }
            is_owned = true;
            run = self.at;
        }
        let text = if is_owned {
            self.content.owned.push_str(&self.text[run..self.at]);
            self.content.owned_since(owned)
        } else {
            Text::Slice(Span::new(start + 1, self.at))
        };
        self.at += 1;
        // Tabs around a line break are not content.
        if lines > 1 && self.has_tab(start, self.at) {
            return Err(Unsure);
        }
        let node = self.content.push_quoted(Span::new(start, self.at), text);
        Ok((node, lines))
    }

    /// From a line feed to the text of the next line that has any; says how many lines were ended. The break reads as
    /// a blank unless it was escaped, and empty lines read as line feeds.
    fn next_quoted_line(&mut self, least: usize, folded: bool) -> Sure<usize> {
        let mut breaks = 0;
        let mut line = self.at;
        while self.byte() == b'\n' {
            if self.at >= self.bytes.len() {
                return Err(Unsure);
            }
            breaks += 1;
            line = self.at + 1;
            self.at = self.after_blanks(line);
        }
        let column = self.at - line;
        if column < least || column == 0 && self.is_marker(line) {
            return Err(Unsure);
        }
        if folded {
            self.push_fold(breaks);
        } else {
            self.push_breaks(breaks - 1);
        }
        Ok(breaks)
    }
}

/// The letter that an escape stands for, and its length without the backslash.
fn escaped(rest: &str) -> Sure<(char, usize)> {
    let hex = |digits: usize| {
        let code = rest.get(1..=digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        code.and_then(char::from_u32).map(|letter| (letter, digits + 1)).ok_or(Unsure)
    };
    let letter = match rest.as_bytes().first() {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'0') => '\0',
        Some(b'b') => '\u{8}',
        Some(b'e') => '\u{1b}',
        Some(b'f') => '\u{c}',
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b' ') => ' ',
        Some(b'x') => return hex(2),
        Some(b'u') => return hex(4),
        Some(b'U') => return hex(8),
        _ => return Err(Unsure),
    };
    Ok((letter, 1))
}
