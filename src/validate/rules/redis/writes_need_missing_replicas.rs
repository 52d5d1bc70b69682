//! `min-replicas-to-write` beside the number of pods, of which one is the master.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "writes-need-missing-replicas",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "`min-replicas-to-write` asks for more replicas than there can be.",
    why: "the master refuses every write with `NOREPLICAS`, from the first moment on",
    source: "Redis, redis.conf: min-replicas-to-write",
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
    customConfig: [maxmemory 256mb, min-replicas-to-write 1]
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
    customConfig: [maxmemory 256mb, min-replicas-to-write 1]
    terminationGracePeriod: 60
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let names = ["min-replicas-to-write", "min-slaves-to-write"];
        let Some((node, value)) = names.into_iter().find_map(|name| failover.directive(name)) else { continue };
        let others = failover.replicas(Half::Redis) - 1;
        if value.parse::<u32>().is_ok_and(|wanted| wanted > others) {
            let message = format!(
                "`{}` asks for {value} replicas, and beside the master there are {others}",
                node.text().unwrap_or_default()
            );
            let help = format!("write at most {others}, or raise `replicas`");
            sink.report(failover.object.finding(node, "spec.redis.customConfig", message).help(help));
        }
    }
}
