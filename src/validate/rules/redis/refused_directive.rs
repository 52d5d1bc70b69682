//! The server refuses an entry of `customConfig`, or the operator cannot send it.
//!
//! Each entry is sent as the operator splits it. What depends on more than the entry, such as the limit of open files, is
//! a warning; entries that are taken and do harm have a rule of their own.

use crate::cluster::failover::Failover;
use crate::cluster::failover::Half;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::redis::Effect;
use crate::redis::Replay;
use crate::redis::Target;
use crate::redis::fault::Cause;
use crate::redis::replay;
use crate::redis::replay_sentinel;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "refused-directive",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "An entry of `customConfig` is refused by Redis or Sentinel.",
    why: "the operator sends the entries in order every 30 seconds and stops at the first that is refused: later entries, other pods, rolling updates and the pointing of Sentinel at the master never happen",
    source: "redis-operator, service/redis/client.go and checker.go; Redis, config.c",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, tcp-backlog 511, timeout 0]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, tcp-keepalive 60, timeout 0]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let operator = context.cluster.replaying_operator();
    for failover in context.cluster.failovers() {
        for half in [Half::Redis, Half::Sentinel] {
            let entries = failover.custom_config(half);
            let texts: Vec<&str> = entries.iter().map(|(_, text)| *text).collect();
            let target = Target::of_image(failover.image(half), operator);
            let replayed = match half {
                Half::Redis => replay(&texts, target),
                Half::Sentinel => replay_sentinel(&texts, target),
            };
            for step in &replayed.steps {
                let Some(fault) = &step.fault else { continue };
                let severity = match step.effect {
                    Effect::Stops => Severity::Error,
                    // How many files a process may open is for the node to say: see `maxclients-above-file-limit`.
                    Effect::MayStop if matches!(fault.cause, Cause::OpenFiles(_)) => continue,
                    Effect::MayStop => Severity::Warning,
                    Effect::Applied | Effect::Dropped => continue,
                };
                let finding = finding(&failover, half, entries[step.position].0, step.position, fault.message());
                let finding = finding.why(why(fault.why(), &replayed, step.position)).maybe_help(fault.help());
                sink.report_as(severity, finding);
            }
        }
    }
}

fn finding(failover: &Failover<'_>, half: Half, node: crate::yaml::Node<'_>, at: usize, message: String) -> Finding {
    failover.object.finding(node, format!("spec.{}.customConfig[{at}]", half.key()), message)
}

/// What the entry does by itself, and what is never sent because of it.
fn why(own: &str, replayed: &Replay<'_>, at: usize) -> String {
    let stops_here = replayed.stop().is_some_and(|stop| stop.position == at);
    match replayed
        .never_applied()
        .iter()
        .filter(|_| stops_here)
        .map(|step| step.entry)
        .collect::<Vec<&str>>()
        .as_slice()
    {
        [] => own.to_owned(),
        [only] => format!("{own}; `{only}` behind it is never sent"),
        more => format!("{own}; {} entries behind it are never sent, from `{}` on", more.len(), more[0]),
    }
}
