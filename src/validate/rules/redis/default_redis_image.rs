//! A RedisFailover names no image for Redis or for its Sentinels. Where another operator of the same kind is deployed,
//! whose default is another, nothing is said.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "default-redis-image",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "A RedisFailover leaves the release of Redis to the operator.",
    why: "the operator takes redis:6.2.6-alpine, which is of 2021 and lacks every correction since; and what another release of the operator takes, it rolls out by itself",
    source: "redis-operator, api/redisfailover/v1/defaults.go",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb]
",
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
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let operators = context.cluster.redis_operators();
    if !operators.is_empty() && operators.iter().all(|operator| operator.flavour != "spotahome") {
        return;
    }
    for failover in context.cluster.failovers() {
        let image = |half: Half| failover.at(half, &["image"]).and_then(Node::text).filter(|image| !image.is_empty());
        let (who, half, other) = match (image(Half::Redis), image(Half::Sentinel)) {
            (None, None) => ("Redis and Sentinel", Half::Redis, None),
            (None, other) => ("Redis", Half::Redis, other),
            (other, None) => ("Sentinel", Half::Sentinel, other),
            (Some(_), Some(_)) => continue,
        };
        let message = format!("{} names no image for {who}, and gets `{}`", failover.name(), failover.image(half));
        let finding = failover.object.about(&["spec", half.key(), "image"], message);
        sink.report(match other {
            Some(other) => finding.help(format!("write `image: {other}`, as for the other half")),
            None => finding.help("write `image` with a release under `redis` and under `sentinel`, the same for both"),
        });
    }
}
