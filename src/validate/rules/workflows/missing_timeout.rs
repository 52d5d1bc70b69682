//! A job without `timeout-minutes`, of which not every step has one.
//!
//! Jobs that call a workflow cannot have it.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Role;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "missing-timeout",
    group: Group::Workflows,
    severity: Severity::Note,
    summary: "A job does not say how long it may take.",
    why: "a job that hangs holds its runner for six hours, and so does every run behind it",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.timeout-minutes`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
    - run: make
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all.iter().filter(|workflow| workflow.role == Role::Workflow) {
        for job in workflow.jobs() {
            let steps = job.steps();
            let each = !steps.is_empty() && steps.iter().all(|step| step.get("timeout-minutes").is_some());
            if job.called().is_some() || each || job.get("timeout-minutes").is_some() || !job.node.is_mapping() {
                continue;
            }
            let message = format!("job `{}` may take six hours", job.id);
            sink.report(
                job.finding(job.key, "", message)
                    .help("add `timeout-minutes: 30`, or what is usual and half as much again"),
            );
        }
    }
}
