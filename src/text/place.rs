//! Where something stands: a byte range in a named source, and the line and column a person would say.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::text::lines::Lines;

/// A text with the path a person knows it by, relative to the project and with `/` between its parts.
#[derive(Debug)]
pub struct Source {
    /// Relative path, or `-` for standard input.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Where its lines begin, once somebody asked.
    lines: OnceLock<Lines>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for Source {}

impl Source {
    /// A source that can be shared by every place in it.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), lines: OnceLock::new() })
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }
}

/// A half-open byte range, `start..end`. Sources above 4 GiB are not read, so 32 bits are enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`, in bytes; ends beyond 4 GiB saturate.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// As indices into the text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A span in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text that the span is in.
    pub source: Arc<Source>,
    /// The bytes meant.
    pub span: Span,
}

impl Place {
    /// A place in a source.
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span }
    }

    /// The first byte of a source, for findings about a whole file.
    pub fn whole_file(source: &Arc<Source>) -> Self {
        Self::new(source, Span::default())
    }

    /// A place in a file whose text is not at hand (it could not be read, or is not text).
    pub fn file(path: impl Into<String>) -> Self {
        Self { source: Source::new(path, ""), span: Span::default() }
    }

    /// Line and column, both from 1; the column counts characters, as editors do.
    pub fn line_column(&self) -> (usize, usize) {
        self.source.lines().line_column(&self.source.text, self.span.start as usize)
    }

    /// The place of line `line` (from 1), without its indentation and its line break.
    pub fn line(source: &Arc<Source>, line: usize) -> Self {
        let text = source.text.as_str();
        let start = source.lines().start(line);
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let indentation = text[start..end].len() - text[start..end].trim_start().len();
        Self::new(source, Span::new(start + indentation, end))
    }

    /// The text of the span.
    pub fn text(&self) -> &str {
        self.source.text.get(self.span.range()).unwrap_or_default()
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.source.text.is_empty() {
            return out.write_str(&self.source.path);
        }
        let (line, column) = self.line_column();
        write!(out, "{}:{line}:{column}", self.source.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("a.yaml", "첫: 줄\n둘: 셋\n");
        let at = source.text.find('셋').unwrap();
        assert_eq!(Place::new(&source, Span::new(at, at + 3)).to_string(), "a.yaml:2:4");
    }

    #[test]
    fn a_line_is_found_by_its_number() {
        let source = Source::new("a", "one\ntwo\nthree");
        assert_eq!(Place::line(&source, 1).text(), "one");
        assert_eq!(Place::line(&source, 2).text(), "two");
        assert_eq!(Place::line(&source, 3).text(), "three");
    }
}
