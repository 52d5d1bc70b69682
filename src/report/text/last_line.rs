//! The line that every validation ends with: the verdict, and what it rests on.
//!
//! Whoever reads nothing else learns here what was left out: documents that were skipped, checks that were not made.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use crate::report::paint::Paint;
use crate::report::said;
use crate::report::said::counted;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Tally;

/// How many kinds of checks that were not made are named.
const NAMED: usize = 3;

/// The verdict and the sums, without a line break.
pub fn last_line(assessment: &Assessment, colour: bool) -> String {
    let tally = &assessment.tally;
    let (word, effect) = match (tally.errors, tally.documents) {
        (1.., _) => ("failed", AnsiColor::BrightRed),
        (0, 0) => ("nothing to check", AnsiColor::BrightYellow),
        (0, _) => ("ok", AnsiColor::BrightGreen),
    };
    let style = effect.on_default().bold();
    let (style, reset) = (Paint::new(colour, style), if colour { format!("{style:#}") } else { String::new() });
    format!("{style}{word}{reset}: {}", parts(tally).join("; "))
}

fn parts(tally: &Tally) -> Vec<String> {
    let mut parts = vec![said::sums(tally.errors, tally.warnings, tally.notes), covered(tally)];
    if tally.ignored_files > 0 {
        parts.push(format!("{} left out (--ignore-filename-pattern)", counted(tally.ignored_files, "file", "files")));
    }
    if !tally.not_checked.is_empty() {
        parts.push(format!("not checked: {}", not_checked(tally)));
    }
    if tally.stopped_early {
        parts.push("stopped at the first error".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn covered(tally: &Tally) -> String {
    let files = counted(tally.files, "file", "files");
    if tally.documents == 0 {
        return if tally.files == 0 { "no file was looked at".to_owned() } else { format!("no document in {files}") };
    }
    let mut covered =
        format!("{} in {files}, {} validated", counted(tally.documents, "document", "documents"), tally.checked());
    for (skip, documents) in &tally.skipped {
        let _ = write!(covered, ", {documents} skipped ({})", skip.reason());
    }
    if tally.ruled.rules > 0 {
        let _ = write!(covered, ", {}", counted(tally.ruled.rules, "rule", "rules"));
    }
    if !tally.ruled.lacking.is_empty() {
        let _ = write!(covered, ", of which {} lack facts (--summary)", tally.ruled.lacking_rules());
    }
    covered
}

fn not_checked(tally: &Tally) -> String {
    let named = tally.not_checked.iter().take(NAMED);
    let mut named: Vec<String> =
        named.map(|(what, times)| format!("{} ({})", said::visible(what), counted(*times, "time", "times"))).collect();
    if tally.not_checked.len() > NAMED {
        named.push(format!("{} more (--summary)", tally.not_checked.len() - NAMED));
    }
    named.join(", ")
}
