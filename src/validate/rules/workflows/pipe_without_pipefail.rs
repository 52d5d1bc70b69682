//! `command | tee` in a script for which no `shell` is set.
//!
//! `shell: bash` adds `pipefail`. Commands that only print are left alone, and so are pipes into other commands, which are
//! mostly meant to be asked for their own result.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Role;
use crate::workflow::Workflow;
use crate::workflow::script;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "pipe-without-pipefail",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A command that may fail is followed by `tee`, and its failure is not seen.",
    why: "without `shell`, scripts run with `bash -e`: a pipe is as good as its last command, and the step is green",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.steps[*].shell`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make test | tee test.log
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make test | tee test.log
      shell: bash
",
    }),
    check,
};

/// What cannot fail in a way that matters.
const PRINTERS: [&str; 9] = ["echo", "printf", "cat", "date", "env", "jq", "tail", "head", "{"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().filter(|workflow| workflow.role == Role::Workflow).flat_map(Workflow::jobs)
    {
        let runner = job.get("runs-on").map(|node| node.place().text().to_ascii_lowercase()).unwrap_or_default();
        if runner.contains("windows") || runner.contains("matrix.") {
            continue;
        }
        for step in job.steps() {
            let Some((node, script)) = step.run().and_then(|node| Some((node, node.text()?))) else { continue };
            if step.shell().is_some() || script.contains("pipefail") || script.contains("PIPESTATUS") {
                continue;
            }
            for line in script::lines(script) {
                let Some((command, _)) = line.text.split_once("| tee ").or_else(|| line.text.split_once("|tee "))
                else {
                    continue;
                };
                let command = command.trim_end_matches('&').trim();
                let first = command.split_whitespace().next().unwrap_or_default();
                if first.is_empty()
                    || PRINTERS.contains(&first)
                    || command.contains('|')
                    || command.contains("<<")
                    || command.ends_with(['}', ')', '"', '\''])
                {
                    continue;
                }
                let mut finding =
                    step.finding(node, "run", format!("whether `{first}` fails is not seen behind `tee`"));
                finding.place = script::line_place(&node.place(), line.number, line.text);
                sink.report(
                    finding.help("add `shell: bash` to the step, or `defaults: {run: {shell: bash}}` to the workflow"),
                );
            }
        }
    }
}
