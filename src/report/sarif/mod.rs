//! SARIF 2.1.0 for code scanning: one run, a result a finding, a description of each rule that fired.
//!
//! References to sections are to the OASIS Standard; what GitHub makes of a file stands in its documentation "SARIF
//! support for code scanning". Valid documents leave no trace here: a result is something to look at.

mod location;
mod result;

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use serde::Serialize;
use serde::Serializer;
use serde_json::Value;
use serde_json::json;

use crate::finding::Severity;
use crate::report::fingerprint::Fingerprints;
use crate::report::rules;
use crate::report::said;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::MOST_FINDINGS;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder that relative paths start in; whoever reads the report knows where that is.
const BASE: &str = "%SRCROOT%";

/// Writes the log, indented, with a line break at its end.
pub(super) fn write(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    write_at_most(out, assessment, MOST_FINDINGS)
}

/// The same with another limit to the number of results.
pub(super) fn write_at_most(out: &mut dyn Write, assessment: &Assessment, most: usize) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [Run::new(assessment, most)] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    column_kind: &'static str,
    results: Results<'a>,
}

impl<'a> Run<'a> {
    fn new(assessment: &'a Assessment, most: usize) -> Self {
        let levels = levels(assessment);
        let described: Vec<Value> = levels.iter().map(|(id, level)| rule(id, *level)).collect();
        Self {
            tool: json!({
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": described,
                },
            }),
            invocations: [json!({
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications(assessment, most),
            })],
            original_uri_base_ids: json!({
                BASE: { "description": { "text": "the folder that groundplan was started in" } },
            }),
            column_kind: "unicodeCodePoints",
            results: Results { assessment, most, rules: levels.into_keys().collect() },
        }
    }
}

/// The rules that fired, by name, with the worst that a finding of theirs is.
fn levels(assessment: &Assessment) -> BTreeMap<&'static str, Severity> {
    let mut levels = BTreeMap::new();
    for finding in assessment.findings() {
        let level = levels.entry(finding.rule).or_insert(finding.severity);
        *level = finding.severity.min(*level);
    }
    levels
}

/// A reportingDescriptor (3.49), with all that GitHub demands of a rule.
fn rule(id: &str, level: Severity) -> Value {
    let (summary, area) = match rules::find(id) {
        Some(rule) => (rule.summary, Some(rule.area)),
        None => (id, None),
    };
    let consequence = area.map_or("", rules::Area::consequence);
    let tags: Vec<&str> = area.map(rules::Area::name).into_iter().chain(["kubernetes"]).collect();
    let problem = if level == Severity::Note { "recommendation".to_owned() } else { level.to_string() };
    let explained = if consequence.is_empty() { format!("{summary}.") } else { format!("{summary}: {consequence}.") };
    json!({
        "id": id,
        "name": pascal_case(id),
        "shortDescription": { "text": format!("{summary}.") },
        "fullDescription": { "text": explained },
        "help": {
            "text": format!("{explained} Each result says what to write instead, where that can be known."),
            "markdown": format!("**`{id}`**: {explained}\n\nEach result says what to write instead, where that can be known."),
        },
        "defaultConfiguration": { "level": level.to_string() },
        "properties": { "tags": tags, "problem.severity": problem },
    })
}

/// `UnknownField`, as the standard wants the readable name of a rule to be (3.49.7).
fn pascal_case(id: &str) -> String {
    let words = id.split('-').flat_map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters)
    });
    words.collect()
}

/// The results, made one by one while they are written.
struct Results<'a> {
    assessment: &'a Assessment,
    most: usize,
    rules: Vec<&'static str>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fingerprints = Fingerprints::default();
        let outcomes = self.assessment.outcomes.iter();
        let all = outcomes.flat_map(|outcome| outcome.findings.iter().map(move |found| (outcome, found)));
        serializer.collect_seq(all.take(self.most).map(|(outcome, found)| {
            let index = self.rules.binary_search(&found.rule).unwrap_or_default();
            result::result(outcome, found, index, &fingerprints.next(outcome, found))
        }))
    }
}

/// What was not checked or is not told (3.58), so that a short list of results is not taken for a clean bill.
fn notifications(assessment: &Assessment, most: usize) -> Vec<Value> {
    let tally = &assessment.tally;
    let omitted = tally.omitted + assessment.findings().count().saturating_sub(most);
    let mut said: Vec<(&str, String)> = Vec::new();
    if omitted > 0 {
        let findings = said::counted(omitted, "more finding is", "more findings are");
        said.push(("warning", format!("{findings} left out: a run holds {most} at most")));
    }
    if tally.stopped_early {
        said.push(("warning", "the run ended at the first error, and what came after was not looked at".to_owned()));
    }
    if tally.ignored_files > 0 {
        let files = said::counted(tally.ignored_files, "file was", "files were");
        said.push(("note", format!("{files} left out (--ignore-filename-pattern)")));
    }
    for (skip, documents) in &tally.skipped {
        let documents = said::counted(*documents, "document was", "documents were");
        said.push(("note", format!("{documents} skipped, {}", skip.reason())));
    }
    for (what, times) in &tally.not_checked {
        said.push(("note", format!("not checked, {}: {what}", said::counted(*times, "time", "times"))));
    }
    let notification = |(level, text)| json!({ "level": level, "message": { "text": text } });
    said.into_iter().map(notification).collect()
}
