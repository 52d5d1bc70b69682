//! One Redis is declared to be a cache, and to hold what must not be evicted.
//!
//! Only declared purposes are compared. Redis evicts by one policy for all its databases.

use crate::cluster::purpose::Data;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "contrary-purposes",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "One Redis is a cache, and holds what must not be evicted.",
    why: "one policy evicts for all databases: either the cache is refused its writes once memory is full, or jobs and sessions go without a word",
    source: "Redis, redis.conf: maxmemory-policy",
    example: Some(Example {
        facts: "{redisOperator: v1.3.0-rc1, purposes: [{instance: shop/cart, purpose: cache}, {instance: shop/cart, purpose: lock}]}",
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
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
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
    customConfig: [maxmemory 256mb, maxmemory-policy volatile-lru]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let purposes = context.cluster.purposes_of(&failover);
        let Some((cache, kept)) = of(&purposes) else { continue };
        let policy = failover.directive("maxmemory-policy");
        // These evict only what was given a time to live, which tells the two apart.
        if policy.is_some_and(|(_, policy)| policy.starts_with("volatile-")) {
            continue;
        }
        let message = format!("{} is for {cache} and for {kept}, under one eviction policy", failover.name());
        let finding = match policy {
            Some((node, _)) => failover.object.finding(node, "spec.redis.customConfig", message),
            None => failover.object.about(&["metadata", "name"], message),
        };
        sink.report(finding.help(format!(
            "give the {cache} a RedisFailover of its own; or give its keys a time to live, and write \
             `maxmemory-policy volatile-lru`"
        )));
    }
}

/// A purpose that wants eviction, and one that cannot bear it.
pub(super) fn of<'a>(purposes: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let first =
        |wanted: fn(Data) -> bool| purposes.iter().copied().find(|purpose| Data::of(purpose).is_some_and(wanted));
    Some((first(|data| data == Data::Remade)?, first(|data| data != Data::Remade)?))
}
