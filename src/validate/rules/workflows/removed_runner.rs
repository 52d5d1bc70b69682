//! `runs-on` with the image of a hosted runner that is no more.
//!
//! Together with `self-hosted` a label means what its owner says.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "removed-runner",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "A job waits for a runner that GitHub has taken away.",
    why: "no runner takes the job: it waits for a day, and is then cancelled",
    source: "actions/runner-images, README: Available Images, and announcements of their end",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-20.04
    timeout-minutes: 10
    steps:
    - run: make
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
    - run: make
",
    }),
    check,
};

const REMOVED: [(&str, &str); 11] = [
    ("ubuntu-16.04", "ubuntu-24.04"),
    ("ubuntu-18.04", "ubuntu-24.04"),
    ("ubuntu-20.04", "ubuntu-24.04"),
    ("macos-10.14", "macos-15"),
    ("macos-10.15", "macos-15"),
    ("macos-11", "macos-15"),
    ("macos-12", "macos-15"),
    ("macos-13", "macos-15"),
    ("windows-2016", "windows-2022"),
    ("windows-2019", "windows-2022"),
    ("windows-2012", "windows-2022"),
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        let Some(node) = job.get("runs-on") else { continue };
        let labels: Vec<Node<'_>> = if node.is_sequence() { node.items().collect() } else { vec![node] };
        let [label] = labels.as_slice() else { continue };
        let found = label.text().and_then(|text| REMOVED.iter().find(|(removed, _)| *removed == text));
        if let Some((removed, other)) = found {
            let message = format!("there is no runner `{removed}` any more");
            sink.report(job.finding(*label, "runs-on", message).help(format!("write `{other}`")));
        }
    }
}
