//! The same group in two workflows, of which at least one cancels what is under way.
//!
//! Workflows that share a group to wait for each other, as deployments may, are left alone.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::text::Place;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "colliding-concurrency-groups",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "Two workflows have the same concurrency group.",
    why: "a run of one workflow cancels the run of the other, or waits for it; capital and small letters count for nothing",
    source: "GitHub, Workflow syntax: `concurrency`",
    example: Some(Example {
        facts: "",
        bad: r#"
# .github/workflows/test.yaml
name: Test
on: push
permissions: {contents: read}
concurrency: {group: "CI-${{ github.ref }}", cancel-in-progress: true}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make test
# .github/workflows/lint.yaml
name: Lint
on: push
permissions: {contents: read}
concurrency: {group: "ci-${{ github.ref }}", cancel-in-progress: true}
jobs:
  lint:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make lint
"#,
        good: r#"
# .github/workflows/test.yaml
name: Test
on: push
permissions: {contents: read}
concurrency: {group: "${{ github.workflow }}-${{ github.ref }}", cancel-in-progress: true}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make test
# .github/workflows/lint.yaml
name: Lint
on: push
permissions: {contents: read}
concurrency: {group: "${{ github.workflow }}-${{ github.ref }}", cancel-in-progress: true}
jobs:
  lint:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make lint
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut known: BTreeMap<String, (Place, &str, bool)> = BTreeMap::new();
    for workflow in context.workflows.all {
        let Some(concurrency) = workflow.root().get("concurrency") else { continue };
        let group = if concurrency.is_mapping() { concurrency.get("group") } else { Some(concurrency) };
        let Some((group, text)) = group.and_then(|group| Some((group, group.text()?))) else { continue };
        let blankless: String = text.to_lowercase().split_whitespace().collect();
        if blankless.contains("github.workflow") || blankless.contains("github.run_id") {
            continue;
        }
        let cancels = concurrency.get("cancel-in-progress").is_some_and(|node| node.text() != Some("false"));
        let Some((place, name, other)) = known.get(&blankless) else {
            known.insert(blankless, (group.place(), &workflow.id.name, cancels));
            continue;
        };
        if !cancels && !other {
            continue;
        }
        let message = format!("`{text}` is the group of workflow `{name}`, too");
        let finding = workflow.finding(group, "concurrency.group", message).also(place.clone(), "the other workflow");
        sink.report(finding.help(format!("write `${{{{ github.workflow }}}}-{text}` in both")));
    }
}
