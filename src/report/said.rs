//! How single things are said, wherever they are said: numbers, names that may hold anything, a finding in full.

use std::borrow::Cow;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::outcome::Outcome;

/// `1 file`, `2 files`.
pub(in crate::report) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A file's name or a value may hold anything, and must neither break the line nor steer the terminal.
pub(in crate::report) fn visible(text: &str) -> String {
    harmless(text).replace('\n', "\\n")
}

/// The path of a file where it begins a line. One that begins with a colon could be a command to the runner of GitHub
/// Actions, which reads every log for such lines; `./` before it names the same file.
pub(in crate::report) fn path(path: &str) -> String {
    let visible = visible(path);
    if visible.trim_start().starts_with(':') { format!("./{visible}") } else { visible }
}

/// A text that may keep its line breaks, and must not steer the terminal either.
pub(in crate::report) fn harmless(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text).replace(is_c1, STAND_IN)
}

/// The lines of a file, for which `annotate_snippets` does the rest: every character keeps its bytes, so that what
/// points into them still does.
pub(in crate::report) fn harmless_lines(text: &str) -> Cow<'_, str> {
    if text.contains(is_c1) { text.replace(is_c1, STAND_IN).into() } else { text.into() }
}

/// The upper control characters (ECMA-48), two bytes each; U+009B begins a command to a terminal as ESC does.
fn is_c1(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{9f}')
}

/// Stands for one of them, and has as many bytes.
const STAND_IN: &str = "\u{bf}";

/// What is wrong, what would happen and what to write instead, a line each.
pub(in crate::report) fn in_full(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for (name, more) in [("why", &finding.why), ("help", &finding.help)] {
        if let Some(more) = more {
            text.push('\n');
            text.push_str(name);
            text.push_str(": ");
            text.push_str(more);
        }
    }
    text
}

/// What a document is called: its object, or what it is where it holds none.
pub(in crate::report) fn document(outcome: &Outcome) -> String {
    outcome.id.as_ref().map_or_else(|| "file".to_owned(), ToString::to_string)
}

/// How many findings of each severity, as `2 errors, 1 warning`; nothing where there are none.
pub(in crate::report) fn sums(errors: usize, warnings: usize, notes: usize) -> String {
    let sums = [(errors, "error", "errors"), (warnings, "warning", "warnings"), (notes, "note", "notes")];
    let sums = sums.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(count, one, many));
    sums.collect::<Vec<String>>().join(", ")
}

/// The same for one document.
pub(in crate::report) fn sums_of(outcome: &Outcome) -> String {
    let count = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
    sums(count(Severity::Error), count(Severity::Warning), count(Severity::Note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_said_steers_a_terminal() {
        for code in (0..0xa0_u32).filter(|code| !(0x20..0x7f).contains(code)) {
            let text = format!("a{}b", char::from_u32(code).unwrap());
            assert!(!visible(&text).contains(char::is_control), "{code:x}");
            assert!(!harmless(&text).contains(|c: char| c.is_control() && c != '\n'), "{code:x}");
            assert_eq!(harmless_lines(&text).len(), text.len());
        }
    }
}
