//! What makes a text no JSON, where, and what to write instead.

use crate::text::Place;
use crate::text::Span;
use crate::yaml::Problem;
use crate::yaml::json::Scanner;
use crate::yaml::problem::conflict_mark;
use crate::yaml::problem::nested_too_deep;

/// How much of a word that does not belong is repeated.
const SHOWN: usize = 40;

impl Scanner<'_> {
    fn refuse(&self, span: Span, what: impl std::fmt::Display, help: &'static str) -> Problem {
        let place = |span| Place::new(self.source, span);
        if let Some(mark) = conflict_mark(self.text) {
            let message = "a merge conflict was not resolved here".to_owned();
            return Problem::syntax(place(mark), message);
        }
        let message = format!("this is not valid JSON: {what}");
        Problem { help: Some(help), ..Problem::syntax(place(span), message) }
    }

    /// What stands at `at`: a word, or a single letter.
    fn word_here(&self) -> Span {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let in_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-' | '+' | '$');
        let word: usize = rest.chars().take(SHOWN).take_while(|letter| in_word(*letter)).map(char::len_utf8).sum();
        let length = if word == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { word };
        Span::new(self.at, self.at + length)
    }

    /// Mistakes that can stand anywhere.
    fn common(&self) -> Option<Problem> {
        let rest = self.text.get(self.at..)?;
        let here = self.word_here();
        let comment = rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#');
        if comment {
            let line = rest.lines().next().unwrap_or_default();
            let span = Span::new(self.at, self.at + line.len());
            return Some(self.refuse(span, "it has no comments", "remove the comment, or write YAML"));
        }
        // A second brace stands where a key should.
        let doubled = rest.starts_with('{') && self.text[..self.at].ends_with('{');
        if doubled || rest.starts_with("{%") {
            let what = "a template stands where a value should";
            return Some(self.refuse(here, what, "render the template, and validate what it makes"));
        }
        if rest.starts_with('\'') || rest.starts_with('`') || rest.starts_with(['“', '”', '‘', '’']) {
            let what = "strings stand in double quotes";
            return Some(self.refuse(here, what, "write `\"` on both sides of the string"));
        }
        None
    }

    pub(super) fn no_value(&self) -> Problem {
        let here = self.word_here();
        let word = self.text.get(here.range()).unwrap_or_default();
        if let Some(problem) = self.common() {
            return problem;
        }
        let help = match word.to_ascii_lowercase().as_str() {
            "true" | "false" => "write `true` and `false` in lower case",
            "null" | "none" | "nil" | "undefined" => "write `null`",
            "nan" | "infinity" | "inf" => "JSON has no such number; write a finite one",
            "}" | "]" => "remove this bracket, or open it above",
            "," => "remove this comma, or write a value before it",
            ":" => "put the key in double quotes before the colon",
            "+" | "." => return self.no_number(),
            _ if word.starts_with(['+', '.']) => return self.no_number(),
            _ => "put a text in double quotes",
        };
        self.refuse(here, format_args!("`{word}` is no value"), help)
    }

    pub(super) fn no_number(&self) -> Problem {
        let here = self.word_here();
        let word = self.text.get(here.range()).unwrap_or_default();
        let help = "write digits without leading zeros or `+`, and some on both sides of a point; or put it in quotes";
        self.refuse(here, format_args!("`{word}` is no number"), help)
    }

    pub(super) fn number_out_of_range(&self, end: usize) -> Problem {
        let help = "write a number that 64 bits can hold, or put it in quotes";
        self.refuse(Span::new(self.at, end), "this number is too large for any reader", help)
    }

    pub(super) fn no_key(&self) -> Problem {
        if let Some(problem) = self.common() {
            return problem;
        }
        let here = self.word_here();
        let word = self.text.get(here.range()).unwrap_or_default();
        match word {
            "," => self.refuse(here, "a key is missing before this comma", "remove this comma"),
            _ => self.refuse(here, format_args!("`{word}` is no key"), "put the key in double quotes"),
        }
    }

    pub(super) fn no_colon(&self) -> Problem {
        let problem = self.common();
        let what = "a colon is missing behind the key";
        problem.unwrap_or_else(|| self.refuse(self.word_here(), what, "write `:` between the key and its value"))
    }

    /// Something stands behind a value of the collection that begins at `start`, and it is neither a comma nor `close`.
    pub(super) fn no_separator(&self, start: usize, close: u8) -> Problem {
        if let Some(problem) = self.common() {
            return problem;
        }
        let here = self.word_here();
        match self.bytes[self.at] {
            b'}' | b']' => {
                let what =
                    format!("this bracket closes another one; `{}` is still open", char::from(self.bytes[start]));
                let mut problem = self.refuse(here, what, "close the brackets in the order in which they were opened");
                problem.also = Some((Place::new(self.source, Span::new(start, start + 1)), "opened here"));
                problem
            }
            b':' if close == b']' => {
                self.refuse(here, "a list has no keys", "write `{` and `}` around keys and their values")
            }
            b':' | b'=' | b';' => self.refuse(here, "only a comma may follow a value", "write `,`"),
            _ => self.refuse(here, "a comma is missing before this", "write `,` between two entries"),
        }
    }

    pub(super) fn trailing_comma(&self, comma: usize) -> Problem {
        let what = "a comma stands before a closing bracket";
        self.refuse(Span::new(comma, comma + 1), what, "remove this comma")
    }

    pub(super) fn unclosed(&self, start: usize) -> Problem {
        let what = format!("this `{}` is never closed", char::from(self.bytes[start]));
        self.refuse(Span::new(start, start + 1), what, "close the bracket that was opened here")
    }

    pub(super) fn unclosed_string(&self, start: usize) -> Problem {
        let help = "close the quote that was opened here";
        self.refuse(Span::new(start, start + 1), "this string is never closed", help)
    }

    pub(super) fn control_in_string(&self, start: usize) -> Problem {
        match self.bytes[self.at] {
            b'\n' | b'\r' => {
                let help = "close the quote that was opened here, or write `\\n` for a line break";
                self.refuse(Span::new(start, start + 1), "this string does not end on its line", help)
            }
            byte => {
                let help = "write `\\t` for a tab, and `\\u` with four digits for other control characters";
                let what = format!("a control character (U+{byte:04X}) stands in a string");
                self.refuse(Span::new(self.at, self.at + 1), what, help)
            }
        }
    }

    pub(super) fn unknown_escape(&self) -> Problem {
        let letter = self.text.get(self.at + 1..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let span = Span::new(self.at, self.at + 1 + letter.len_utf8());
        if letter == 'u' {
            return self.refuse(span, "four hexadecimal digits must follow `\\u`", "write `\\\\` for a backslash");
        }
        let what = format!("`\\{}` is no escape", letter.escape_debug());
        self.refuse(span, what, "write `\\\\` for a backslash")
    }

    pub(super) fn half_a_letter(&self) -> Problem {
        let help = "write both halves of the surrogate pair, or the letter itself";
        self.refuse(Span::new(self.at, self.at + 6), "this is half of a surrogate pair and no letter", help)
    }

    pub(super) fn too_deep(&self) -> Problem {
        self.refuse(Span::new(self.at, self.at + 1), nested_too_deep(), "no Kubernetes object is this deep; flatten it")
    }
}
