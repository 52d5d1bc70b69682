//! What is wrong with a schema location: a wrong argument, nothing there, or a file that is no schema.

use std::sync::Arc;

use crate::text::Place;
use crate::text::Source;
use crate::text::Span;

/// How the command line is called in places that stand in it.
pub(super) const OPTION: &str = "--schema-location";

/// Why a schema location cannot be used. A run that met one must not end as if all had been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationError {
    /// Where: in the schema file, or in the argument itself, whose path is then `--schema-location`.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to write or do instead.
    pub help: Option<String>,
}

impl LocationError {
    pub(in crate::schema) fn at(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), help: None }
    }

    /// About a part of an argument.
    pub(super) fn argument(written: &str, span: Span, message: impl Into<String>) -> Self {
        Self::at(Place::new(&Source::new(OPTION, written), span), message)
    }

    /// About an argument as a whole.
    pub(super) fn whole(written: &str, message: impl Into<String>) -> Self {
        Self::argument(written, Span::new(0, written.len()), message)
    }

    /// About a byte of a line of a file, both from 1, as JSON parsers count.
    pub(in crate::schema) fn line(
        source: &Arc<Source>,
        line: usize,
        column: usize,
        message: impl Into<String>,
    ) -> Self {
        let text = source.text.as_str();
        let start = line.checked_sub(2).and_then(|breaks| text.match_indices('\n').nth(breaks));
        let at = start.map_or(0, |(at, _)| at + 1) + column.saturating_sub(1);
        Self::at(Place::new(source, Span::new(at.min(text.len()), at.min(text.len()))), message)
    }

    /// The same about a part of the argument as it was written, with what stood before that part.
    pub(super) fn in_argument(mut self, written: &str) -> Self {
        let before = written.len().saturating_sub(self.place.source.text.len());
        let range = self.place.span.range();
        let span = Span::new(range.start + before, range.end + before);
        self.place = Place::new(&Source::new(OPTION, written), span);
        self
    }

    pub(in crate::schema) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether the command line is wrong, and not a file.
    pub fn is_usage(&self) -> bool {
        self.place.source.path == OPTION
    }
}

impl std::fmt::Display for LocationError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_usage() {
            let (_, column) = self.place.line_column();
            write!(out, "{OPTION} `{}`", self.place.source.text)?;
            if column > 1 {
                write!(out, ", character {column}")?;
            }
        } else {
            self.place.fmt(out)?;
        }
        write!(out, ": {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(out, "; {help}"))
    }
}

impl std::error::Error for LocationError {}
