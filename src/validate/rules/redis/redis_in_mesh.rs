//! The namespace of a RedisFailover is injected by Istio, and its pods do not say no.

use crate::cluster::workload::sidecar;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "redis-in-mesh",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "Pods of a RedisFailover get the sidecar of a mesh.",
    why: "operator and Sentinel connect to the addresses of pods, not to a Service: a mesh refuses them, no master is found, and no failover happens",
    source: "spotahome/redis-operator#138, #390, #396; Istio, sidecar injection",
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
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, podAnnotations: {sidecar.istio.io/inject: "false"}, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    podAnnotations: {sidecar.istio.io/inject: "false"}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for failover in cluster.failovers() {
        let namespace = cluster.find("", "Namespace", "", failover.namespace()).map(|object| object.manifest);
        let own = cluster.workloads_in(failover.namespace());
        let mut own =
            own.filter(|workload| workload.object.maker.is_some_and(|maker| maker.id == failover.object.id()));
        let Some(injected) = own.find_map(|workload| sidecar(workload, namespace)) else { continue };
        let message = format!("the pods of {} get a sidecar of the mesh", failover.name());
        let finding = failover.object.about(&["metadata", "name"], message).also(injected.place, "asked for here");
        sink.report(finding.help(
            "write `podAnnotations: {sidecar.istio.io/inject: \"false\"}` under `redis` and `sentinel`, or take the label off the namespace",
        ));
    }
}
