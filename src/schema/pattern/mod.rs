//! Regular expressions as the API server reads them, rewritten for the engine that judges texts here.
//!
//! Source: the syntax of RE2 in Go's `regexp/syntax`. Classes of Unicode such as `\p{Greek}` are understood and passed
//! on, though the engine here has none: a pattern with one judges nothing. Lookaround and backreferences are no part of
//! the language, and refused.

mod escape;

use std::fmt::Write as _;

/// The same pattern for `regex_lite`, or what is wrong with it, in a few words.
pub fn translated(pattern: &str) -> Result<String, String> {
    let mut reader =
        Reader { rest: pattern, out: String::with_capacity(pattern.len() + 8), depth: 0, last: Last::Nothing };
    while let Some(letter) = reader.next() {
        reader.piece(letter)?;
    }
    if reader.depth > 0 {
        return Err("a `(` is not closed".to_owned());
    }
    Ok(reader.out)
}

/// What a repetition would repeat.
#[derive(PartialEq)]
enum Last {
    Nothing,
    Something,
    Repetition,
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    depth: usize,
    last: Last,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(letter)
    }

    fn take(&mut self, prefix: &str) -> bool {
        let found = self.rest.strip_prefix(prefix);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn literal(&mut self, letter: char) {
        if letter.is_ascii_alphanumeric() || !letter.is_ascii() || matches!(letter, ' ' | '_' | ':' | '/' | ',') {
            self.out.push(letter);
        } else {
            let _ = write!(self.out, "\\x{{{:X}}}", u32::from(letter));
        }
        self.last = Last::Something;
    }

    fn piece(&mut self, letter: char) -> Result<(), String> {
        match letter {
            '(' => return self.group(),
            ')' if self.depth == 0 => return Err("a `)` closes nothing".to_owned()),
            ')' => {
                self.depth -= 1;
                self.out.push(letter);
                self.last = Last::Something;
            }
            '|' => {
                self.out.push(letter);
                self.last = Last::Nothing;
            }
            '^' | '$' | '.' => {
                self.out.push(letter);
                self.last = Last::Something;
            }
            '[' => return self.class(),
            '*' | '+' | '?' => return self.repeat(&letter.to_string()),
            '{' => match self.count()? {
                Some(count) => return self.repeat(&count),
                None => self.literal('{'),
            },
            '\\' => return self.escape(),
            _ => self.literal(letter),
        }
        Ok(())
    }

    fn repeat(&mut self, operator: &str) -> Result<(), String> {
        match self.last {
            Last::Nothing => return Err(format!("`{operator}` has nothing to repeat")),
            Last::Repetition => return Err(format!("`{operator}` repeats a repetition")),
            Last::Something => {}
        }
        self.out.push_str(operator);
        if self.take("?") {
            self.out.push('?');
        }
        self.last = Last::Repetition;
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,5}`; anything else after a brace makes it an ordinary character.
    fn count(&mut self) -> Result<Option<String>, String> {
        let Some((inside, rest)) = self.rest.split_once('}') else { return Ok(None) };
        let (low, high) = inside.split_once(',').map_or((inside, Some(inside)), |(low, high)| (low, Some(high)));
        let is_number = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_digit())
                && (text == "0" || !text.starts_with('0'))
        };
        let high = high.filter(|high| !high.is_empty());
        if !is_number(low) || !high.is_none_or(is_number) {
            return Ok(None);
        }
        let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
        if number(low) > 1000 || high.is_some_and(|high| number(high) > 1000 || number(high) < number(low)) {
            return Err(format!("`{{{inside}}}` is no count up to 1000"));
        }
        let count = format!("{{{inside}}}");
        self.rest = rest;
        Ok(Some(count))
    }

    fn group(&mut self) -> Result<(), String> {
        if !self.take("?") {
            self.open("(");
            return Ok(());
        }
        if self.take("P<") || self.take("<") {
            let (name, rest) = self.rest.split_once('>').ok_or("a name of a group is not closed")?;
            if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
                return Err(format!("`(?<{name}>` is no name of a group; there is no lookbehind"));
            }
            self.rest = rest;
            self.open("(");
            return Ok(());
        }
        let end = self.rest.find([':', ')']).ok_or("a `(?` is not closed")?;
        let (flags, rest) = self.rest.split_at(end);
        let (set, unset) = flags.split_once('-').map_or((flags, None), |(set, unset)| (set, Some(unset)));
        let known = |flags: &str| flags.chars().all(|flag| "imsU".contains(flag));
        if !known(set) || unset.is_some_and(|unset| unset.is_empty() || !known(unset)) {
            return Err(format!("there is no `(?{}`; lookaround is no part of the language", &rest_of(self.rest)));
        }
        let close = &rest[..1];
        self.rest = &rest[1..];
        if close == ":" {
            self.open(&format!("(?{flags}:"));
        } else {
            let _ = write!(self.out, "(?{flags})");
        }
        Ok(())
    }

    fn open(&mut self, text: &str) {
        self.out.push_str(text);
        self.depth += 1;
        self.last = Last::Nothing;
    }
}

/// The beginning of what was not read, for a message.
fn rest_of(text: &str) -> String {
    text.chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn what_the_api_server_compiles_matches_as_it_does_there() {
        let cases = [
            ("^[a-z]+$", "abc", "aBc"),
            ("^a{2,3}$", "aaa", "a"),
            ("^{[^}]*}$", "{a}", "a"),
            ("^[[]x[]]$", "[x]", "x"),
            ("^[a&&b]+$", "&a", "c"),
            ("^\\Qa.b\\E$", "a.b", "axb"),
            ("^\\x41\\x{42}\\103$", "ABC", "abc"),
            ("^(?P<name>x|y)(?i:z)$", "xZ", "xx"),
            ("^[[:alpha:]_-]+$", "a_b-c", "1"),
            ("^[\\w.-]+@[^\\s]+$", "a.b@c", "a b@c"),
            ("^\\d{4}-\\d\\d$", "2024-01", "24-01"),
            ("^\\/\\_\\-\\'$", "/_-'", "/"),
            ("^a{,2}$", "a{,2}", "a"),
        ];
        for (pattern, right, wrong) in cases {
            let regex = regex_lite::Regex::new(&translated(pattern).unwrap()).unwrap();
            assert!(regex.is_match(right), "{pattern} {right}");
            assert!(!regex.is_match(wrong), "{pattern} {wrong}");
        }
        assert!(translated("^\\p{Greek}\\pL$").is_ok());
    }

    #[test]
    fn what_the_api_server_does_not_compile_is_named() {
        for pattern in [
            "[",
            "[a",
            "[]",
            "(",
            ")",
            "a)",
            "*a",
            "a**",
            "a{2}{3}",
            "a{1001}",
            "a{3,2}",
            "(?=a)",
            "(?!a)",
            "(?<=a)",
            "(?x)a",
            "\\1",
            "\\q",
            "\\C",
            "\\",
            "[z-a]",
            "[[:words:]]",
            "(?P<a",
            "|*",
            "\\x4",
            "\\p{",
            "(?P>a)",
            "\\Z",
            "\\<",
        ] {
            let fails = translated(pattern).is_err();
            assert_eq!(fails, pattern != "\\<", "{pattern}");
        }
    }
}
