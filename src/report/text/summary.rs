//! The last lines of a run: what was covered, or why nothing was.

use std::io;
use std::io::Write;

use anstyle::AnsiColor;
use anstyle::Style;

use crate::diff::Action;
use crate::diff::Changes;
use crate::diff::WritePlan;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::report::said::counted;
use crate::text::suggest;
use crate::validate::Coverage;

/// What a check covered.
pub struct Covered<'a> {
    /// The environments, by name.
    pub environments: &'a [&'a str],
    /// Rendered files.
    pub files: usize,
    /// What was validated.
    pub coverage: &'a Coverage,
    /// What was said of continuous integration, if anything was.
    pub integration: Option<Integration>,
    /// What differs from the committed tree.
    pub changes: &'a Changes,
    /// Everything found.
    pub findings: &'a [Finding],
}

/// What a check says of continuous integration.
#[derive(Debug, Clone, Copy)]
pub struct Integration {
    /// The services that the workflow tests.
    pub services: usize,
    /// The jobs that test them.
    pub jobs: usize,
    /// The Python files that were read; `None` where the code is not in this repository.
    pub files: Option<usize>,
}

/// Says what was covered, one line a subject, and the verdict.
pub fn coverage(out: &mut dyn Write, covered: &Covered<'_>, colour: bool) -> io::Result<()> {
    let coverage = covered.coverage;
    writeln!(out, "environments  {} ({})", covered.environments.len(), covered.environments.join(", "))?;
    writeln!(out, "files         {} rendered", covered.files)?;
    let validated: usize = coverage.by_schema.values().sum();
    writeln!(out, "documents     {}, of which {validated} validated", coverage.documents)?;
    for (schema, documents) in &coverage.by_schema {
        writeln!(out, "  {documents:>10}  by {schema}")?;
    }
    if coverage.unknown > 0 {
        writeln!(out, "  {:>10}  of a kind without a schema", coverage.unknown)?;
    }
    for (kind, skipped) in &coverage.not_evaluated {
        for (reason, rules) in &skipped.reasons {
            writeln!(out, "  {rules:>10}  rules of {kind} not evaluated: {reason}")?;
        }
    }
    writeln!(out, "rules         {} in every environment", coverage.ruled.rules)?;
    if let Some(Integration { services, jobs, files }) = covered.integration {
        let compared = match (files, services) {
            (Some(files), _) => format!("compared with {}", counted(files, "Python file", "Python files")),
            (None, 1) => "its triggers not compared, for the code is not here".to_owned(),
            (None, _) => "their triggers not compared, for the code is not here".to_owned(),
        };
        writeln!(
            out,
            "ci            {} in {}, {compared}",
            counted(services, "service", "services"),
            counted(jobs, "job", "jobs")
        )?;
    }
    let kinds: Vec<String> = covered.changes.counts().map(|(kind, count)| format!("{count} {}", kind.name())).collect();
    let drift = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
    writeln!(out, "drift         {drift}")?;
    verdict(out, covered.findings, !covered.changes.is_clean(), colour)
}

/// Says that nothing could be rendered, or that there was nothing to check.
pub fn stopped(out: &mut dyn Write, findings: &[Finding], nothing: bool, colour: bool) -> io::Result<()> {
    if nothing {
        return writeln!(
            out,
            "nothing to check: no environment renders any file; environments are environments/*.yaml beside base.yaml"
        );
    }
    verdict(out, findings, false, colour)
}

fn verdict(out: &mut dyn Write, findings: &[Finding], drift: bool, colour: bool) -> io::Result<()> {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let mut parts = Vec::new();
    for (severity, one, many) in [(Severity::Error, "error", "errors"), (Severity::Warning, "warning", "warnings")] {
        match count(severity) {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            more => parts.push(format!("{more} {many}")),
        }
    }
    if drift {
        parts.push("the committed tree differs".to_owned());
    }
    let failed = drift || count(Severity::Error) > 0;
    let style = match (colour, failed) {
        (false, _) => Style::new(),
        (true, true) => AnsiColor::BrightRed.on_default().bold(),
        (true, false) => AnsiColor::BrightGreen.on_default().bold(),
    };
    let word = if failed { "failed" } else { "ok" };
    if parts.is_empty() {
        writeln!(out, "{style}{word}{style:#}")
    } else {
        writeln!(out, "{style}{word}{style:#}: {}", parts.join(", "))
    }
}

/// Says why nothing was written.
pub fn refused(out: &mut dyn Write, plan: &WritePlan, colour: bool) -> io::Result<()> {
    for refusal in &plan.refuse {
        writeln!(out, "not written  {}: {}", refusal.path, refusal.reason)?;
    }
    let style = if colour { AnsiColor::BrightRed.on_default().bold() } else { Style::new() };
    writeln!(
        out,
        "{style}failed{style:#}: nothing was written; move these files out of the generated folder, or delete them, \
         and run `groundplan render` again"
    )
}

/// Says what was written.
pub fn written(out: &mut dyn Write, plan: &WritePlan, files: usize) -> io::Result<()> {
    let lists: [(&str, Vec<&str>); 4] = [
        ("wrote", plan.write.iter().map(|source| source.path.as_str()).collect()),
        ("repaired", plan.repair.iter().map(String::as_str).collect()),
        ("removed", plan.remove.iter().map(String::as_str).collect()),
        ("cleared", plan.clear.iter().map(String::as_str).collect()),
    ];
    for (verb, paths) in &lists {
        match paths.len() {
            0 => {}
            1..=20 => {
                for path in paths {
                    writeln!(out, "{verb:<9} {path}")?;
                }
            }
            many => {
                writeln!(out, "{verb:<9} {many} files, such as {}", suggest::listed(paths.iter().copied().take(3)))?;
            }
        }
    }
    let changed: usize = lists.iter().map(|(_, paths)| paths.len()).sum();
    let same = files.saturating_sub(plan.write.len() + plan.repair.len());
    match (changed, same) {
        (0, 1) => writeln!(out, "nothing to do: 1 file is as it should be"),
        (0, _) => writeln!(out, "nothing to do: {files} files are as they should be"),
        (_, 0) => Ok(()),
        (_, 1) => writeln!(out, "1 more file was already as it should be"),
        (_, _) => writeln!(out, "{same} more files were already as they should be"),
    }
}

/// Says what lies in the folder that groundplan did not write, so that a failing check comes as no surprise.
pub fn left_alone(out: &mut dyn Write, changes: &Changes) -> io::Result<()> {
    for change in changes.drift().filter(|change| change.action == Action::Leave) {
        writeln!(
            out,
            "left      {}: {}, and `groundplan check` fails while it is there",
            change.path,
            change.kind.name()
        )?;
    }
    Ok(())
}
