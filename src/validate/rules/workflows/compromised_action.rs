//! `tj-actions/changed-files` up to v45, and the actions of reviewdog that were attacked with it, by a tag.
//!
//! A full commit of before the attack is what it was, and is left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::job::Job;
use crate::workflow::reference::Reference;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "compromised-action",
    group: Group::Workflows,
    severity: Severity::Error,
    summary: "An action is named by a tag that was made to steal secrets.",
    why: "in March 2025 its tags were moved to a commit that printed the secrets of the runner into public logs, and tags can be moved again",
    source: "GHSA-mrrh-fwg8-r2c3 (CVE-2025-30066); GHSA-qmg3-hpqr-gqvc (CVE-2025-30154)",
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
    - uses: tj-actions/changed-files@v45
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: tj-actions/changed-files@ed68ef82c095e0d48ec87eccea555d944a631a4c # v46.0.5
",
    }),
    check,
};

/// What the tags were moved to.
const MALICIOUS: &str = "0e58ed8671d6b60d0890c21b07f8835ace038e67";

/// The first release of changed-files behind the attack.
const FIRST_GOOD: u32 = 46;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        for step in workflow.jobs().iter().flat_map(Job::steps) {
            let Some((node, Reference::Repository(path, revision))) = step.uses() else { continue };
            if is_compromised(path, revision) {
                let message = format!("`{path}@{revision}` was one of the tags that stole secrets");
                let help = format!(
                    "write a commit of a release of after March 2025, as in `{path}@COMMIT # v46.0.5`, and change the secrets of runs of that time"
                );
                sink.report(step.finding(node, "uses", message).help(help));
            }
        }
    }
}

/// Whether secrets went away with that revision of an action.
pub(super) fn is_compromised(path: &str, revision: &str) -> bool {
    let path = path.to_ascii_lowercase();
    if revision == MALICIOUS {
        return true;
    }
    if path == "tj-actions/changed-files" {
        let major = revision.strip_prefix('v').and_then(|version| version.split('.').next()?.parse::<u32>().ok());
        return major.is_some_and(|major| major < FIRST_GOOD);
    }
    path == "reviewdog/action-setup" && revision == "v1"
}
