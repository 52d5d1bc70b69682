//! `push` with `tags`, and with `paths` or `paths-ignore`.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "paths-with-tags",
    group: Group::Workflows,
    severity: Severity::Note,
    summary: "A workflow for tags has a filter of paths, which does not count for tags.",
    why: "every tag starts it, whatever changed",
    source: "GitHub, Workflow syntax: `on.<push|pull_request>.paths`",
    example: Some(Example {
        facts: "",
        bad: r"
on:
  push:
    branches: [main]
    tags: ['v*']
    paths: ['**']
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
",
        good: r"
on:
  push:
    branches: [main]
    paths: ['**']
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
        for trigger in triggers(workflow.root()).iter().filter(|trigger| trigger.event == "push") {
            let Some((tags, _)) = trigger.filter("tags") else { continue };
            for filter in ["paths", "paths-ignore"] {
                let Some((key, _)) = trigger.filter(filter) else { continue };
                let message = format!("`{filter}` does not count for pushed tags");
                let finding =
                    workflow.finding(key, &format!("on.push.{filter}"), message).also(tags.place(), "tags start it");
                sink.report(finding.help("give the tags a workflow of their own, if they are to be filtered as well"));
            }
        }
    }
}
