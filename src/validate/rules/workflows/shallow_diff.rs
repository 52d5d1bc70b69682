//! `git diff`, `git log` and others against another commit, behind `actions/checkout` without `fetch-depth`.
//!
//! A script that fetches for itself is left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::script;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "shallow-diff",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "Commits are compared in a checkout that has only one.",
    why: "`git` does not know the other commit: the step fails, or finds that nothing or everything changed",
    source: "actions/checkout, README: Fetch all history for all tags and branches",
    example: Some(Example {
        facts: "",
        bad: r#"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
    - run: git diff --stat "origin/$BASE"
      env:
        BASE: ${{ github.base_ref }}
"#,
        good: r#"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
      with:
        fetch-depth: 0
    - run: git diff --stat "origin/$BASE"
      env:
        BASE: ${{ github.base_ref }}
"#,
    }),
    check,
};

const COMMANDS: [&str; 6] =
    ["git diff ", "git log ", "git merge-base ", "git rev-list ", "git diff-tree ", "git cherry "];

/// What names a commit that is not the one checked out.
const OTHERS: [&str; 9] = [
    "origin/",
    "HEAD~",
    "HEAD^",
    "github.event.before",
    "github.base_ref",
    "GITHUB_BASE_REF",
    "base.sha",
    "base.ref",
    "...",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        let mut checkout = None;
        for step in job.steps() {
            if step.is_of("actions/checkout") {
                checkout = step.uses().map(|(node, _)| (node, step.with("fetch-depth").and_then(Node::text)));
                continue;
            }
            let Some((uses, None | Some("1"))) = checkout else { continue };
            let Some((node, script)) = step.run().and_then(|node| Some((node, node.text()?))) else { continue };
            if script.contains("git fetch") || script.contains("git pull") || script.contains("git clone") {
                // From here on, nobody knows what there is.
                break;
            }
            let compares = |line: &&script::Line<'_>| {
                let command = COMMANDS.iter().any(|command| script::calls(line.text, command.trim_end()));
                command && OTHERS.iter().any(|other| line.text.contains(other))
            };
            let lines = script::lines(script);
            let Some(line) = lines.iter().find(compares) else { continue };
            let message = "commits are compared, and the checkout has only one".to_owned();
            let mut finding = step.finding(node, "run", message).also(uses.place(), "this fetches one commit");
            finding.place = script::line_place(&node.place(), line.number, line.text);
            sink.report(finding.help("write `with: {fetch-depth: 0}` at the checkout"));
        }
    }
}
