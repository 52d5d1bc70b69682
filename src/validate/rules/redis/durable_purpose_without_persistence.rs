//! A Redis is declared to hold what has to outlive its pods, and keeps it in memory or in an emptyDir.
//!
//! Without declared purposes nothing is said. Left alone are instances that follow a Redis elsewhere, those told to write
//! to another folder, which may be a volume of their own, and an append-only file that is on at run time only, of which
//! another rule speaks.

use crate::cluster::failover::Failover;
use crate::cluster::failover::Half;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "durable-purpose-without-persistence",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "A Redis whose data has to outlive its pods does not keep it.",
    why: "the data goes with the pod; a master that comes back empty makes its replicas empty, too, before anybody can fail over",
    source: "Redis, docs/management/replication: safety of replication when the master has persistence turned off; redis-operator, service/generator.go",
    example: Some(Example {
        facts: "{redisOperator: v1.3.0-rc1, purposes: {shop/cart: sessions}}",
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
    customConfig: [maxmemory 256mb, maxmemory-policy noeviction, save 900 1 300 50]
    terminationGracePeriod: 60
    storage: {emptyDir: {}}
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
    customConfig: [maxmemory 256mb, maxmemory-policy noeviction]
    terminationGracePeriod: 60
    storage:
      keepAfterDeletion: true
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers() {
        let follows = failover.object.at(&["spec", "bootstrapNode"]).is_some();
        let elsewhere = failover.option("dir").is_some_and(|folder| folder.trim_end_matches('/') != "/data");
        if follows || elsewhere || (failover.claim().is_some() && (failover.saves() || failover.appends())) {
            continue;
        }
        if context.cluster.facts.purposes.is_none() {
            sink.lacks(Need::Purposes);
            continue;
        }
        if let Some(purpose) = context.cluster.durable_purpose(&failover) {
            sink.report(lost(&failover, purpose));
        }
    }
}

fn lost(failover: &Failover<'_>, purpose: &str) -> Finding {
    let (object, name) = (failover.object, failover.name());
    if failover.claim().is_some() {
        let message = format!("{name} is for {purpose}, and writes neither snapshots nor an append-only file");
        let finding = match failover.directive("save") {
            Some((node, _)) => object.finding(node, "spec.redis.customConfig", message),
            None => object.about(&["spec", Half::Redis.key(), "command"], message),
        };
        return finding.help("write `save 900 1 300 10` in one entry, or switch the append-only file on in `command`");
    }
    let message = format!("{name} is for {purpose}, and keeps its data in an emptyDir");
    object.about(&["spec", Half::Redis.key(), "storage"], message).help(
        "write `storage.persistentVolumeClaim` with a `metadata.name` and `keepAfterDeletion: true`; an existing \
         StatefulSet has to be made anew for it",
    )
}
