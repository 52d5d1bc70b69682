//! `maxmemory` beside the memory limit: above 90 % the container is killed for certain; without persistence and replicas 80 %
//! may do; with either, a fork needs room, and 65 % is what is advised.

use crate::finding::Severity;
use crate::redis::memory;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "maxmemory-near-limit",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "`maxmemory` leaves too little below the memory limit.",
    why: "what a fork copies, output buffers and fragmentation do not count as maxmemory: the kernel kills the container first",
    source: "Redis, redis.conf: maxmemory, and docs/management/optimization/memory-optimization; freshworks-oss redis-operator reserves 10 %",
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
    customConfig: [maxmemory 480mb]
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
    customConfig: [maxmemory 384mb]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((node, limit)) = failover.memory_limit().filter(|(_, limit)| *limit > 0) else { continue };
        let Some((entry, value)) = failover.directive("maxmemory") else { continue };
        let Ok(size) = memory::parse(value.trim()) else { continue };
        let percent = size.bytes.saturating_mul(100) / limit;
        let saves = failover.directive("save").is_some_and(|(_, value)| !value.trim_matches('"').is_empty());
        let appends = failover.directive("appendonly").is_some_and(|(_, value)| value == "yes");
        let replicas = failover.replicas(crate::cluster::failover::Half::Redis);
        let (most, because) = match () {
            () if saves || appends => (65, "it writes its data to disk in a fork"),
            () if replicas > 1 => (65, "each full copy to a replica is made in a fork"),
            () => (80, "buffers and fragmentation take the rest"),
        };
        if percent <= most {
            continue;
        }
        let severity = if percent > 90 { Severity::Error } else { Severity::Warning };
        let limit_text = node.text().unwrap_or_default();
        let message = format!("`maxmemory {value}` is {percent} % of the limit of {limit_text}, and {because}");
        let advised = memory::write(limit / 100 * most);
        let finding =
            failover.object.finding(entry, "spec.redis.customConfig", message).also(node.place(), "the limit");
        sink.report_as(
            severity,
            finding.help(format!("stay at or below {most} %: `maxmemory {advised}`, or raise the limit")),
        );
    }
}
