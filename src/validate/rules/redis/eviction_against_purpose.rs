//! The eviction policy beside the declared purpose of an instance. Policies that evict only keys with a time to live are
//! left alone: whether there are others is not known.

use crate::cluster::failover::Failover;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "eviction-against-purpose",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "The eviction policy does not suit what the instance is for.",
    why: "a queue, a session or a lock that is evicted is lost without a word; a cache that evicts nothing refuses every write once it is full",
    source: "Redis, redis.conf: maxmemory-policy",
    example: Some(Example {
        facts: "purposes: {shop/cart: sessions}",
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

/// Words for purposes of which no key may be lost.
const KEPT: [&str; 10] =
    ["durable", "stream", "streams", "queue", "broker", "session", "sessions", "blacklist", "lock", "locks"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let Some((node, policy)) = failover.directive("maxmemory-policy") else { continue };
        let Some(purpose) = purpose(context.cluster, &failover) else { continue };
        let (wrong, help) = match purpose {
            "cache" => (policy == "noeviction", "write `maxmemory-policy allkeys-lru`"),
            kept if KEPT.contains(&kept) => (policy.starts_with("allkeys-"), "write `maxmemory-policy noeviction`"),
            _ => continue,
        };
        if wrong {
            let message = format!("`{policy}` does not suit {}, which is for {purpose}", failover.name());
            sink.report(failover.object.finding(node, "spec.redis.customConfig", message).help(help));
        }
    }
}

/// What an instance was declared to be for.
fn purpose<'a>(cluster: &Cluster<'a>, failover: &Failover<'_>) -> Option<&'a str> {
    let (namespace, name) = (failover.namespace(), failover.name());
    let names = [name.to_owned(), format!("{namespace}/{name}"), format!("RedisFailover/{namespace}/{name}")];
    let declared = cluster.facts.purposes.iter().flatten();
    declared.into_iter().find(|declared| names.contains(&declared.instance)).map(|declared| declared.purpose.as_str())
}
