//! Test Anything Protocol, version 13: a test a document, what was found as a YAML block below it.
//!
//! Readers of version 14 read it too: `#` and `\` in descriptions are escaped as that version demands.

use std::io;
use std::io::Write;

use serde_json::Map;
use serde_json::Value;

use crate::finding::Finding;
use crate::report::said;
use crate::report::text;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Verdict;
use crate::yaml::emit;

/// Writes the plan, a test a document, and the verdict as a comment.
pub(super) fn write(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    writeln!(out, "TAP version 13")?;
    let tests = assessment.outcomes.len();
    writeln!(out, "1..{tests}{}", if tests == 0 { " # SKIP nothing to check" } else { "" })?;
    for (outcome, number) in assessment.outcomes.iter().zip(1_u64..) {
        test(out, outcome, number)?;
    }
    writeln!(out, "# {}", said::visible(&text::last_line(assessment, false)))
}

fn test(out: &mut dyn Write, outcome: &Outcome, number: u64) -> io::Result<()> {
    let word = if outcome.verdict == Verdict::Invalid { "not ok" } else { "ok" };
    let file = escaped(&outcome.file);
    write!(out, "{word} {number} - {file} ({})", escaped(&said::document(outcome)))?;
    if let Verdict::Skipped(skip) = outcome.verdict {
        write!(out, " # SKIP {}", escaped(skip.reason()))?;
    }
    writeln!(out)?;
    if outcome.findings.is_empty() {
        return Ok(());
    }
    let mut block = String::from("  findings:");
    emit::push_block(&mut block, &outcome.findings.iter().map(described).collect(), 4);
    writeln!(out, "  ---\n{block}\n  ...")
}

fn described(finding: &Finding) -> Value {
    let mut fields = Map::new();
    let mut set = |name: &str, value: &str| fields.insert(name.to_owned(), value.into());
    set("severity", &finding.severity.to_string());
    set("rule", finding.rule);
    set("at", &finding.place.to_string());
    set("message", &finding.message);
    for (name, text) in [("path", &finding.path), ("why", &finding.why), ("help", &finding.help)] {
        if let Some(text) = text {
            set(name, text);
        }
    }
    Value::Object(fields)
}

/// One line in which nothing is taken for a directive.
fn escaped(text: &str) -> String {
    said::visible(text).replace('\\', "\\\\").replace('#', "\\#")
}
