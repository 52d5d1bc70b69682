//! The eviction policy beside the declared purpose of an instance. Policies that evict only keys with a time to live are
//! left alone: whether there are others is not known.

use crate::cluster::purpose::Data;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::redis::contrary_purposes;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "eviction-against-purpose",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "The eviction policy does not suit what the instance is for.",
    why: "a queue, a session or a lock that is evicted is lost without a word; a cache that evicts nothing refuses every write once it is full",
    source: "Redis, redis.conf: maxmemory-policy",
    example: Some(Example {
        facts: "purposes: {shop/cart: locks}",
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
    customConfig: [maxmemory 256mb, maxmemory-policy noeviction]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((node, policy)) = failover.directive("maxmemory-policy") else { continue };
        let purposes = context.cluster.purposes_of(&failover);
        // No policy suits both a cache and what must stay: that is said by another rule.
        if contrary_purposes::of(&purposes).is_some() {
            continue;
        }
        let known = purposes.into_iter().find_map(|purpose| Some((purpose, Data::of(purpose)?)));
        let Some((purpose, data)) = known else { continue };
        let (wrong, help) = match data {
            Data::Remade => (policy == "noeviction", "write `maxmemory-policy allkeys-lru`"),
            Data::Complete | Data::Durable => (policy.starts_with("allkeys-"), "write `maxmemory-policy noeviction`"),
        };
        if wrong {
            let message = format!("`{policy}` does not suit {}, which is for {purpose}", failover.name());
            sink.report(failover.object.finding(node, "spec.redis.customConfig", message).help(help));
        }
    }
}
