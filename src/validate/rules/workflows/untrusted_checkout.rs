//! `pull_request_target`, `workflow_run` or `issue_comment` with a checkout of the head of a pull request.
//!
//! These events run with the rights of the repository, whoever caused them. A job or step that asks in its condition
//! which repository the head is in, or which event or branch a run was for, is left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::trigger::triggers;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "untrusted-checkout",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A workflow with secrets checks out what a pull request brings.",
    why: "whoever opens a pull request decides what runs, with a token that may write and with the secrets of the repository",
    source: "GitHub, Secure use reference; Events that trigger workflows: `pull_request_target`",
    example: Some(Example {
        facts: "",
        bad: r"
on: pull_request_target
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
      with:
        ref: ${{ github.event.pull_request.head.sha }}
    - run: make test
",
        good: r"
on: pull_request_target
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
    - run: make label
",
    }),
    check,
};

/// What names the head of a pull request.
const HEADS: [&str; 7] = [
    "github.event.pull_request.head.",
    "github.head_ref",
    "github.event.workflow_run.head_",
    "github.event.workflow_run.pull_requests",
    "refs/pull/",
    "github.event.pull_request.merge_commit_sha",
    "github.event.issue.number",
];

/// What a condition has to ask for that the head is known to be one's own.
const GUARDS: [&str; 6] =
    ["head.repo", "head_repository", "workflow_run.event", "head_branch", "author_association", "github.actor"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let events = ["pull_request_target", "workflow_run", "issue_comment"];
        let triggers = triggers(workflow.root());
        let Some(trigger) = triggers.iter().find(|trigger| events.contains(&trigger.event)) else { continue };
        for job in workflow.jobs() {
            if is_guarded(job.condition()) || asks_for_other_event(job.condition(), trigger.event) {
                continue;
            }
            for step in job.steps().iter().filter(|step| step.is_of("actions/checkout")) {
                let condition = step.get("if").and_then(Node::text).unwrap_or_default();
                if is_guarded(condition) || asks_for_other_event(condition, trigger.event) {
                    continue;
                }
                let named = ["ref", "repository"].into_iter().filter_map(|key| step.with(key));
                let Some(head) = named.into_iter().find(|node| node.text().is_some_and(is_head)) else { continue };
                let message = format!("`{}` checks out what a pull request brings", trigger.event);
                let finding =
                    step.finding(head, "with.ref", message).also(trigger.node.place(), "runs with all rights");
                sink.report(finding.help(
                    "let `pull_request` build and test it, without secrets, and do here what needs rights on its results",
                ));
            }
        }
    }
}

fn is_head(text: &str) -> bool {
    text.contains("${{") && HEADS.iter().any(|head| text.contains(head))
        || text.contains("refs/pull/") && text.contains("/merge")
}

fn is_guarded(condition: &str) -> bool {
    GUARDS.iter().any(|guard| condition.contains(guard))
}

fn asks_for_other_event(condition: &str, event: &str) -> bool {
    condition.contains("github.event_name") && !condition.contains(event)
}
