//! Arguments and environment variables, and texts with them filled in.

use std::collections::BTreeMap;

/// How deep defaults in defaults are followed: `${A:-${B:-c}}`.
const STEPS: usize = 16;

/// How many bytes a text may grow to; what is longer is unknown, since values in values double with each line.
const LONGEST: usize = 4096;

/// What stands for a value that nobody knows.
const UNKNOWN: &str = "*";

/// Variables with the values that are known.
#[derive(Debug, Default, Clone)]
pub(super) struct Variables {
    arguments: BTreeMap<String, Option<String>>,
    environment: BTreeMap<String, String>,
}

impl Variables {
    /// `ARG name=value`.
    pub(super) fn argument(&mut self, name: &str, value: Option<String>) {
        self.arguments.insert(name.to_owned(), value);
    }

    /// `ENV name=value`.
    pub(super) fn environment(&mut self, name: &str, value: String) {
        self.environment.insert(name.to_owned(), value);
    }

    /// What a stage knows that is built on this one.
    pub(super) fn inherited(&self) -> Self {
        self.clone()
    }

    /// The value of a variable.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        // The environment wins over an argument of the same name.
        match self.environment.get(name) {
            Some(value) => Some(value),
            None => self.arguments.get(name)?.as_deref(),
        }
    }

    /// A text without quotes, and with values instead of variables.
    pub(super) fn fill(&self, text: &str, escape: char) -> String {
        let mut out = String::new();
        self.expand(text, escape, STEPS, &mut out);
        if out.len() > LONGEST { UNKNOWN.to_owned() } else { out }
    }

    fn expand(&self, text: &str, escape: char, steps: usize, out: &mut String) {
        let mut rest = text;
        let mut quoted = false;
        while let Some(letter) = rest.chars().next() {
            if out.len() > LONGEST {
                return;
            }
            rest = &rest[letter.len_utf8()..];
            match letter {
                '\'' if !quoted => {
                    let end = rest.find('\'').unwrap_or(rest.len());
                    out.push_str(&rest[..end]);
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                '"' => quoted = !quoted,
                _ if letter == escape => {
                    if let Some(next) = rest.chars().next() {
                        rest = &rest[next.len_utf8()..];
                        // Inside of quotes it is a letter like others, except before what it keeps from its meaning.
                        if quoted && !matches!(next, '"' | '$') && next != escape {
                            out.push(letter);
                        }
                        out.push(next);
                    }
                }
                '$' => rest = self.variable(rest, escape, steps, out),
                _ => out.push(letter),
            }
        }
    }

    /// What a `$` begins; gives back what stands behind it.
    fn variable<'a>(&self, rest: &'a str, escape: char, steps: usize, out: &mut String) -> &'a str {
        let Some(braced) = rest.strip_prefix('{') else {
            let name = name(rest);
            if name.is_empty() {
                out.push('$');
            } else {
                match self.value(name) {
                    Some(value) if value != UNKNOWN => out.push_str(value),
                    _ => unknown(out),
                }
            }
            return &rest[name.len()..];
        };
        let Some(end) = closing(braced) else {
            unknown(out);
            return "";
        };
        let (inside, behind) = (&braced[..end], &braced[end + 1..]);
        let name = name(inside);
        let operator = &inside[name.len()..];
        let value = self.value(name);
        // With a colon, an empty value is none.
        let (operator, value) = match operator.strip_prefix(':') {
            Some(operator) => (operator, value.filter(|value| !value.is_empty())),
            None => (operator, value),
        };
        let word = operator.get(1..).unwrap_or_default();
        match (operator.chars().next(), value) {
            (Some('-'), None) | (Some('+'), Some(_)) if steps > 0 => self.expand(word, escape, steps - 1, out),
            (None | Some('-' | '?'), Some(value)) if value != UNKNOWN => out.push_str(value),
            _ => unknown(out),
        }
        behind
    }
}

/// Adds what stands for any text. Two of them would stand for any folders.
fn unknown(out: &mut String) {
    if !out.ends_with(UNKNOWN) {
        out.push_str(UNKNOWN);
    }
}

/// The name of a variable at the beginning of a text.
fn name(text: &str) -> &str {
    let end = text.find(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// Where the brace is closed that was opened before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}
