//! A login with a secret, without a condition, in a workflow that only `pull_request` starts.
//!
//! `GITHUB_TOKEN` is there for forks as well, though it may only read.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "secret-for-forks",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A step of every pull request needs a secret that pull requests from forks do not have.",
    why: "the secret is empty there, the login fails, and so does every pull request of somebody else",
    source: "GitHub, Events that trigger workflows: Workflows in forked repositories",
    example: Some(Example {
        facts: "",
        bad: r"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: docker/login-action@74a5d142397b4f367a81961eba4e8cd7edddf772
      with:
        username: shop
        password: ${{ secrets.REGISTRY_PASSWORD }}
",
        good: r"
on: pull_request
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
    - uses: docker/login-action@74a5d142397b4f367a81961eba4e8cd7edddf772
      if: github.event.pull_request.head.repo.full_name == github.repository
      with:
        username: shop
        password: ${{ secrets.REGISTRY_PASSWORD }}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workflow in context.workflows.all {
        let triggers = triggers(workflow.root());
        let [trigger] = triggers.as_slice() else { continue };
        if trigger.event != "pull_request" {
            continue;
        }
        for job in workflow.jobs().iter().filter(|job| job.condition().is_empty()) {
            for step in job.steps().iter().filter(|step| step.is_of("docker/login-action") && step.get("if").is_none())
            {
                let Some(password) = step.with("password") else { continue };
                let text = password.text().unwrap_or_default();
                if !text.contains("secrets.") || text.contains("secrets.GITHUB_TOKEN") {
                    continue;
                }
                let message = "pull requests from forks do not have this secret".to_owned();
                let finding =
                    step.finding(password, "with.password", message).also(trigger.node.place(), "forks start it, too");
                sink.report(
                    finding.help("add `if: github.event.pull_request.head.repo.full_name == github.repository`"),
                );
            }
        }
    }
}
