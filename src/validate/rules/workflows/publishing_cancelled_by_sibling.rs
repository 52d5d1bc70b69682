//! A matrix of jobs that push images or packages, without a word on `fail-fast`.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::matrix;
use crate::workflow::script;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "publishing-cancelled-by-sibling",
    group: Group::Workflows,
    severity: Severity::Note,
    summary: "A job of a matrix publishes, and is cancelled when another one fails.",
    why: "`fail-fast` is on where nothing else is said: one failure leaves the others half published",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.strategy.fail-fast`",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      matrix:
        service: [cart, web]
    steps:
    - run: docker push shop/${{ matrix.service }}:1.4
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    strategy:
      fail-fast: false
      matrix:
        service: [cart, web]
    steps:
    - run: docker push shop/${{ matrix.service }}:1.4
",
    }),
    check,
};

const COMMANDS: [&str; 6] = ["docker push", "npm publish", "cargo publish", "twine upload", "helm push", "gem push"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        let Some((strategy, matrix)) = job.get("strategy").zip(matrix::of(job.node)) else { continue };
        if strategy.get("fail-fast").is_some() {
            continue;
        }
        let publishing = job.steps().into_iter().find(|step| {
            let script = step.run().and_then(Node::text).map(script::lines).unwrap_or_default();
            let pushes = step.with("push").and_then(Node::text).is_some_and(|push| push == "true");
            pushes && step.is_of("docker/build-push-action")
                || script.iter().any(|line| COMMANDS.iter().any(|command| script::calls(line.text, command)))
        });
        let Some(step) = publishing else { continue };
        let message = format!("job `{}` publishes, and is cancelled when another job of its matrix fails", job.id);
        let finding = job.finding(matrix, "strategy.matrix", message).also(step.node.place(), "this publishes");
        sink.report(finding.help("write `fail-fast: false` above `matrix`"));
    }
}
