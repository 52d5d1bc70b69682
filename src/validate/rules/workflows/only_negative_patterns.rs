//! `paths`, `branches` or `tags` in which every pattern begins with `!`, or in which the first one does.
//!
//! A `!` before any other pattern takes out nothing: that is a warning.

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
    id: "only-negative-patterns",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A filter only leaves out, and takes nothing in.",
    why: "what begins with `!` takes out of what patterns before it took in, and before it there is nothing: the workflow never runs",
    source: "GitHub, Workflow syntax: `on.<push|pull_request>.paths`",
    example: Some(Example {
        facts: "",
        bad: r#"
on:
  push:
    branches: [main]
    paths: ["!docs/**"]
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
"#,
        good: r#"
on:
  push:
    branches: [main]
    paths: ["**", "!docs/**"]
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        for trigger in triggers(workflow.root()) {
            for filter in ["paths", "branches", "tags"] {
                let patterns = trigger.patterns(filter);
                let is_negative = |node: &Node<'_>| node.text().is_some_and(|text| text.starts_with('!'));
                let Some(first) = patterns.first().filter(|first| is_negative(first)) else { continue };
                let path = format!("on.{}.{filter}", trigger.event);
                if patterns.iter().all(is_negative) {
                    let message = format!("`{filter}` of `{}` takes nothing in", trigger.event);
                    let help = format!("write `{filter}-ignore` with the patterns without `!`, or begin with `'**'`");
                    sink.report(workflow.finding(*first, &path, message).help(help));
                } else {
                    let message = format!(
                        "`{}` takes nothing out: no pattern stands before it",
                        first.text().unwrap_or_default()
                    );
                    let finding = workflow.finding(*first, &path, message);
                    sink.report_as(
                        Severity::Warning,
                        finding
                            .why("of several patterns that fit, the last one counts")
                            .help("move it behind the patterns that it is to take something out of"),
                    );
                }
            }
        }
    }
}
