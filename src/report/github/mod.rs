//! What GitHub Actions shows of a run: annotations beside the lines of a change, and a summary of the step.
//!
//! The limits are GitHub's ("Workflow commands for GitHub Actions", "Usage limits"): ten annotations of a kind for a
//! step, 1 MiB for a summary. What does not fit is counted and never dropped in silence.

mod summary;

use std::io;
use std::io::Write;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::report::order;
use crate::report::region;
use crate::report::said;
use crate::validate::outcome::Assessment;

pub use summary::MOST_BYTES;
pub use summary::step_summary;

/// How many annotations of one kind GitHub shows for a step.
const MOST: usize = 10;

/// Writes a workflow command for each of the most telling findings, and a last one that says where the rest is.
pub(super) fn annotations(out: &mut dyn Write, assessment: &Assessment, step_summary: bool) -> io::Result<()> {
    let tally = &assessment.tally;
    let found = [(Severity::Error, tally.errors), (Severity::Warning, tally.warnings), (Severity::Note, tally.notes)];
    let fits = found.iter().all(|(_, count)| *count <= MOST);
    let ranked = order::most_telling(assessment);
    let mut left: usize = found.iter().map(|(_, count)| count).sum();
    for (severity, _) in found {
        // The line about the rest is a notice too.
        let places = if severity == Severity::Note && !fits { MOST - 1 } else { MOST };
        for finding in ranked.iter().filter(|finding| finding.severity == severity).take(places) {
            annotation(out, finding)?;
            left = left.saturating_sub(1);
        }
    }
    if left == 0 {
        return Ok(());
    }
    let rest = if step_summary {
        "the summary of this step lists them"
    } else {
        "`--format text` shows them, and `--report sarif=FILE` writes them for code scanning"
    };
    let findings = said::counted(left, "more finding", "more findings");
    writeln!(out, "::notice title=groundplan::and {}", data(&format!("{findings}: {rest}")))
}

fn annotation(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(out, "::{command} ")?;
    let path = finding.place.source.path.as_str();
    let mut message = said::in_full(finding);
    if path == "-" {
        // Nothing to stand beside, so the text itself has to say where.
        message = format!("{}: {message}", finding.place);
    } else {
        write!(out, "file={},", property(path))?;
        if let Some((region, _)) = region::of(&finding.place) {
            // GitHub places an annotation below its last line, and takes columns within one line only.
            write!(out, "line={},endLine={},col={},", region.line, region.line, region.column)?;
            if region.end_line == region.line && region.end_column > region.column {
                write!(out, "endColumn={},", region.end_column)?;
            }
        }
    }
    writeln!(out, "title={}::{}", property(finding.rule), data(&message))
}

/// The message of a command, in which a line break would end it.
fn data(text: &str) -> String {
    let plain = said::harmless(text);
    plain.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
