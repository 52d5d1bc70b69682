//! The number of Sentinels beside several Redis pods: at least three, and odd.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "sentinels-without-majority",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "Sentinels cannot fail over when one of them is gone.",
    why: "a failover needs a majority of all Sentinels: of two both, of one that one. The loss of the node that takes the master takes the decision with it",
    source: "Redis, documentation of Sentinel: example 1",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 2, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 2
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    terminationGracePeriod: 60
"#,
        good: r#"
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
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers().filter(|failover| failover.replicas(Half::Redis) > 1) {
        let sentinels = failover.replicas(Half::Sentinel);
        let (wrong, better) = match sentinels {
            1 | 2 => ("cannot fail over once one is gone", 3),
            even if even % 2 == 0 => ("tolerate no more losses than one fewer would", sentinels - 1),
            _ => continue,
        };
        let message = format!("{sentinels} Sentinels of {} {wrong}", failover.name());
        let finding = failover.object.about(&["spec", "sentinel", "replicas"], message);
        sink.report(finding.help(format!("write `sentinel.replicas: {better}`")));
    }
}
