//! `terminationGracePeriod` of several Redis pods that keep their data: the default of 30 seconds ends before the wait of
//! 31 does. What is saved into an emptyDir goes with the pod, and is not worth the wait.

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
    id: "short-grace-period",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "A Redis is killed before it has handed over and saved.",
    why: "before it stops, a master fails over, waits 31 seconds and only then saves: what is killed sooner saves nothing",
    source: "redis-operator, service/generator.go: shutdown.sh; spotahome/redis-operator#565",
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
    terminationGracePeriod: 30
    storage:
      keepAfterDeletion: true
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
    replicas: 3
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    terminationGracePeriod: 45
    storage:
      keepAfterDeletion: true
      persistentVolumeClaim:
        metadata: {name: cart-data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
"#,
    }),
    check,
};

/// The wait of 31 seconds, and some for the failover and the save.
const LEAST: u64 = 40;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kept = context.cluster.failovers().filter(|failover| failover.claim().is_some());
    for failover in kept.filter(|failover| failover.replicas(Half::Redis) > 1) {
        let node = failover.at(Half::Redis, &["terminationGracePeriod"]);
        let seconds = node
            .and_then(Node::text)
            .and_then(|text| text.parse().ok())
            .filter(|seconds| *seconds > 0)
            .unwrap_or(30_u64);
        if seconds >= LEAST {
            continue;
        }
        let message = format!("{} has {seconds} seconds to stop, of which 31 pass before it saves", failover.name());
        let finding = match node {
            Some(node) => failover.object.finding(node, "spec.redis.terminationGracePeriod", message),
            None => failover.object.about(&["spec", "redis"], message),
        };
        sink.report(finding.help("write `terminationGracePeriod: 60`"));
    }
}
