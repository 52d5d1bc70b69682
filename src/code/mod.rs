//! What the code of a service is made of, read from the texts that say so: imports of Python, files of requirements,
//! `pyproject.toml`, and what a Dockerfile copies into an image.
//!
//! A text goes in and values with their places come out. Nothing here opens a file, knows which files there are, or
//! decides which module a name stands for: that needs the tree, and whoever has it.

pub mod python;
pub mod requirements;
pub mod pyproject;
pub mod dockerfile;
mod requirement;

use crate::text::Span;

/// A word of a text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The word, without quotes; each reader says what it does to it beyond that.
    pub text: String,
    /// Where it stands, in bytes of the source.
    pub span: Span,
}

impl Named {
    /// A word and its place.
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span }
    }
}
