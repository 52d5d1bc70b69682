//! The claim of a Redis that writes its data to disk, beside `maxmemory`: while a file is written anew, the old one is
//! still there.

use crate::cluster::failover::Half;
use crate::finding::Severity;
use crate::model::quantity::Quantity;
use crate::redis::memory;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "volume-too-small",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "The volume of a Redis has no room for two copies of its data.",
    why: "Redis writes a snapshot or an append-only file anew beside the old one; once the disk is full it fails to, and then refuses every write",
    source: "Redis, docs/management/persistence: how it works; redis.conf: stop-writes-on-bgsave-error",
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
    resources: {limits: {memory: 4Gi}}
    customConfig: [maxmemory 2gb, save 900 1]
    storage:
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
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
    resources: {limits: {memory: 4Gi}}
    customConfig: [maxmemory 2gb, save 900 1]
    storage:
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 4Gi}}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for failover in context.cluster.failovers().filter(|failover| failover.saves() || failover.appends()) {
        let Some(size) = failover.claim().and_then(|claim| claim.at(&["spec", "resources", "requests", "storage"]))
        else {
            continue;
        };
        let Some(bytes) = size.text().and_then(Quantity::parse).map(|size| size.milli() / 1000) else { continue };
        let Some(data) = failover.max_memory() else { continue };
        if bytes >= i128::from(data) * 2 {
            continue;
        }
        // An append-only file grows beside its base until it is written anew.
        let (written, copies) = if failover.appends() { ("append-only file", 3) } else { ("snapshot", 2) };
        let message = format!(
            "{} for each pod is less than twice `maxmemory {}` of {}, which writes each {written} beside the last one",
            size.text().unwrap_or_default(),
            memory::write(data),
            failover.name()
        );
        let path = format!("spec.{}.storage.persistentVolumeClaim.spec.resources.requests.storage", Half::Redis.key());
        let mut finding = failover.object.finding(size, path, message);
        if let Some((entry, _)) = failover.directive("maxmemory") {
            finding = finding.also(entry.place(), "maxmemory");
        }
        let mebibytes = data.saturating_mul(copies).div_ceil(1 << 20);
        let wanted =
            if mebibytes.is_multiple_of(1024) { format!("{}Gi", mebibytes / 1024) } else { format!("{mebibytes}Mi") };
        sink.report(finding.help(format!("write `storage: {wanted}` or more")));
    }
}
