//! How long Sentinels wait before they take a master for dead, beside how long a failover may take.
//!
//! Only what is written is compared: what holds otherwise depends on whether the operator has set the Sentinels up anew.

use crate::cluster::failover::Failover;
use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "hasty-failover",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "Sentinels take a master for dead sooner than it can answer, or later than a failover may take.",
    why: "Sentinels ask a master once a second, and a fork or a slow command makes it silent for longer: it is failed over while it lives, and what it had not yet handed on is lost",
    source: "Redis, documentation of Sentinel: down-after-milliseconds, failover-timeout; src/sentinel.c: a ping each second",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel:
    replicas: 3
    image: redis:7.0.15-alpine
    customConfig: [down-after-milliseconds 300, failover-timeout 10000]
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
",
        good: r"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel:
    replicas: 3
    image: redis:7.0.15-alpine
    customConfig: [down-after-milliseconds 3000, failover-timeout 10000]
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((entry, wait)) = milliseconds(&failover, "down-after-milliseconds") else { continue };
        let timeout = milliseconds(&failover, "failover-timeout");
        let path = "spec.sentinel.customConfig";
        if wait < 1000 {
            let message =
                format!("the Sentinels of {} take a master for dead that is silent for {wait} ms", failover.name());
            let finding = failover.object.finding(entry, path, message);
            sink.report(finding.help("write `down-after-milliseconds 5000`"));
        } else if let Some((other, most)) = timeout.filter(|(_, most)| *most < wait) {
            let message = format!(
                "the Sentinels of {} wait {wait} ms before a failover, which may take no more than {most} ms",
                failover.name()
            );
            let finding = failover.object.finding(entry, path, message).also(other.place(), "the timeout");
            let why = "a failover that did not succeed is tried again after twice its timeout: before the others have \
                       noticed that the master is gone";
            sink.report(finding.why(why).help(format!("write `failover-timeout {}` or more", wait.saturating_mul(2))));
        }
    }
}

/// The number that an entry of Sentinel ends up with.
fn milliseconds<'a>(failover: &Failover<'a>, name: &str) -> Option<(Node<'a>, u64)> {
    failover.custom_config(Half::Sentinel).into_iter().rev().find_map(|(node, entry)| {
        let (own, value) = entry.split_once(' ')?;
        own.eq_ignore_ascii_case(name).then_some((node, value.trim().parse().ok()?))
    })
}
