//! Everything there is to say, as JSON for other programs: `schemas/report.schema.json` describes it.
//!
//! The list of resources and the sums have the names that kubeconform gives them, so that what reads one of its
//! reports can read this one; everything else is our own. A change that could break a reader gets another version.

use std::io;
use std::io::Write;

use serde::Serialize;
use serde::Serializer;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::identity::ResourceId;
use crate::report::fingerprint::Fingerprints;
use crate::report::order;
use crate::report::region;
use crate::text::Place;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Skip;
use crate::validate::outcome::Tally;
use crate::validate::outcome::Verdict;

/// Names the format and its version.
const SCHEMA: &str = "groundplan.report/v1";

/// Writes the report, indented, with a line break at its end. Resources of which nothing is to be said are left out
/// unless the report is to be verbose.
pub(super) fn write(out: &mut dyn Write, assessment: &Assessment, verbose: bool) -> io::Result<()> {
    let report = Report {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        resources: Resources(assessment, verbose),
        findings: Listed(assessment),
        summary: summary(&assessment.tally),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    tool: Tool,
    resources: Resources<'a>,
    findings: Listed<'a>,
    summary: Value,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The resources, made one by one while they are written.
struct Resources<'a>(&'a Assessment, bool);

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(assessment, verbose) = self;
        let told = |outcome: &&Outcome| *verbose || order::worth_telling(outcome);
        serializer.collect_seq(assessment.outcomes.iter().filter(told).map(resource))
    }
}

/// The findings, made one by one while they are written.
struct Listed<'a>(&'a Assessment);

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fingerprints = Fingerprints::default();
        let all = self.0.outcomes.iter().flat_map(|outcome| outcome.findings.iter().map(move |found| (outcome, found)));
        serializer.collect_seq(all.map(|(outcome, found)| finding(outcome, found, &fingerprints.next(outcome, found))))
    }
}

fn resource(outcome: &Outcome) -> Value {
    let text = |part: fn(&ResourceId) -> &str| outcome.id.as_ref().map(part).unwrap_or_default();
    let errors = || outcome.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let (status, message) = match outcome.verdict {
        Verdict::Valid => ("statusValid", String::new()),
        Verdict::Skipped(skip) => ("statusSkipped", skip.reason().to_owned()),
        Verdict::Invalid => {
            let first = errors().next().map(|finding| finding.message.clone()).unwrap_or_default();
            let message = match errors().count() {
                0 | 1 => first,
                errors => format!("{first} (and {} more)", errors - 1),
            };
            (if outcome.id.is_some() { "statusInvalid" } else { "statusError" }, message)
        }
    };
    json!({
        "filename": &*outcome.file,
        "line": outcome.line,
        "version": text(|id| &id.api_version),
        "kind": text(|id| &id.kind),
        "namespace": text(|id| &id.namespace),
        "name": text(|id| &id.name),
        "status": status,
        "msg": message,
    })
}

fn finding(outcome: &Outcome, finding: &Finding, fingerprint: &str) -> Value {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    set("rule", finding.rule.into());
    set("severity", finding.severity.to_string().into());
    set("message", finding.message.as_str().into());
    place(&mut set, &finding.place);
    if let Some(path) = &finding.path {
        set("path", path.as_str().into());
    }
    if let Some(object) = object(outcome, finding) {
        set("resource", object);
    }
    for (name, text) in [("why", &finding.why), ("help", &finding.help)] {
        if let Some(text) = text {
            set(name, text.as_str().into());
        }
    }
    let also = finding.also.iter().map(|(at, label)| {
        let mut fields = Map::new();
        place(&mut |name: &str, value: Value| fields.insert(name.to_owned(), value), at);
        fields.insert("message".to_owned(), label.as_str().into());
        Value::Object(fields)
    });
    set("also", also.collect());
    set("fingerprint", fingerprint.into());
    Value::Object(fields)
}

/// The object concerned: that of the document, or the other one that the finding names, as where a patch makes it wrong.
fn object(outcome: &Outcome, finding: &Finding) -> Option<Value> {
    let id = outcome.id.as_ref();
    let named = finding.resource.as_deref().filter(|named| !named.contains(", "));
    let other = named.filter(|named| id.is_none_or(|id| id.to_string() != **named)).and_then(|named| {
        let (kind, name) = named.split_once(' ')?;
        let (namespace, name) = name.split_once('/').unwrap_or(("", name));
        let version = id.filter(|id| id.kind == kind).map_or("", |id| id.api_version.as_str());
        Some(json!({"apiVersion": version, "kind": kind, "namespace": namespace, "name": name}))
    });
    other.or_else(|| {
        let id = id?;
        let (version, kind) = (&id.api_version, &id.kind);
        Some(json!({"apiVersion": version, "kind": kind, "namespace": id.namespace, "name": id.name}))
    })
}

fn place(set: &mut impl FnMut(&str, Value) -> Option<Value>, place: &Place) {
    let region = region::or_first_line(place);
    set("file", place.source.path.as_str().into());
    set("line", region.line.into());
    set("column", region.column.into());
    set("endLine", region.end_line.into());
    set("endColumn", region.end_column.into());
}

fn summary(tally: &Tally) -> Value {
    let skipped = tally.skipped.iter().map(|(skip, documents)| {
        let reason = match skip {
            Skip::Kind => "kind",
            Skip::NoSchema => "missingSchema",
            Skip::Part => "part",
        };
        (reason.to_owned(), (*documents).into())
    });
    json!({
        "files": tally.files,
        "ignoredFiles": tally.ignored_files,
        "documents": tally.documents,
        "validated": tally.checked(),
        "valid": tally.valid,
        "invalid": tally.invalid,
        "skipped": tally.skipped_documents(),
        "skippedBecause": skipped.collect::<Map<String, Value>>(),
        "bySchema": tally.by_schema,
        "notChecked": tally.not_checked,
        "rules": tally.ruled.rules,
        "rulesLackingFacts": tally
            .ruled
            .lacking
            .iter()
            .map(|(need, rules)| (need.name().to_owned(), rules.iter().copied().collect()))
            .collect::<Map<String, Value>>(),
        "errors": tally.errors,
        "warnings": tally.warnings,
        "notes": tally.notes,
        "omittedFindings": tally.omitted,
        "stoppedEarly": tally.stopped_early,
    })
}
