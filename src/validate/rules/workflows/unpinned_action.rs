//! `uses` with a tag, a branch or a short commit.
//!
//! Actions of `actions/` and `github/` are GitHub's own, and a warning; so are images without a digest. Folders of the same
//! repository are that of the same commit.

use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::workflows::compromised_action::is_compromised;
use crate::workflow::reference::Reference;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unpinned-action",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "An action is named by something that can be moved to other code.",
    why: "whoever can move the tag or branch decides what runs, with the secrets of the job; that happened in March 2025 to 23,000 repositories",
    source: "GitHub, Secure use reference: Using third-party actions",
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
    - uses: docker/build-push-action@v6
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0
    - uses: ./.github/actions/test
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        for job in workflow.jobs() {
            if let Some((node, text)) = job.called().and_then(|node| Some((node, node.text()?))) {
                report(text, |message| job.finding(node, "uses", message), sink);
            }
            for step in job.steps() {
                if let Some((node, text)) = step.get("uses").and_then(|node| Some((node, node.text()?))) {
                    report(text, |message| step.finding(node, "uses", message), sink);
                }
            }
        }
    }
}

fn report(text: &str, finding: impl Fn(String) -> Finding, sink: &mut Sink<'_>) {
    let reference = Reference::of(text);
    if reference.is_pinned() {
        return;
    }
    match reference {
        Reference::Repository(path, revision) if !is_compromised(path, revision) => {
            let owner = path.split('/').next().unwrap_or_default();
            let is_githubs = matches!(owner, "actions" | "github");
            let severity = if is_githubs { Severity::Warning } else { Severity::Error };
            let message = format!("`{path}` is whatever `{revision}` points to when the job runs");
            let help = format!("write the full commit, and the tag behind it: `{path}@COMMIT # {revision}`");
            sink.report_as(severity, finding(message).help(help));
        }
        Reference::Docker(image) => {
            let message = format!("image `{image}` is whatever its tag points to when the job runs");
            sink.report_as(Severity::Warning, finding(message).help("write its digest: `docker://IMAGE@sha256:…`"));
        }
        _ => {}
    }
}
