//! A server of a database, a cache or a broker among `services`, without `--health-cmd`.
//!
//! A job in which some script waits for it is left alone, and so is an image whose name is computed.

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
    id: "service-without-health-check",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A service is used before it is known to be up.",
    why: "steps begin as soon as the container runs: tests fail now and then, on a busy runner more often",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.services.<service_id>.options`; Creating PostgreSQL service containers",
    example: Some(Example {
        facts: "",
        bad: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    services:
      cache:
        image: redis:7-alpine
        ports: ['6379:6379']
    steps:
    - run: make test
",
        good: r"
on: push
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    services:
      cache:
        image: redis:7-alpine
        ports: ['6379:6379']
        options: --health-cmd 'redis-cli ping' --health-interval 5s --health-retries 10
    steps:
    - run: make test
",
    }),
    check,
};

/// What scripts wait with.
const WAITS: [&str; 9] =
    ["pg_isready", "redis-cli", "wait-for", "wait_for", "nc -z", "until ", "while !", "mysqladmin", "sleep "];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        for server in job.servers() {
            let (name, command, options) = (server.name, server.health, server.options());
            let waits = || {
                job.steps().iter().any(|step| {
                    let script = step.run().and_then(Node::text).unwrap_or_default();
                    WAITS.iter().any(|wait| script.contains(wait))
                })
            };
            if options.contains("--health-cmd") || options.contains("${{") || waits() {
                continue;
            }
            let message = format!("steps begin before service `{name}` is known to be up");
            let help = format!(
                "write `options: --health-cmd \"{command}\" --health-interval 5s --health-timeout 3s --health-retries 10`"
            );
            sink.report(job.finding(server.key, &format!("services.{name}"), message).help(help));
        }
    }
}
