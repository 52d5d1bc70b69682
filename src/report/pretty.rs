//! One line a document and one a finding, grouped by file, for people at a terminal.

use std::io;
use std::io::Write;

use anstyle::AnsiColor;
use anstyle::Style;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::report::format::Options;
use crate::report::order;
use crate::report::paint::Paint;
use crate::report::said;
use crate::report::text;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Verdict;

/// How many findings are shown; whoever has more has one cause in common, and sees it.
const MOST: usize = 1_000;

/// Writes documents with something to say, or all if the report is to be verbose, and the verdict.
pub(super) fn write(out: &mut dyn Write, assessment: &Assessment, options: Options) -> io::Result<()> {
    let told: Vec<&Outcome> =
        assessment.outcomes.iter().filter(|outcome| options.verbose || order::worth_telling(outcome)).collect();
    let mut left = MOST;
    for file in told.chunk_by(|one, other| one.file == other.file) {
        let style = Paint::new(options.colour, Style::new().bold());
        writeln!(out, "{}", coloured(&style, options.colour, &said::path(&file[0].file)))?;
        for outcome in file {
            document(out, outcome, options.colour)?;
            for finding in outcome.findings.iter().take(left) {
                line(out, finding, options.colour)?;
            }
            left = left.saturating_sub(outcome.findings.len());
        }
    }
    let tally = &assessment.tally;
    let more = (tally.errors + tally.warnings + tally.notes).saturating_sub(MOST);
    if more > 0 {
        writeln!(out, "and {more} more findings; `--format json` lists them")?;
    }
    if !told.is_empty() {
        writeln!(out)?;
    }
    if options.summary {
        text::summary(out, tally)?;
    }
    writeln!(out, "{}", text::last_line(assessment, options.colour))
}

fn document(out: &mut dyn Write, outcome: &Outcome, colour: bool) -> io::Result<()> {
    let (mark, effect) = match outcome.verdict {
        Verdict::Valid if outcome.findings.is_empty() => ("✔", AnsiColor::BrightGreen),
        Verdict::Valid => ("!", AnsiColor::BrightYellow),
        Verdict::Invalid => ("✖", AnsiColor::BrightRed),
        Verdict::Skipped(_) => ("-", AnsiColor::BrightYellow),
    };
    let style = Paint::new(colour, effect.on_default().bold());
    let mark = coloured(&style, colour, mark);
    let why = match outcome.verdict {
        Verdict::Skipped(skip) => format!(" skipped, {}", skip.reason()),
        _ => String::new(),
    };
    writeln!(out, "  {mark} {}{why}", said::visible(&said::document(outcome)))
}

fn line(out: &mut dyn Write, finding: &Finding, colour: bool) -> io::Result<()> {
    let effect = match finding.severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::BrightYellow,
        Severity::Note => AnsiColor::BrightCyan,
    };
    let style = Paint::new(colour, effect.on_default());
    let rule = coloured(&style, colour, &format!("{}[{}]", finding.severity, finding.rule));
    let place = said::path(&finding.place.to_string());
    writeln!(out, "      {place} {rule} {}", said::visible(&finding.message))
}

fn coloured(style: &Paint, colour: bool, text: &str) -> String {
    let reset = if colour { anstyle::Reset.render().to_string() } else { String::new() };
    format!("{style}{text}{reset}")
}
