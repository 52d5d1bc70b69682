//! A workflow for pull requests whose group has nothing in it that tells one from another.
//!
//! The name of the workflow, of the event, of the repository and of who caused it do not tell them apart.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::expression::Kind;
use crate::workflow::key::Key;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "concurrency-group-of-all",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "All pull requests share one concurrency group.",
    why: "at most one run of a group runs and one waits: runs of other pull requests are cancelled, and their checks never report",
    source: "GitHub, Workflow syntax: `concurrency`",
    example: Some(Example {
        facts: "",
        bad: r"
on: pull_request
permissions: {contents: read}
concurrency: {group: 'ci-${{ github.workflow }}', cancel-in-progress: true}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
",
        good: r"
on: pull_request
permissions: {contents: read}
concurrency: {group: 'ci-${{ github.workflow }}-${{ github.ref }}', cancel-in-progress: true}
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

/// What is the same for all pull requests.
const COMMON: [&str; 7] = [
    "github.workflow",
    "github.event_name",
    "github.repository",
    "github.base_ref",
    "github.actor",
    "github.job",
    "github.event.repository.*",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let triggers = triggers(workflow.root());
        let Some(trigger) =
            triggers.iter().find(|trigger| matches!(trigger.event, "pull_request" | "pull_request_target"))
        else {
            continue;
        };
        let Some(concurrency) = workflow.root().get("concurrency") else { continue };
        let group = if concurrency.is_mapping() { concurrency.get("group") } else { Some(concurrency) };
        let Some(group) = group.filter(|group| group.text().is_some()) else { continue };
        let place = group.place();
        let own = workflow
            .expressions
            .iter()
            .filter(|expression| expression.key == Key::Concurrency && expression.value == place);
        let mut tells_apart = false;
        for expression in own {
            let Some(expr) = expression.expr() else {
                tells_apart = true;
                continue;
            };
            expr.each(&mut |part| {
                if let Kind::Context(..) = &part.kind {
                    tells_apart |= !part.dotted().is_some_and(|dotted| COMMON.contains(&dotted.as_str()));
                }
            });
        }
        if !tells_apart {
            let message = format!("the group `{}` is the same for all pull requests", group.text().unwrap_or_default());
            let finding =
                workflow.finding(group, "concurrency.group", message).also(trigger.node.place(), "this starts it");
            sink.report(finding.help("add what tells them apart: `${{ github.workflow }}-${{ github.ref }}`"));
        }
    }
}
