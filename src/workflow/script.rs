//! Scripts of steps, read by line: which commands stand in them, as far as that can be told without a shell.

use crate::text::Place;

/// A line of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'s> {
    /// Its number in the script, from 0.
    pub number: usize,
    /// What it says, without blanks around it.
    pub text: &'s str,
}

/// The lines that are neither empty nor comments, nor part of a text that is handed to a command with `<<`.
pub fn lines(script: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut end: Option<&str> = None;
    for (number, line) in script.lines().enumerate() {
        let text = line.trim();
        if let Some(word) = end {
            if text == word {
                end = None;
            }
            continue;
        }
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        end = document(text);
        lines.push(Line { number, text });
    }
    lines
}

/// The word that ends a text behind `<<`.
fn document(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("<<")?;
    // `<<<` hands on a word, and `1 << 2` calculates.
    if rest.starts_with('<') || before.ends_with('<') || before.contains("((") {
        return None;
    }
    let word = rest.trim_start_matches('-').trim_start().trim_start_matches(['\'', '"', '\\']);
    let end = word.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(word.len());
    (end > 0).then_some(&word[..end])
}

/// Whether a text names a variable of the shell.
pub fn uses_variable(text: &str, name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_');
    text.match_indices('$').any(|(at, _)| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        rest.strip_prefix(name).is_some_and(ends)
    })
}

/// Whether a command with these words stands in a line: at its beginning, or behind what parts commands.
pub fn calls(line: &str, command: &str) -> bool {
    line.match_indices(command).any(|(at, _)| {
        let before = line[..at].trim_end();
        let begins = before.is_empty()
            || before.ends_with(['|', '&', ';', '(', '`', '{', '!'])
            || ["then", "do", "else", "if", "sudo", "exec", "time"].iter().any(|word| before.ends_with(word));
        let rest = &line[at + command.len()..];
        begins && !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))
    })
}

/// The place of a line of a script in its file; the whole script where it cannot be told.
pub fn line_place(script: &Place, number: usize, line: &str) -> Place {
    let place = Place::line(&script.source, script.line_column().0 + number);
    if place.text().trim_end() == line { place } else { script.clone() }
}
