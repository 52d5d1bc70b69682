//! A Redis is declared to hold what has to last, and its claims are deleted together with the RedisFailover.
//!
//! The operator looks at the field when it makes the StatefulSet, and never again.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "durable-claims-not-kept",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "The claims of a Redis whose data has to last belong to the RedisFailover.",
    why: "whoever deletes or renames the RedisFailover, Argo CD that prunes it too, deletes the data with it",
    source: "redis-operator, service/generator.go: the claims have the RedisFailover as owner unless keepAfterDeletion is true",
    example: Some(Example {
        facts: "{redisOperator: v1.3.0-rc1, purposes: {shop/cart: sessions}}",
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
    customConfig: [maxmemory 256mb, maxmemory-policy noeviction]
    storage:
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: shelf, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    storage:
      persistentVolumeClaim:
        metadata: {name: shelf-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let holds_data = failover.claim().is_some() && (failover.saves() || failover.appends());
        if !holds_data || failover.keeps_claims() {
            continue;
        }
        if context.cluster.facts.purposes.is_none() {
            sink.lacks(Need::Purposes);
            continue;
        }
        let Some(purpose) = context.cluster.durable_purpose(&failover) else { continue };
        let message = format!("{} is for {purpose}, and its claims go when it is deleted", failover.name());
        let path = ["spec", Half::Redis.key(), "storage", "keepAfterDeletion"];
        sink.report(failover.object.about(&path, message).help(
            "write `keepAfterDeletion: true` before the StatefulSet is made; from an existing claim, take the owner away",
        ));
    }
}
