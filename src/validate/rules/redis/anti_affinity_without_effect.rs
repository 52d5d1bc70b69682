//! A `podAntiAffinity` or topology spread of a RedisFailover whose selector matches neither its own pods nor any others of
//! the namespace.

use crate::cluster::labels::selects;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "anti-affinity-without-effect",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "An anti-affinity of Redis pods selects none of them.",
    why: "it keeps nothing apart: all pods of the instance may land on one node",
    source: "Kubernetes, inter-pod affinity; redis-operator: labels of a RedisFailover reach its pods unless labelWhitelist keeps them back",
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
    affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: cart}}}]}}
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
    affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app.kubernetes.io/name: cart}}}]}}
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let made = cluster
        .workloads()
        .iter()
        .filter(|workload| workload.object.maker.is_some() && workload.object.written_id().kind == "RedisFailover");
    for workload in made {
        let affinity = workload.spec.at(&["affinity", "podAntiAffinity"]);
        let of = |key: &str| affinity.and_then(|affinity| affinity.get(key)).into_iter().flat_map(Node::items);
        let preferred =
            of("preferredDuringSchedulingIgnoredDuringExecution").filter_map(|term| term.get("podAffinityTerm"));
        let spread = workload.spec.get("topologySpreadConstraints").into_iter().flat_map(Node::items);
        for term in of("requiredDuringSchedulingIgnoredDuringExecution").chain(preferred).chain(spread) {
            let Some(selector) = term.get("labelSelector") else { continue };
            let elsewhere = term.get("namespaces").is_some() || term.get("namespaceSelector").is_some();
            let selected = cluster
                .workloads_in(workload.namespace())
                .any(|other| other.may_match(|labels| selects(selector, labels)));
            if elsewhere || selected {
                continue;
            }
            let message = format!("no pod of {} has the labels that this selects", workload.object.written_id().name);
            let finding = workload.object.finding(selector, "", message);
            let name = &workload.object.written_id().name;
            sink.report(finding.help(format!("select `app.kubernetes.io/name: {name}`, which every pod of it has")));
        }
    }
}
