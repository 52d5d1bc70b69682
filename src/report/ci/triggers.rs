//! The table of shared modules: who needs them, and by which way.

use std::io;
use std::io::Write;

use serde_json::Value;
use serde_json::json;

use crate::ci::reach::in_words;
use crate::ci::triggers::Code;
use crate::ci::triggers::Reason;
use crate::ci::triggers::Trigger;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::report::ci::way_json;

/// What is shown.
pub struct Shown<'s> {
    /// The code.
    pub code: &'s Code<'s>,
    /// The shared modules.
    pub triggers: &'s [Trigger],
    /// How many Python files were read, and how many imports they have.
    pub read: (usize, usize),
    /// What the model and the code disagree about.
    pub findings: &'s [Finding],
}

impl Shown<'_> {
    fn name(&self, number: usize) -> &str {
        self.code.pipeline.services[number].name
    }
}

/// The table.
pub fn triggers(out: &mut dyn Write, shown: &Shown<'_>) -> io::Result<()> {
    let longest = shown.code.pipeline.services.iter().map(|service| service.name.len()).max().unwrap_or(0);
    for trigger in shown.triggers {
        writeln!(out, "{}", trigger.path.escape_debug())?;
        for (number, reason) in &trigger.services {
            let way = in_words(&reason.way);
            writeln!(out, "  {:longest$}  {}", shown.name(*number), way.escape_debug())?;
        }
    }
    if shown.triggers.is_empty() {
        writeln!(out, "no service needs anything outside of its folder")?;
    }
    writeln!(out)
}

/// The sums, and how it ends.
pub fn last_line(out: &mut dyn Write, shown: &Shown<'_>) -> io::Result<()> {
    let count = |severity| shown.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let verdict = if errors > 0 { "failed" } else { "ok" };
    let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let (files, imports) = shown.read;
    writeln!(
        out,
        "{verdict}: {}, {}; {} read, {}, {}",
        plural(errors, "error"),
        plural(warnings, "warning"),
        plural(files, "Python file"),
        plural(imports, "import"),
        plural(shown.triggers.len(), "shared module"),
    )
}

/// The same for programs.
pub fn triggers_json(out: &mut dyn Write, shown: &Shown<'_>) -> io::Result<()> {
    let service = |(number, reason): (&usize, &Reason)| {
        let entry = json!({
            "files": reason.files,
            "nearest": reason.file,
            "way": way_json(&reason.way),
            "tested": shown.code.pipeline.services[*number].is_tested(),
        });
        (shown.name(*number).to_owned(), entry)
    };
    let trigger = |trigger: &Trigger| {
        let services: serde_json::Map<String, Value> = trigger.services.iter().map(service).collect();
        (trigger.path.clone(), Value::Object(services))
    };
    let triggers: serde_json::Map<String, Value> = shown.triggers.iter().map(trigger).collect();
    let finding = |finding: &Finding| {
        let (line, column) = finding.place.line_column();
        json!({
            "rule": finding.rule,
            "severity": finding.severity.to_string(),
            "file": finding.place.source.path,
            "line": line,
            "column": column,
            "message": finding.message,
            "resource": finding.resource,
            "why": finding.why,
            "help": finding.help,
        })
    };
    let findings: Vec<Value> = shown.findings.iter().map(finding).collect();
    let all = json!({
        "sharedTriggers": triggers,
        "files": shown.read.0,
        "imports": shown.read.1,
        "findings": findings,
    });
    writeln!(out, "{}", serde_json::to_string_pretty(&all)?)
}
