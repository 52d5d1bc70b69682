//! The formats of a report about validated documents, and which one to write.
//!
//! A format never decides what is listed: [`Format::lists_every_document`] says beforehand what it needs to be given.

use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::str::FromStr;

use crate::report::github;
use crate::report::json;
use crate::report::junit;
use crate::report::pretty;
use crate::report::sarif;
use crate::report::tap;
use crate::report::text;
use crate::text::suggest;
use crate::validate::outcome::Assessment;

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Findings as rustc shows them, for people and logs.
    Text,
    /// One line a document, grouped by file, for people at a terminal.
    Pretty,
    /// Everything, in a versioned format of our own: `schemas/report.schema.json`.
    Json,
    /// `JUnit` XML: a test suite a file, a test case a document.
    Junit,
    /// Test Anything Protocol, version 13: a test a document.
    Tap,
    /// Static Analysis Results Interchange Format 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, which GitHub Actions shows beside the lines of a change.
    Github,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Pretty, Self::Json, Self::Junit, Self::Tap, Self::Sarif, Self::Github];

    /// What it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Pretty => "pretty",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Tap => "tap",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }

    /// Whether the assessment must keep documents of which nothing is to be said.
    pub fn lists_every_document(self, verbose: bool) -> bool {
        match self {
            Self::Junit | Self::Tap => true,
            Self::Text | Self::Pretty | Self::Json => verbose,
            Self::Sarif | Self::Github => false,
        }
    }

    /// Whether people read it, so that it ends with [`text::last_line`]; beside the others that line belongs on
    /// standard error.
    pub fn ends_with_last_line(self) -> bool {
        matches!(self, Self::Text | Self::Pretty)
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = || Self::ALL.into_iter().map(Self::name);
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
            match suggest::nearest(name, names()) {
                Some(near) => format!("there is no format `{name}`; did you mean `{near}`?"),
                None => format!("there is no format `{name}`; {}", suggest::known(names())),
            }
        })
    }
}

/// How much is written at once, bytes: a line at a time would cost more than the report.
const PIECE: usize = 64 * 1024;

/// How to write.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line, and none excludes another")]
pub struct Options {
    /// With colour, in `text` and `pretty`.
    pub colour: bool,
    /// With every document, in `text`, `pretty` and `json`; `junit` and `tap` always list them.
    pub verbose: bool,
    /// With a table of what was covered, in `text` and `pretty`; `json` and `junit` always have it.
    pub summary: bool,
    /// A step summary is written too ([`github::step_summary`]), so that `github` can point to it.
    pub step_summary: bool,
}

/// Writes a report, in pieces of some size whatever `out` is. `text` and `pretty` end with [`text::last_line`].
pub fn write(out: &mut dyn Write, format: Format, assessment: &Assessment, options: Options) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(PIECE, out);
    write_pieces(&mut out, format, assessment, options)?;
    out.flush()
}

fn write_pieces(out: &mut dyn Write, format: Format, assessment: &Assessment, options: Options) -> io::Result<()> {
    match format {
        Format::Text => text::assessment(out, assessment, options),
        Format::Pretty => pretty::write(out, assessment, options),
        Format::Json => json::write(out, assessment, options.verbose),
        Format::Junit => junit::write(out, assessment),
        Format::Tap => tap::write(out, assessment),
        Format::Sarif => sarif::write(out, assessment),
        Format::Github => github::annotations(out, assessment, options.step_summary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
    }

    #[test]
    fn a_slip_in_the_name_of_a_format_is_answered_with_the_right_one() {
        assert_eq!("serif".parse::<Format>(), Err("there is no format `serif`; did you mean `sarif`?".to_owned()));
        assert_eq!("JSON".parse::<Format>(), Err("there is no format `JSON`; did you mean `json`?".to_owned()));
        assert_eq!(
            "checkstyle".parse::<Format>(),
            Err("there is no format `checkstyle`; known are `text`, `pretty`, `json`, `junit`, `tap`, `sarif` and \
                 `github`"
                .to_owned())
        );
    }
}
