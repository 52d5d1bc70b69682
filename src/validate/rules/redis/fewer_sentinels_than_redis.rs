//! A fault of two releases: they compare the number of Sentinels with that of Redis.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::model::redis::OperatorVersion;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "fewer-sentinels-than-redis",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "There are fewer Sentinels than Redis pods.",
    why: "operator v1.2.3 and v1.2.4 wait for as many Sentinels as there are Redis pods, for ever: no master is elected",
    source: "spotahome/redis-operator#589",
    example: Some(Example {
        facts: "redisOperator: v1.2.4",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 5
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
    let version = context.cluster.facts.redis_operator;
    let Some(version) = version.filter(|version| matches!(version, OperatorVersion::V1_2_3 | OperatorVersion::V1_2_4))
    else {
        return;
    };
    for failover in context.cluster.failovers() {
        let (redis, sentinels) = (failover.replicas(Half::Redis), failover.replicas(Half::Sentinel));
        if sentinels >= redis {
            continue;
        }
        let message = format!(
            "{} has {sentinels} Sentinels for {redis} Redis, and operator {} waits for as many",
            failover.name(),
            version.tag()
        );
        let help = format!("write `sentinel.replicas: {redis}`");
        sink.report(failover.object.about(&["spec", "sentinel", "replicas"], message).help(help));
    }
}
