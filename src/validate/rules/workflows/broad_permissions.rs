//! `write-all`, or rights to write for all jobs of a workflow.
//!
//! A workflow with one job that uses its token, as with `git push`, `gh` or an action of somebody else, needs its rights,
//! wherever they stand.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::job::Job;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "broad-permissions",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "The token of a workflow may do more than its jobs need.",
    why: "every step of every job, and every action that they use, can write with it",
    source: "GitHub, Secure use reference: Using the principle of least privilege for credentials",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: write, packages: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - run: make
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions: {contents: write}
    steps:
    - run: git push
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let jobs = workflow.jobs();
        for job in &jobs {
            if let Some(node) = job.get("permissions").filter(|node| node.text() == Some("write-all")) {
                let message = "`write-all` lets this job do whatever its token can do".to_owned();
                sink.report(job.finding(node, "permissions", message).help(HELP));
            }
        }
        let Some(node) = workflow.root().get("permissions") else { continue };
        if node.text() == Some("write-all") {
            let message = "`write-all` lets every job do whatever its token can do".to_owned();
            sink.report(workflow.finding(node, "permissions", message).help(HELP));
            continue;
        }
        let inherits = |job: &&Job<'_>| job.get("permissions").is_none();
        let inheriting = jobs.iter().filter(inherits).count();
        if inheriting == 0 || jobs.len() == 1 && may_need(&jobs[0]) {
            continue;
        }
        for (scope, level) in node.entries().filter(|(_, level)| level.text() == Some("write")) {
            let name = scope.text().unwrap_or_default();
            let message = match inheriting {
                1 => format!("`{name}: write` is given to any job that does not say what it needs"),
                jobs => format!("`{name}: write` is given to {jobs} jobs at once"),
            };
            let help = format!(
                "write `{name}: {}` here, and `{name}: write` in `permissions` of the job that needs it",
                if matches!(name, "id-token") { "none" } else { "read" }
            );
            sink.report(workflow.finding(level, &format!("permissions.{name}"), message).help(help));
        }
    }
}

const HELP: &str = "write what is needed: `permissions: {contents: read}`, and more in the job that needs more";

/// Actions that write nothing to the repository.
const READERS: [&str; 10] = [
    "actions/checkout",
    "actions/setup-go",
    "actions/setup-python",
    "actions/setup-node",
    "actions/setup-java",
    "actions/setup-dotnet",
    "actions/cache",
    "actions/upload-artifact",
    "actions/download-artifact",
    "docker/setup-buildx-action",
];

/// Whether something in a job may use the token to write.
fn may_need(job: &Job<'_>) -> bool {
    job.called().is_some()
        || job.steps().iter().any(|step| {
            let script = step.run().and_then(Node::text).unwrap_or_default();
            let is_foreign = step.uses().is_some_and(|(_, reference)| !READERS.iter().any(|own| reference.is(own)));
            is_foreign
                || ["git push", "gh ", "GITHUB_TOKEN", "github.token"].iter().any(|word| script.contains(word))
                || step.get("env").is_some()
        })
}
