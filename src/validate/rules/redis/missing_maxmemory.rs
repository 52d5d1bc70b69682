//! A RedisFailover has a memory limit and no `maxmemory`: neither in `customConfig` nor on the command line.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "missing-maxmemory",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "A Redis with a memory limit has no `maxmemory`.",
    why: "Redis grows until the kernel kills the container: all data in memory is lost, where it should have evicted keys or refused writes",
    source: "Redis, redis.conf: maxmemory; cgroup memory limits",
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
    customConfig: [maxmemory-policy allkeys-lru]
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
    customConfig: [maxmemory-policy allkeys-lru]
    command: [redis-server, /redis/redis.conf, --maxmemory, 256mb]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((node, limit)) = failover.memory_limit() else { continue };
        let is_unlimited = |value: &str| crate::redis::memory::parse(value).is_ok_and(|size| size.bytes == 0);
        let set = failover.directive("maxmemory").map(|(_, value)| value.to_owned());
        if set.or_else(|| failover.option("maxmemory")).is_some_and(|value| !is_unlimited(&value)) {
            continue;
        }
        let half = crate::redis::memory::write(limit / 2);
        let message =
            format!("{} has no `maxmemory`, and is killed at {}", failover.name(), node.text().unwrap_or_default());
        let finding = failover.object.finding(node, "spec.redis.resources.limits.memory", message);
        sink.report(
            finding.help(format!("add `maxmemory {half}` to `customConfig`, which leaves room for a fork and buffers")),
        );
    }
}
