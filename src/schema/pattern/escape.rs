//! Backslashes and classes of characters in a pattern.

use std::fmt::Write as _;

use crate::schema::pattern::Last;
use crate::schema::pattern::Reader;
use crate::schema::pattern::rest_of;

impl Reader<'_> {
    pub(super) fn escape(&mut self) -> Result<(), String> {
        if self.take("Q") {
            let (text, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            self.rest = rest;
            text.chars().for_each(|letter| self.literal(letter));
            return Ok(());
        }
        for anchor in ["A", "b", "B", "z", "d", "D", "s", "S", "w", "W"] {
            if self.take(anchor) {
                let _ = write!(self.out, "\\{anchor}");
                self.last = Last::Something;
                return Ok(());
            }
        }
        if self.rest.starts_with(['p', 'P']) {
            self.unicode()?;
            self.last = Last::Something;
            return Ok(());
        }
        let letter = self.escaped()?;
        self.literal(letter);
        Ok(())
    }

    fn unicode(&mut self) -> Result<(), String> {
        let (kind, rest) = self.rest.split_at(1);
        let name = match rest.strip_prefix('{') {
            Some(inside) => inside.split_once('}').map(|(name, _)| name).ok_or("a `\\p{` is not closed")?,
            None => rest.chars().next().map_or("", |letter| &rest[..letter.len_utf8()]),
        };
        let plain = name.strip_prefix('^').unwrap_or(name);
        if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_alphabetic() || c == '_') {
            return Err(format!("there are no characters `\\{kind}{{{name}}}`"));
        }
        let _ = write!(self.out, "\\{kind}{{{name}}}");
        let braces = if rest.starts_with('{') { 2 } else { 0 };
        self.rest = &rest[name.len() + braces..];
        Ok(())
    }

    /// The character after a backslash.
    fn escaped(&mut self) -> Result<char, String> {
        let before = self.rest;
        let letter = self.next().ok_or("nothing follows the last backslash")?;
        let octal =
            |text: &str, most: usize| text.bytes().take(most).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        let value = match letter {
            'a' => 7,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '0'..='7' if letter == '0' || octal(self.rest, 1) == 1 => {
                let length = octal(before, 3);
                self.rest = &before[length..];
                u32::from_str_radix(&before[..length], 8).unwrap_or_default()
            }
            'x' => self.hexadecimal().ok_or_else(|| format!("`\\{}` is no character", rest_of(before)))?,
            _ if letter.is_ascii() && !letter.is_ascii_alphanumeric() => u32::from(letter),
            '1'..='9' => return Err(format!("there is no backreference such as `\\{letter}`")),
            _ => return Err(format!("there is no `\\{letter}`")),
        };
        char::from_u32(value).ok_or_else(|| format!("`\\{}` is no character", rest_of(before)))
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let (digits, rest) = match self.rest.strip_prefix('{') {
            Some(inside) => inside.split_once('}')?,
            None => self.rest.split_at_checked(2)?,
        };
        let right = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok().filter(|_| right)
    }

    pub(super) fn class(&mut self) -> Result<(), String> {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        let mut first = true;
        while first || !self.rest.starts_with(']') {
            first = false;
            if self.named()? {
                continue;
            }
            let low = self.member()?;
            let Some(low) = low else { continue };
            self.literal(low);
            if self.rest.starts_with('-') && !self.rest.starts_with("-]") && self.rest.len() > 1 {
                self.rest = &self.rest[1..];
                let high = self.member()?.filter(|high| *high >= low).ok_or("a range of characters runs backwards")?;
                self.out.push('-');
                self.literal(high);
            }
        }
        self.rest = &self.rest[1..];
        self.out.push(']');
        self.last = Last::Something;
        Ok(())
    }

    /// `[:alpha:]` inside a class.
    fn named(&mut self) -> Result<bool, String> {
        const NAMES: &[&str] = &[
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
            "word", "xdigit",
        ];
        let Some((name, rest)) = self.rest.strip_prefix("[:").and_then(|inside| inside.split_once(":]")) else {
            return Ok(false);
        };
        if !NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
            return Err(format!("there are no characters `[:{name}:]`"));
        }
        let _ = write!(self.out, "[:{name}:]");
        self.rest = rest;
        Ok(true)
    }

    /// A character of a class; `None` where several were written out.
    fn member(&mut self) -> Result<Option<char>, String> {
        let letter = self.next().ok_or("a `[` is not closed")?;
        if letter != '\\' {
            return Ok(Some(letter));
        }
        if self.rest.starts_with(['d', 'D', 's', 'S', 'w', 'W']) {
            let _ = write!(self.out, "\\{}", &self.rest[..1]);
            self.rest = &self.rest[1..];
            return Ok(None);
        }
        if self.rest.starts_with(['p', 'P']) {
            return self.unicode().map(|()| None);
        }
        self.escaped().map(Some)
    }
}
