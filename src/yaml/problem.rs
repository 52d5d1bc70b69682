//! What can be wrong with a text as YAML, and what to write instead.

use std::sync::Arc;

use granit_parser::ErrorKind;
use granit_parser::ScanError;

use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::yaml::parse::MAX_DEPTH;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no YAML or JSON, or means nothing to Kubernetes; nothing is read beyond it.
    Syntax,
    /// A map has a key twice; the rest can be read.
    RepeatedKey,
}

/// Something that makes a text unusable as YAML for Kubernetes.
#[derive(Debug)]
pub struct Problem {
    /// What kind of fault it is.
    pub fault: Fault,
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// A second place that belongs to it, such as the first of two equal keys.
    pub also: Option<(Place, &'static str)>,
    /// What to write instead, where that can be guessed.
    pub help: Option<&'static str>,
}

impl Problem {
    /// A fault that ends the reading.
    pub(super) fn syntax(place: Place, message: String) -> Self {
        Self { fault: Fault::Syntax, place, message, also: None, help: None }
    }
}

/// The first line that git left where two branches disagree.
pub(super) fn conflict_mark(text: &str) -> Option<Span> {
    const MARK: &str = "<<<<<<< ";
    let start = if text.starts_with(MARK) { 0 } else { text.find(&format!("\n{MARK}"))? + 1 };
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    Some(Span::new(start, end))
}

/// What the general parser has to say of a text that is no YAML.
pub(super) fn syntax_problem(source: &Arc<Source>, error: &ScanError) -> Problem {
    let at = error.marker().byte_offset().unwrap_or(source.text.len());
    let mut problem = Problem::syntax(Place::new(source, Span::new(at, at)), String::new());
    if let Some(mark) = conflict_mark(&source.text) {
        problem.place.span = mark;
        "a merge conflict was not resolved here".clone_into(&mut problem.message);
    } else if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        problem.message = nested_too_deep();
    } else {
        problem.message = format!("this is not valid YAML: {}", error.kind());
        problem.help = syntax_help(error.kind());
    }
    problem
}

pub(super) fn nested_too_deep() -> String {
    format!("this is nested deeper than {MAX_DEPTH} levels")
}

fn syntax_help(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::MappingValueNotAllowed => "put the value in quotes if the colon belongs to it",
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            "indent with blanks"
        }
        ErrorKind::UnclosedQuotedScalar => "close the quote that was opened here",
        ErrorKind::UnclosedFlowCollection { .. } => "close the bracket that was opened here",
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation => {
            "the keys of a map, and the items of a list, stand in one column; a key ends in a colon and a blank"
        }
        ErrorKind::UnknownAnchor => "no anchor of that name stands above; quote a text that begins with `*`",
        _ => return None,
    })
}
