//! Which files the patterns of `paths` mean.
//!
//! Source: GitHub, Workflow syntax, "Filter pattern cheat sheet": of several patterns that fit, the last one counts.

use regex_lite::Regex;

/// A pattern.
#[derive(Debug)]
pub struct Glob {
    /// Whether it begins with `!`, and takes out what it fits.
    pub is_negative: bool,
    regex: Option<Regex>,
}

impl Glob {
    /// Reads a pattern; one that cannot be read fits nothing.
    pub fn of(pattern: &str) -> Self {
        let is_negative = pattern.starts_with('!');
        let pattern = pattern.strip_prefix('!').unwrap_or(pattern);
        Self { is_negative, regex: Regex::new(&translated(pattern)).ok() }
    }

    /// Whether it fits a path from the root of the repository.
    pub fn fits(&self, path: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(path))
    }
}

/// Whether a path is meant by several patterns.
pub fn is_meant(globs: &[Glob], path: &str) -> bool {
    globs.iter().rev().find(|glob| glob.fits(path)).is_some_and(|glob| !glob.is_negative)
}

fn translated(pattern: &str) -> String {
    let mut regex = String::from("^");
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' if letters.peek() == Some(&'*') => {
                letters.next();
                if letters.peek() == Some(&'/') {
                    letters.next();
                    regex.push_str("(?:.*/)?");
                } else {
                    regex.push_str(".*");
                }
            }
            '*' => regex.push_str("[^/]*"),
            '?' | '+' => regex.push(letter),
            '[' => {
                regex.push('[');
                for inner in letters.by_ref() {
                    if matches!(inner, '[' | '\\' | '&' | '~' | '^') {
                        regex.push('\\');
                    }
                    regex.push(inner);
                    if inner == ']' {
                        break;
                    }
                }
            }
            '\\' => {
                if let Some(next) = letters.next() {
                    regex.push_str(&regex_lite::escape(next.encode_utf8(&mut [0; 4])));
                }
            }
            other => regex.push_str(&regex_lite::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    regex.push('$');
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_what_the_cheat_sheet_says() {
        for (pattern, path, fits) in [
            ("*", "README.md", true),
            ("*", "docs/a.md", false),
            ("**", "docs/a.md", true),
            ("*.js", "app.js", true),
            ("**.js", "src/app.js", true),
            ("docs/*", "docs/a.md", true),
            ("docs/*", "docs/b/a.md", false),
            ("docs/**", "docs/b/a.md", true),
            ("**/docs/**", "docs/hello.md", true),
            ("**/README.md", "js/README.md", true),
            ("*.jsx?", "page.js", true),
            ("v[12].[0-9]+", "v1.12", true),
            (".github/**", ".github/workflows/ci.yml", true),
            ("apps/cart", "apps/cart/a.rs", false),
        ] {
            assert_eq!(Glob::of(pattern).fits(path), fits, "{pattern} {path}");
        }
        let globs = ["apps/**", "!apps/docs/**", "apps/docs/a.md"].map(Glob::of);
        let meant = ["apps/a", "apps/docs/b", "apps/docs/a.md"].map(|path| is_meant(&globs, path));
        assert_eq!(meant, [true, false, true]);
    }
}
