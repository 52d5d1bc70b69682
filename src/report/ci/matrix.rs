//! A selection for programs: GitHub's matrix, the outputs of a step, and everything as JSON.

use std::fmt::Write as _;
use std::io;
use std::io::Write;

use serde_json::Value;
use serde_json::json;

use crate::ci::pipeline::Pipeline;
use crate::ci::pipeline::Tested;
use crate::ci::selection::Reason;
use crate::ci::selection::Selected;
use crate::ci::selection::Selection;
use crate::report::ci::way_json;

/// The services that a change concerns.
pub struct Matrix<'m> {
    /// What they were selected from.
    pub pipeline: &'m Pipeline<'m>,
    /// The services.
    pub selection: &'m Selection,
    /// How many files changed.
    pub changed: usize,
}

impl<'m> Matrix<'m> {
    fn services(&self) -> Vec<&'m Tested<'m>> {
        self.selection.services.iter().map(|selected| &self.pipeline.services[selected.service]).collect()
    }

    /// The jobs of the workflow, each with the selected services that it tests.
    fn jobs(&self) -> Vec<(String, Vec<Value>)> {
        let chosen = |number: &usize| self.selection.services.iter().any(|selected| selected.service == *number);
        let entry = |number: usize| entry(self.pipeline, &self.pipeline.services[number]);
        let groups = self.pipeline.groups().into_iter();
        groups.map(|(name, numbers)| (name, numbers.into_iter().filter(chosen).map(entry).collect())).collect()
    }
}

/// What the job of a service is told: `matrix.service`.
fn entry(pipeline: &Pipeline<'_>, service: &Tested<'_>) -> Value {
    json!({
        "name": service.name,
        "source": service.source,
        "python": pipeline.python(service),
        "requirements": service.requirements().join(" "),
    })
}

/// The names as a JSON list on one line.
pub fn names(matrix: &Matrix<'_>) -> String {
    let names: Vec<&str> = matrix.services().iter().map(|service| service.name).collect();
    json!(names).to_string()
}

/// The outputs of a step: `has_changes`, `services`, and a list for each job; each on one line.
pub fn outputs(matrix: &Matrix<'_>) -> String {
    let mut lines = format!("has_changes={}\nservices={}\n", !matrix.selection.services.is_empty(), names(matrix));
    for (job, entries) in matrix.jobs() {
        let _ = writeln!(lines, "{job}={}", Value::Array(entries));
    }
    lines
}

/// Everything, for programs.
pub fn matrix_json(out: &mut dyn Write, matrix: &Matrix<'_>) -> io::Result<()> {
    let jobs: serde_json::Map<String, Value> =
        matrix.jobs().into_iter().map(|(job, entries)| (job, Value::Array(entries))).collect();
    let reason = |selected: &Selected| {
        let mut reason =
            json!({"service": matrix.pipeline.services[selected.service].name, "why": word(&selected.reason)});
        if !selected.file.is_empty() {
            reason["file"] = json!(selected.file);
        }
        match &selected.reason {
            Reason::Watched(pattern) => reason["pattern"] = json!(pattern),
            Reason::Declared(key) => reason["trigger"] = json!(key),
            Reason::Reached { revision, way, .. } => {
                reason["revision"] = json!(revision);
                reason["way"] = json!(way_json(way));
            }
            Reason::Asked | Reason::Everything | Reason::Own | Reason::Settings => {}
        }
        reason
    };
    let reasons: Vec<Value> = matrix.selection.services.iter().map(reason).collect();
    let names: Vec<&str> = matrix.services().iter().map(|service| service.name).collect();
    let all = json!({
        "hasChanges": !names.is_empty(),
        "services": names,
        "everything": matrix.selection.everything,
        "changedFiles": matrix.changed,
        "jobs": jobs,
        "reasons": reasons,
    });
    writeln!(out, "{}", serde_json::to_string_pretty(&all)?)
}

fn word(reason: &Reason) -> &'static str {
    match reason {
        Reason::Asked => "asked",
        Reason::Everything => "everything",
        Reason::Own => "own",
        Reason::Watched(_) => "watched",
        Reason::Settings => "settings",
        Reason::Declared(_) => "sharedTriggers",
        Reason::Reached { beside: false, .. } => "needed",
        Reason::Reached { beside: true, .. } => "beside what is needed",
    }
}
