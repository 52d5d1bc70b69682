//! `appendonly yes` in `customConfig` alone: the operator sends it after Redis has started and loaded its data.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "append-only-from-run-time",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "The append-only file is switched on at run time only.",
    why: "when Redis starts it is off: Redis loads its last snapshot, or nothing, and then rewrites the append-only file from that. What was written since the last snapshot is gone",
    source: "redis-operator, service/generator.go: redis.conf has no appendonly; seen with redis-server 7.0.15; cozystack/cozystack#2341",
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
    customConfig: [maxmemory 256mb, appendonly yes]
    storage:
      keepAfterDeletion: true
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
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
    customConfig: [maxmemory 256mb, appendonly yes]
    command: [redis-server, /redis/redis.conf, --appendonly, "yes"]
    storage:
      keepAfterDeletion: true
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((node, _)) = failover.directive("appendonly").filter(|(_, value)| *value == "yes") else { continue };
        if failover.option("appendonly").as_deref() == Some("yes") {
            continue;
        }
        let message = format!("`appendonly yes` of {} does not survive a restart", failover.name());
        let finding = failover.object.finding(node, "spec.redis.customConfig", message);
        sink.report(
            finding.help(
                "switch it on from the start: `command: [redis-server, /redis/redis.conf, --appendonly, \"yes\"]`",
            ),
        );
    }
}
