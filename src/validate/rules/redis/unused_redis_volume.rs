//! A Redis has a claim, and is told to write nothing to it. Where its data has to outlive its pods, another rule says that.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unused-redis-volume",
    group: Group::Redis,
    severity: Severity::Note,
    summary: "A Redis has a volume, and writes nothing to it.",
    why: "the volume is paid for and binds the pod to its zone, and a pod that starts again still starts empty",
    source: "Redis, redis.conf: save, appendonly",
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
    customConfig:
      - maxmemory 256mb
      - save ""
    storage:
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
    command: [redis-server, /redis/redis.conf, --appendonly, "yes"]
    customConfig:
      - maxmemory 256mb
      - save ""
    storage:
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some(claim) = failover.claim() else { continue };
        let is_used = failover.saves() || failover.appends();
        if is_used || context.cluster.durable_purpose(&failover).is_some() {
            continue;
        }
        let message = format!("{} has a volume, and writes neither snapshots nor an append-only file", failover.name());
        let path = "spec.redis.storage.persistentVolumeClaim";
        let mut finding = failover.object.finding(claim, path, message);
        if let Some((entry, _)) = failover.directive("save") {
            finding = finding.also(entry.place(), "no snapshots");
        }
        sink.report(finding.help("take the claim away, or write `save` points"));
    }
}
