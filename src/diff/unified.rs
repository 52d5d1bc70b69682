//! The difference between two texts by line, three lines of context, as `diff -u` shows it.
//!
//! It is for reading only: whether two files differ was decided by bytes before this is asked.

use std::fmt::Write;

use similar::Algorithm;
use similar::ChangeTag;
use similar::TextDiff;

use crate::text::Source;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// Above this many lines on both sides together, the cost of a minimal difference is not worth its use.
const MOST_LINES: usize = 100_000;

/// A unified diff, without colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnifiedDiff {
    /// The lines below the two header lines; empty where the texts are too long to be compared by line.
    pub lines: Vec<Line>,
    path: String,
}

/// One line of a diff, without its line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the line is.
    pub tag: LineTag,
    /// The line as printed, with its leading `+`, `-` or space, and control characters made visible.
    pub text: String,
}

/// What a line of a diff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineTag {
    /// `--- committed/…` and `+++ rendered/…`.
    Header,
    /// `@@ … @@`.
    Hunk,
    /// Only rendered.
    Added,
    /// Only committed.
    Removed,
    /// In both, or a remark on the line above.
    Context,
}

impl UnifiedDiff {
    /// From the committed text to the rendered one.
    pub fn between(committed: &Source, rendered: &Source) -> Self {
        let path = rendered.path.clone();
        let lines = |source: &Source| source.text.bytes().filter(|byte| *byte == b'\n').count();
        if lines(committed) + lines(rendered) > MOST_LINES {
            return Self { lines: Vec::new(), path };
        }
        let diff = TextDiff::configure()
            .algorithm(Algorithm::Myers)
            .diff_lines(committed.text.as_str(), rendered.text.as_str());
        let mut lines = Vec::new();
        for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
            lines.push(Line { tag: LineTag::Hunk, text: hunk.header().to_string() });
            for change in hunk.iter_changes() {
                let (tag, sign) = match change.tag() {
                    ChangeTag::Equal => (LineTag::Context, ' '),
                    ChangeTag::Delete => (LineTag::Removed, '-'),
                    ChangeTag::Insert => (LineTag::Added, '+'),
                };
                let text = change.value().strip_suffix('\n').unwrap_or(change.value());
                lines.push(Line { tag, text: format!("{sign}{}", visible(text)) });
                if change.missing_newline() {
                    let text = "\\ No newline at end of file".to_owned();
                    lines.push(Line { tag: LineTag::Context, text });
                }
            }
        }
        Self { lines, path }
    }

    /// The two lines that name the sides.
    pub fn header(&self) -> [Line; 2] {
        let line = |text| Line { tag: LineTag::Header, text };
        [line(format!("--- committed/{}", self.path)), line(format!("+++ rendered/{}", self.path))]
    }
}

impl std::fmt::Display for UnifiedDiff {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for line in self.header().iter().chain(&self.lines) {
            writeln!(out, "{}", line.text)?;
        }
        Ok(())
    }
}

/// A difference that cannot be seen is not understood, and a committed file must not steer the terminal.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push('\t'),
            '\0'..='\x1f' => {
                shown.extend(char::from_u32(0x2400 + u32::from(character)));
            }
            '\x7f' => shown.push('\u{2421}'),
            '\u{80}'..='\u{9f}'
            | '\u{a0}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {
                let _ = write!(shown, "<U+{:04X}>", u32::from(character));
            }
            _ => shown.push(character),
        }
    }
    shown
}
