//! `save` points or an append-only file in `customConfig`, and no PersistentVolumeClaim. Where the data is declared to have
//! to outlive its pods, that is more than a warning, and another rule says it.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "persistence-without-volume",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "Redis is told to keep its data, and has no volume for it.",
    why: "an emptyDir outlives a restart of the container and nothing more: the data goes with the pod",
    source: "redis-operator, service/generator.go: the volume is an emptyDir unless a claim is written",
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
    customConfig: [maxmemory 256mb, save 900 1]
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
    customConfig: 
      - maxmemory 256mb
      - save ""
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers().filter(|failover| failover.claim().is_none()) {
        if context.cluster.durable_purpose(&failover).is_some() {
            continue;
        }
        let saves = failover.directive("save").filter(|(_, value)| !value.trim_matches('"').is_empty());
        let appends = failover.directive("appendonly").filter(|(_, value)| *value == "yes");
        let Some((node, _)) = appends.or(saves) else { continue };
        let message = format!("{} keeps its data in an emptyDir", failover.name());
        let finding = failover.object.finding(node, "spec.redis.customConfig", message);
        sink.report(finding.help(
            "add `storage.persistentVolumeClaim` with a `metadata.name`, or `save \"\"` if nothing need be kept",
        ));
    }
}
