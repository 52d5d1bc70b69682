//! Validated documents as text: each document if asked for, findings as rustc shows them, what was covered, the verdict.

use std::collections::BTreeSet;
use std::io;
use std::io::Write;

use crate::finding::Finding;
use crate::report::format::Options;
use crate::report::order;
use crate::report::said;
use crate::report::text;
use crate::report::text::findings::MOST;
use crate::text::suggest::listed;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Tally;
use crate::validate::outcome::Verdict;

/// Writes all of it.
pub fn assessment(out: &mut dyn Write, assessment: &Assessment, options: Options) -> io::Result<()> {
    if options.verbose {
        for outcome in &assessment.outcomes {
            document(out, outcome)?;
        }
        if !assessment.outcomes.is_empty() {
            writeln!(out)?;
        }
    }
    let mut shown: Vec<&Finding> = assessment.findings().collect();
    if shown.len() > MOST {
        let chosen = order::most_telling(assessment).into_iter().take(MOST);
        let chosen: BTreeSet<*const Finding> = chosen.map(std::ptr::from_ref).collect();
        shown.retain(|finding| chosen.contains(&std::ptr::from_ref(*finding)));
    }
    text::findings(out, shown.iter().copied(), options.colour)?;
    let more = more_than(&assessment.tally, &shown);
    if !more.is_empty() {
        writeln!(out, "and {more} more; `--format json` lists them\n")?;
    }
    if options.summary {
        summary(out, &assessment.tally)?;
    }
    writeln!(out, "{}", text::last_line(assessment, options.colour))
}

fn document(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    let sums = said::sums_of(outcome);
    let sums = if sums.is_empty() { sums } else { format!(", {sums}") };
    let verdict = match outcome.verdict {
        Verdict::Valid => "valid".to_owned(),
        Verdict::Invalid => "invalid".to_owned(),
        Verdict::Skipped(skip) => format!("skipped, {}", skip.reason()),
    };
    let (file, name) = (said::path(&outcome.file), said::visible(&said::document(outcome)));
    writeln!(out, "{file}:{} {name}: {verdict}{sums}", outcome.line)
}

/// What was found beyond what is shown, by severity.
fn more_than(tally: &Tally, shown: &[&Finding]) -> String {
    use crate::finding::Severity::Error;
    use crate::finding::Severity::Note;
    use crate::finding::Severity::Warning;
    let shown = |severity| shown.iter().filter(|finding| finding.severity == severity).count();
    said::sums(
        tally.errors.saturating_sub(shown(Error)),
        tally.warnings.saturating_sub(shown(Warning)),
        tally.notes.saturating_sub(shown(Note)),
    )
}

/// What was covered, one line a subject.
pub(in crate::report) fn summary(out: &mut dyn Write, tally: &Tally) -> io::Result<()> {
    writeln!(out, "files         {}", tally.files)?;
    if tally.ignored_files > 0 {
        writeln!(out, "  {:>10}  left out (--ignore-filename-pattern)", tally.ignored_files)?;
    }
    writeln!(out, "documents     {}, of which {} validated", tally.documents, tally.checked())?;
    for (schema, documents) in &tally.by_schema {
        writeln!(out, "  {documents:>10}  by {}", said::visible(schema))?;
    }
    for (skip, documents) in &tally.skipped {
        writeln!(out, "  {documents:>10}  skipped, {}", skip.reason())?;
    }
    if tally.ruled.rules > 0 {
        writeln!(out, "rules         {}", tally.ruled.rules)?;
    }
    for (need, rules) in &tally.ruled.lacking {
        writeln!(out, "  {:>10}  need {}: {}", rules.len(), need.declared(), listed(rules.iter().copied()))?;
    }
    if !tally.not_checked.is_empty() {
        writeln!(out, "not checked   {}", tally.not_checked.values().sum::<usize>())?;
    }
    for (what, times) in &tally.not_checked {
        writeln!(out, "  {times:>10}  {}", said::visible(what))?;
    }
    Ok(())
}
