//! Patterns as Argo CD matches them.
//!
//! Source: argo-cd `util/glob`, which hands them to gobwas/glob: `*` and `?` stop at the separator if there is one,
//! `**` does not, `[a-z]`, `[!a]` and `{a,b}` mean what they do in a shell. A pattern that cannot be read matches
//! nothing.

use regex_lite::Regex;

/// A pattern that was read.
#[derive(Debug)]
pub enum Glob {
    /// Matches itself only.
    Exact(String),
    /// Matches everything.
    All,
    /// Matches what the expression matches.
    Pattern(Box<Regex>),
    /// Cannot be read.
    Broken,
}

impl Glob {
    /// Reads a pattern. `separator` is what `*` does not match.
    pub fn new(pattern: &str, separator: Option<char>) -> Self {
        if pattern == "*" && separator.is_none() || pattern == "**" {
            return Self::All;
        }
        if !pattern.contains(['*', '?', '[', '{', '\\']) {
            return Self::Exact(pattern.to_owned());
        }
        match expression(pattern, separator).and_then(|text| Regex::new(&text).ok()) {
            Some(regex) => Self::Pattern(Box::new(regex)),
            None => Self::Broken,
        }
    }

    /// Whether a text matches from its beginning to its end.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Exact(own) => own == text,
            Self::All => true,
            Self::Pattern(regex) => regex.is_match(text),
            Self::Broken => false,
        }
    }
}

fn expression(pattern: &str, separator: Option<char>) -> Option<String> {
    const LONGEST: usize = 1000;
    if pattern.len() > LONGEST {
        return None;
    }
    let one = separator.map_or_else(|| ".".to_owned(), |separator| format!("[^{separator}]"));
    let mut expression = String::from("(?s)^");
    let mut letters = pattern.chars().peekable();
    let mut open = 0_u32;
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.peek() == Some(&'*') => {
                letters.next();
                expression.push_str(".*");
            }
            '*' => expression.extend([one.as_str(), "*"]),
            '?' => expression.push_str(&one),
            '[' => {
                expression.push('[');
                if letters.next_if(|next| matches!(next, '!' | '^')).is_some() {
                    expression.push('^');
                }
                loop {
                    match letters.next()? {
                        ']' => break,
                        '-' => expression.push('-'),
                        inside => literal(inside, &mut expression),
                    }
                }
                expression.push(']');
            }
            '{' => {
                open += 1;
                expression.push_str("(?:");
            }
            '}' if open > 0 => {
                open -= 1;
                expression.push(')');
            }
            ',' if open > 0 => expression.push('|'),
            '\\' => literal(letters.next()?, &mut expression),
            _ => literal(letter, &mut expression),
        }
    }
    expression.push('$');
    (open == 0).then_some(expression)
}

fn literal(letter: char, expression: &mut String) {
    if letter.is_ascii_punctuation() {
        expression.push('\\');
    }
    expression.push(letter);
}

/// The first pattern of a list that matches, where a pattern between slashes is a regular expression.
///
/// Source: argo-cd `util/glob/list.go` (`MatchStringInList` with `REGEXP`).
pub fn matches_any<'p>(patterns: impl IntoIterator<Item = &'p str>, text: &str) -> bool {
    patterns.into_iter().any(|pattern| {
        let inside = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        inside.is_some_and(|inside| Regex::new(inside).is_ok_and(|regex| regex.is_match(text)))
            || Glob::new(pattern, None).matches(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stops_at_the_separator_and_two_do_not() {
        let matches = |pattern, text| Glob::new(pattern, Some('/')).matches(text);
        assert!(matches("https://git.example.com/shop/*", "https://git.example.com/shop/deploy"));
        assert!(!matches("https://git.example.com/*", "https://git.example.com/shop/deploy"));
        assert!(matches("https://git.example.com/**", "https://git.example.com/shop/deploy"));
        assert!(!matches("*", "a/b"), "callers treat a lone star as everything");
        assert!(Glob::new("*", None).matches("a/b"));
    }

    #[test]
    fn sets_and_alternatives_are_read() {
        let matches = |pattern, text| Glob::new(pattern, None).matches(text);
        assert!(matches("{*.yml,*.yaml}", "a/b.yaml"));
        assert!(!matches("{*.yml,*.yaml}", "a/b.json"));
        assert!(matches("shop-[a-c]?", "shop-b1") && !matches("shop-[!a]", "shop-a"));
        assert!(!matches("{a", "a") && !matches("[a", "a"), "what is not closed matches nothing");
        assert!(matches("a.b", "a.b") && !matches("a.b*", "axb"));
    }

    #[test]
    fn lists_may_hold_regular_expressions() {
        assert!(matches_any(["team-*"], "team-pricing"));
        assert!(matches_any(["/^team-[a-z]+$/"], "team-pricing"));
        assert!(!matches_any(["team"], "team-pricing"));
    }
}
