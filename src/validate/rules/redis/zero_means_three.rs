//! `replicas: 0`, which neither stops Redis nor switches Sentinel off.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "zero-means-three",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "`replicas: 0` of a RedisFailover means three.",
    why: "the operator takes 0 for nothing written, and runs its default of three",
    source: "redis-operator, api/redisfailover/v1/validate.go; spotahome/redis-operator#284",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 0, image: "redis:7.0.15-alpine"}
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
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        for half in [Half::Redis, Half::Sentinel] {
            let Some(node) = failover.at(half, &["replicas"]).filter(|node| node.text() == Some("0")) else { continue };
            let message = format!("`replicas: 0` of {} runs three pods", half.key());
            let path = format!("spec.{}.replicas", half.key());
            sink.report(
                failover
                    .object
                    .finding(node, path, message)
                    .help("write the number that is wanted; neither can be switched off"),
            );
        }
    }
}
