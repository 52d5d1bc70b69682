//! The operator makes an object of the same name for two RedisFailovers, or one that somebody wrote.
//!
//! What says that it belongs to a RedisFailover was taken from a cluster, and is the operator's own.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::failover::GROUP;
use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "colliding-redis-names",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "What the redis-operator makes of a RedisFailover has the name of something else.",
    why: "each overwrites what the other wrote, over and over: a Redis starts with the configuration of another, or with a script in its place",
    source: "redis-operator, operator/redisfailover/service/names.go, constants.go",
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
    customConfig: [maxmemory 256mb]
---
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: s-cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
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
    customConfig: [maxmemory 256mb]
---
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: s-cart, namespace: stock}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let mut owners: BTreeMap<(&str, &str, &str, &str), Object<'_>> = BTreeMap::new();
    let mut said = BTreeSet::new();
    for object in cluster.objects() {
        let Some(maker) = object.maker.filter(|maker| maker.id.kind == "RedisFailover") else { continue };
        let id = object.id();
        let key = (id.group(), id.kind.as_str(), id.namespace.as_str(), id.name.as_str());
        let Some(failover) = cluster.find(GROUP, "RedisFailover", &maker.id.namespace, &maker.id.name) else {
            continue;
        };
        let other = *owners.entry(key).or_insert(failover);
        if other.id() != failover.id() && said.insert((other.id(), failover.id())) {
            let message = format!(
                "{} {} belongs to RedisFailover `{}`, and to `{}`",
                id.kind,
                id.name,
                other.id().name,
                failover.id().name
            );
            let finding = failover.about(&["metadata", "name"], message);
            let finding = finding.also(other.place(&["metadata", "name"]), "the other one");
            sink.report(finding.help("give one of them another name, or another namespace"));
        }
        let written = cluster.find(key.0, key.1, key.2, key.3).filter(|written| written.maker.is_none());
        if let Some(written) = written.filter(|written| !belongs_to_failover(written)) {
            let message = format!("{id} is written here, and {} makes it for `{}`, too", maker.by, maker.id.name);
            let finding = written.about(&["metadata", "name"], message);
            let finding = finding.also(failover.place(&["metadata", "name"]), "the RedisFailover");
            let why = "the operator sets it back with every resync, and whoever applies yours sets that back again";
            sink.report_as(Severity::Warning, finding.why(why).help("give yours another name, or take it away"));
        }
    }
}

fn belongs_to_failover(object: &Object<'_>) -> bool {
    let owners = object.at(&["metadata", "ownerReferences"]).into_iter().flat_map(Node::items);
    owners.into_iter().any(|owner| owner.get("kind").and_then(Node::text) == Some("RedisFailover"))
}
