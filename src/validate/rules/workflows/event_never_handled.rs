//! `github.event_name` compared with an event that is not in `on`.
//!
//! One alternative of several is a note. A workflow that others call has the event of its caller, and an action that of its workflow; both are left alone.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Role;
use crate::workflow::expression::Comparison;
use crate::workflow::expression::Kind;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "event-never-handled",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A condition waits for an event that does not start the workflow.",
    why: "the condition is never true, and what it guards never runs",
    source: "GitHub, Contexts: `github.event_name`; Workflow syntax: `on`",
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
    - if: github.event_name == 'merge_group'
      run: make
",
        good: r"
on: [push, merge_group]
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - if: github.event_name == 'merge_group'
      run: make
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all.iter().filter(|workflow| workflow.role == Role::Workflow) {
        let triggers = triggers(workflow.root());
        if triggers.is_empty() || triggers.iter().any(|trigger| trigger.event == "workflow_call") {
            continue;
        }
        let jobs = workflow.jobs();
        for expression in workflow.expressions.iter().filter(|expression| expression.key.is_condition()) {
            let mut unknown = Vec::new();
            let Some(expr) = expression.expr() else { continue };
            let mut is_choice = false;
            expr.each(&mut |part| {
                is_choice |= matches!(part.kind, Kind::Or(_));
                let Kind::Compare(Comparison::Equal, left, right) = &part.kind else { return };
                for (one, other) in [(left, right), (right, left)] {
                    let is_event = one.dotted().as_deref() == Some("github.event_name");
                    let Kind::Text(name) = &other.kind else { continue };
                    if is_event && !triggers.iter().any(|trigger| trigger.event.eq_ignore_ascii_case(name)) {
                        unknown.push((other.span.clone(), name.clone()));
                    }
                }
            });
            for (span, name) in unknown {
                let mut finding =
                    workflow.finding_at(&jobs, expression, format!("`{name}` never starts this workflow"));
                finding.place = expression.place(&span);
                let events = suggest::listed(triggers.iter().map(|trigger| trigger.event));
                let finding =
                    finding.help(format!("add `{name}` to `on`, or remove the condition; it starts on {events}"));
                if is_choice {
                    sink.report_as(Severity::Note, finding.why("this alternative is never true"));
                } else {
                    sink.report(finding);
                }
            }
        }
    }
}
