//! Neither the workflow nor one of its jobs has `permissions`.
//!
//! Workflows that are only called get the rights of their caller, and are left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Role;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "missing-permissions",
    group: Group::Workflows,
    severity: Severity::Note,
    summary: "A workflow does not say what its token may do.",
    why: "the settings of the repository decide, and in older ones the token may write everything",
    source: "GitHub, Secure use reference; Workflow syntax: `permissions`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
",
        good: r"
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions: {contents: read}
    steps:
    - run: make
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all.iter().filter(|workflow| workflow.role == Role::Workflow) {
        let triggers = triggers(workflow.root());
        let is_called = !triggers.is_empty() && triggers.iter().all(|trigger| trigger.event == "workflow_call");
        if is_called || workflow.root().get("permissions").is_some() {
            continue;
        }
        let jobs = workflow.jobs();
        let without = jobs.iter().filter(|job| job.get("permissions").is_none()).count();
        let Some((key, _)) = workflow.root().entries().find(|(key, _)| key.text() == Some("jobs")) else { continue };
        if without > 0 {
            let jobs = if without == 1 { "a job".to_owned() } else { format!("{without} jobs") };
            let message = format!("nothing says what the token of {jobs} may do");
            sink.report(
                workflow
                    .finding(key, "permissions", message)
                    .help("add `permissions: {contents: read}` above `jobs`, and more to the jobs that need more"),
            );
        }
    }
}
