//! An entry of `exclude` that fits no combination: a key that the matrix does not have, which GitHub refuses, or a value
//! that it does not have.
//!
//! Only where the values are written down.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::matrix;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unmatched-matrix-exclude",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "An entry of `exclude` takes nothing out of the matrix.",
    why: "the combination that it was meant for runs",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.strategy.matrix.exclude`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        os: [linux, macos]
        go: [old, new]
        exclude:
        - {os: windows, go: old}
    steps:
    - run: make ${{ matrix.os }}
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        os: [linux, macos]
        go: [old, new]
        exclude:
        - {os: macos, go: old}
    steps:
    - run: make ${{ matrix.os }}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        let Some(matrix) = matrix::of(job.node).filter(|matrix| matrix.is_mapping()) else { continue };
        let rows: Vec<(&str, Node<'_>)> = matrix::rows(matrix).collect();
        for (number, entry) in matrix.get("exclude").into_iter().flat_map(Node::items).enumerate() {
            for (key, value) in entry.entries() {
                let Some(name) = key.text() else { continue };
                let path = format!("strategy.matrix.exclude[{number}].{name}");
                let Some((_, row)) = rows.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)) else {
                    let near = suggest::nearest(name, rows.iter().map(|(own, _)| *own));
                    let known = || suggest::known(rows.iter().map(|(own, _)| *own));
                    let help = near.map_or_else(known, |near| format!("write `{near}`"));
                    let message = format!("`exclude` names `{name}`, and the matrix has no such key");
                    let finding = job.finding(key, &path, message).help(help).why("GitHub refuses the run");
                    sink.report_as(Severity::Error, finding);
                    continue;
                };
                let Some(text) = value.text().filter(|text| !text.contains("${{")) else { continue };
                let values: Vec<&str> = row.items().filter_map(Node::text).collect();
                let is_open = values.len() != row.items().len() || values.iter().any(|value| value.contains("${{"));
                if !row.is_sequence() || is_open || values.contains(&text) {
                    continue;
                }
                let help = suggest::known(values.iter().copied());
                let message = format!("`{name}` of this matrix has no value `{text}` that could be taken out");
                sink.report(job.finding(value, &path, message).help(help));
            }
        }
    }
}
