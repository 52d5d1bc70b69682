//! A directive stands twice in `customConfig`, under one name or under two that mean the same.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::redis::Target;
use crate::redis::replay;
use crate::redis::replay_sentinel;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "repeated-directive",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "A directive is set twice in `customConfig`.",
    why: "the operator sends both every 30 seconds, so that the value changes back and forth",
    source: "redis-operator, service/redis/client.go",
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
    customConfig: [maxmemory 256mb, min-slaves-max-lag 10, min-replicas-max-lag 20]
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
    customConfig: [maxmemory 256mb, min-replicas-max-lag 10, min-replicas-to-write 0]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let operator = context.cluster.replaying_operator();
    for failover in context.cluster.failovers() {
        for half in [Half::Redis, Half::Sentinel] {
            let entries = failover.custom_config(half);
            let texts: Vec<&str> = entries.iter().map(|(_, text)| *text).collect();
            let target = Target::of_image(failover.image(half), operator);
            let replayed = match half {
                Half::Redis => replay(&texts, target),
                Half::Sentinel => replay_sentinel(&texts, target),
            };
            for duplicate in replayed.duplicates.iter().filter(|duplicate| !duplicate.is_harmless()) {
                let path = format!("spec.{}.customConfig[{}]", half.key(), duplicate.later);
                let finding = failover.object.finding(entries[duplicate.later].0, path, duplicate.message());
                let first = entries[duplicate.first].0.place();
                sink.report(finding.also(first, "set here before").why(duplicate.why()).help(duplicate.help()));
            }
        }
    }
}
