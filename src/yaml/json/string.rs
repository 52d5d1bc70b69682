//! Strings of JSON and their escapes.

use crate::text::Span;
use crate::yaml::Problem;
use crate::yaml::content::Text;
use crate::yaml::json::Scanner;

impl Scanner<'_> {
    /// The string whose quote is at `at`.
    pub(super) fn string(&mut self) -> Result<u32, Problem> {
        let start = self.at;
        let owned = self.content.owned.len();
        let mut is_owned = false;
        let mut run = start + 1;
        self.at = run;
        loop {
            let rest = &self.bytes[self.at..];
            let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            self.at += rest.iter().position(stop).ok_or_else(|| self.unclosed_string(start))?;
            match self.bytes[self.at] {
                b'"' => break,
                b'\\' => {
                    self.content.owned.push_str(&self.text[run..self.at]);
                    is_owned = true;
                    let letter = self.escape(start)?;
                    self.content.owned.push(letter);
                    run = self.at;
                }
                _ => return Err(self.control_in_string(start)),
            }
        }
        let text = if is_owned {
            self.content.owned.push_str(&self.text[run..self.at]);
            self.content.owned_since(owned)
        } else {
            Text::Slice(Span::new(run, self.at))
        };
        self.at += 1;
        Ok(self.content.push_quoted(Span::new(start, self.at), text))
    }

    /// The letter that the escape at `at` stands for; then `at` is behind it.
    fn escape(&mut self, start: usize) -> Result<char, Problem> {
        let letter = match self.bytes.get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            Some(_) => return Err(self.unknown_escape()),
            None => return Err(self.unclosed_string(start)),
        };
        self.at += 2;
        Ok(letter)
    }

    /// `\u` and four digits, or two of these where a letter needs two.
    fn unicode_escape(&mut self) -> Result<char, Problem> {
        let code = self.four_digits(self.at).ok_or_else(|| self.unknown_escape())?;
        let (code, length) = match (code, self.four_digits(self.at + 6)) {
            (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => (0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00), 12),
            _ => (code, 6),
        };
        let letter = char::from_u32(code).ok_or_else(|| self.half_a_letter())?;
        self.at += length;
        Ok(letter)
    }

    fn four_digits(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }
}
