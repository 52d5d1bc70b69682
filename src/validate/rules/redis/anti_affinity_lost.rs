//! `affinity` of several Redis pods without `podAntiAffinity`, and no topology spread constraint either.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "anti-affinity-lost",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "An affinity of its own takes the place of the anti-affinity that keeps Redis pods apart.",
    why: "the operator adds its anti-affinity only where no affinity is written: all pods of an instance may land on one node, and are lost with it",
    source: "redis-operator, service/generator.go: getAffinity",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 3
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    terminationGracePeriod: 60
    affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: pool, operator: Exists}]}}]}}
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
    affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: pool, operator: Exists}]}}]}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        for half in [Half::Redis, Half::Sentinel] {
            let Some(affinity) = failover.at(half, &["affinity"]).filter(|affinity| affinity.is_mapping()) else {
                continue;
            };
            let spread = failover.at(half, &["topologySpreadConstraints"]).is_some_and(|list| list.items().len() > 0);
            if failover.replicas(half) < 2 || spread || affinity.get("podAntiAffinity").is_some() {
                continue;
            }
            let message = format!(
                "nothing keeps the {} {} pods of {} apart",
                failover.replicas(half),
                half.key(),
                failover.name()
            );
            let path = format!("spec.{}.affinity", half.key());
            sink.report(
                failover
                    .object
                    .finding(affinity, path, message)
                    .help("add a `podAntiAffinity` on `kubernetes.io/hostname` for the labels of the pods"),
            );
        }
    }
}
