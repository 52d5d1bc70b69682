//! `paths` without the file of the workflow.
//!
//! Asked only of files in `.github/workflows`, whose path from the root of the repository is known.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::glob::Glob;
use crate::workflow::glob::is_meant;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "workflow-outside-paths",
    group: Group::Workflows,
    severity: Severity::Note,
    summary: "A change of the workflow itself does not start it.",
    why: "whether the new workflow works is seen with the next change of something else",
    source: "GitHub, Workflow syntax: `on.<push|pull_request>.paths`",
    example: Some(Example {
        facts: "",
        bad: r"
# .github/workflows/ci.yaml
on:
  push:
    branches: [main]
    paths: ['apps/**']
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
",
        good: r"
# .github/workflows/ci.yaml
on:
  push:
    branches: [main]
    paths: ['apps/**', '.github/workflows/ci.yaml']
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
    for workflow in context.workflows.all {
        let path = workflow.source().path.as_str();
        let Some(own) = path.rfind(".github/workflows/").map(|at| &path[at..]) else { continue };
        for trigger in triggers(workflow.root()) {
            let patterns = trigger.patterns("paths");
            let globs: Vec<Glob> = patterns.iter().filter_map(|node| node.text()).map(Glob::of).collect();
            let Some(last) = patterns.last().filter(|_| !is_meant(&globs, own)) else { continue };
            let message = format!("`paths` of `{}` leaves out `{own}`", trigger.event);
            let path = format!("on.{}.paths", trigger.event);
            sink.report(workflow.finding(*last, &path, message).help(format!("add `{own}`")));
        }
    }
}
