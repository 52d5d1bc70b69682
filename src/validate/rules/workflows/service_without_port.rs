//! A server among `services` without `ports`, in a job without `container`.
//!
//! A job that looks up the address of the container is left alone.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "service-without-port",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A service of a job that runs on the runner itself has no port there.",
    why: "only a job in a container reaches services by their name; on the runner they are reached by a port, and there is none",
    source: "GitHub, Workflow syntax: `jobs.<job_id>.services`",
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
        options: --health-cmd 'redis-cli ping'
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
        options: --health-cmd 'redis-cli ping'
        ports: ['6379:6379']
    steps:
    - run: make test
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for job in context.workflows.all.iter().flat_map(Workflow::jobs) {
        if job.get("container").is_some() {
            continue;
        }
        for server in job.servers() {
            let (name, options) = (server.name, server.options());
            let is_published = server.node.get("ports").is_some()
                || [" -p", "--publish", "--network", "--net", "${{"]
                    .iter()
                    .any(|option| options.contains(option) || options.starts_with(option.trim()));
            let text = job.node.place();
            let looks_up = ["docker ", "job.services", "container:"].iter().any(|word| text.text().contains(word));
            if is_published || looks_up {
                continue;
            }
            let message = format!("steps on the runner do not reach service `{name}`");
            let help = "write `ports: ['PORT:PORT']`, and connect to `localhost`";
            sink.report(job.finding(server.key, &format!("services.{name}"), message).help(help));
        }
    }
}
