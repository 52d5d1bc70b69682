//! An entry of `customConfig` that the server takes, and that is not what was meant: a directive that belongs to the
//! operator, quotes that become part of the value, an entry that the operator passes over.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::redis::Effect;
use crate::redis::Target;
use crate::redis::fault::Cause;
use crate::redis::replay;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "harmful-directive",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "An entry of `customConfig` is taken by Redis and does harm.",
    why: "Redis takes it, and it is not what was meant",
    source: "redis-operator, service/redis/client.go; Redis, config.c",
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
    customConfig: [maxmemory 256mb, bind 127.0.0.1]
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
    customConfig: [maxmemory 256mb, timeout 60]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let operator = context.cluster.replaying_operator();
    for failover in context.cluster.failovers() {
        let entries = failover.custom_config(Half::Redis);
        let texts: Vec<&str> = entries.iter().map(|(_, text)| *text).collect();
        let target = Target::of_image(failover.image(Half::Redis), operator);
        for step in replay(&texts, target).steps {
            let Some(fault) = step.fault.filter(|_| matches!(step.effect, Effect::Applied | Effect::Dropped)) else {
                continue;
            };
            let severity = match fault.cause {
                Cause::OperatorOwned(..) => Severity::Error,
                Cause::DecimalUnit { .. } => Severity::Note,
                _ => Severity::Warning,
            };
            let path = format!("spec.redis.customConfig[{}]", step.position);
            let finding = failover.object.finding(entries[step.position].0, path, fault.message());
            sink.report_as(severity, finding.why(fault.why()).maybe_help(fault.help()));
        }
    }
}
