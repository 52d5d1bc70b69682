//! NetworkPolicies keep the redis-operator, Redis and the Sentinels from each other.
//!
//! All of them connect to addresses of pods. What might be let through is taken to be, and pods in the network of their node
//! are left alone. Since a policy that is not known could let them through, everything has to be declared, or rendered by
//! groundplan. Where the operator runs has to be known for what it connects to, and for nothing else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::connection::is_on_host;
use crate::cluster::failover::Failover;
use crate::cluster::failover::Half;
use crate::cluster::objects::Cluster;
use crate::cluster::policy::Direction;
use crate::cluster::policy::Pods;
use crate::cluster::policy::Policy;
use crate::cluster::workload::Workload;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "failover-traffic-blocked",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "A NetworkPolicy keeps the redis-operator, Redis or its Sentinels from each other.",
    why: "the operator makes a master and points the Sentinels at it by connecting to each pod, and the pods replicate and vote in the same way: without that there is no master, or no failover",
    source: "redis-operator, operator/redisfailover/checker.go, service/redis/client.go; spotahome/redis-operator#396",
    example: Some(Example {
        facts: "{redisOperator: v1.3.0-rc1, redisOperatorNamespace: ops, external: {namespaces: [shop, ops], crds: [redisfailovers.databases.spotahome.com/v1]}}",
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
    customConfig: [maxmemory 256mb]
    terminationGracePeriod: 60
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/part-of: redis-failover}}
  policyTypes: [Ingress]
  ingress:
  - from: [{podSelector: {}}]
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
    customConfig: [maxmemory 256mb]
    terminationGracePeriod: 60
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/part-of: redis-failover}}
  policyTypes: [Ingress]
  ingress:
  - from: [{podSelector: {}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: operator, namespace: shop}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/part-of: redis-failover}}
  policyTypes: [Ingress]
  ingress:
  - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}}]
    ports: [{port: 6379}, {port: 26379}]
"#,
    }),
    check,
};

/// The port of Sentinel, which cannot be changed.
const SENTINEL: u32 = 26379;

/// A connection without which there is no failover.
struct Edge<'c, 'a> {
    from: (&'static str, Pods<'c, 'a>),
    to: (&'static str, Pods<'c, 'a>),
    port: u32,
}

/// What policies do not let through.
struct Blocked<'c, 'a> {
    policies: Vec<Policy<'a>>,
    edges: Vec<Edge<'c, 'a>>,
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    if cluster.of_kind("networking.k8s.io", "NetworkPolicy").next().is_none() {
        return;
    }
    let operators = cluster.redis_operators();
    let operator = match operators.first() {
        Some(operator) if is_on_host(operator.workload) => None,
        Some(operator) => Some(Pods { namespace: operator.workload.namespace(), workload: Some(operator.workload) }),
        None => cluster.redis_operator_namespace().map(|namespace| Pods { namespace, workload: None }),
    };
    for failover in cluster.failovers() {
        let mut blocked: BTreeMap<(Direction, &str, &str), Blocked<'_, '_>> = BTreeMap::new();
        for edge in edges(cluster, &failover, operator) {
            for direction in [Direction::Ingress, Direction::Egress] {
                let policies = cluster.blocking_between(direction, edge.from.1, edge.to.1, Some(edge.port));
                let Some(policies) = policies else { continue };
                let Some(first) = policies.first().map(|policy| policy.object.id()) else { continue };
                let key = (direction, first.namespace.as_str(), first.name.as_str());
                let edges = &mut blocked.entry(key).or_insert_with(|| Blocked { policies, edges: Vec::new() }).edges;
                edges.push(Edge { ..edge });
            }
        }
        if !blocked.is_empty() && !cluster.closed && context.project.is_none() {
            sink.lacks(Need::External);
            continue;
        }
        if operator.is_none() && cluster.policies(failover.namespace()).next().is_some() {
            sink.lacks(Need::RedisOperatorNamespace);
        }
        for ((direction, ..), blocked) in blocked {
            if let Some(finding) = finding(&failover, direction, &blocked) {
                sink.report(finding);
            }
        }
    }
}

/// What has to reach what.
fn edges<'c, 'a>(
    cluster: &'c Cluster<'a>,
    failover: &Failover<'a>,
    operator: Option<Pods<'c, 'a>>,
) -> Vec<Edge<'c, 'a>> {
    let pods = |half: Half| {
        let name = format!("{}{}", half.prefix(), failover.name());
        let is_made = |workload: &&Workload<'_>| workload.object.maker.is_some() && workload.name() == name;
        let workload = cluster.workloads_in(failover.namespace()).find(is_made)?;
        (!is_on_host(workload)).then_some(Pods { namespace: workload.namespace(), workload: Some(workload) })
    };
    let port = failover.at(Half::Redis, &["port"]).and_then(Node::text).and_then(|port| port.parse().ok());
    let port = port.filter(|port| *port > 0).unwrap_or(6379);
    let (redis, sentinel) = (pods(Half::Redis), pods(Half::Sentinel));
    let several = |half: Half, pods: Option<Pods<'c, 'a>>| pods.filter(|_| failover.replicas(half) > 1);
    let all = [
        ("the redis-operator", operator, "Redis", redis, port),
        ("the redis-operator", operator, "Sentinel", sentinel, SENTINEL),
        ("Redis", several(Half::Redis, redis), "Redis", redis, port),
        ("Sentinel", sentinel, "Redis", redis, port),
        ("Sentinel", several(Half::Sentinel, sentinel), "Sentinel", sentinel, SENTINEL),
    ];
    let edge = |(who, from, what, to, port)| Some(Edge { from: (who, from?), to: (what, to?), port });
    all.into_iter().filter_map(edge).collect()
}

fn finding(failover: &Failover<'_>, direction: Direction, blocked: &Blocked<'_, '_>) -> Option<Finding> {
    let Blocked { policies, edges } = blocked;
    let (policy, edge) = (policies.first()?, edges.first()?);
    let kept: Vec<String> =
        edges.iter().map(|edge| format!("{} to {} on port {}", edge.from.0, edge.to.0, edge.port)).collect();
    let message =
        format!("{} blocks what {} cannot do without: {}", policy.object.id(), failover.name(), kept.join(", "));
    let field = direction.field();
    let path: &[&str] = if policy.object.at(&["spec", field]).is_some() { &["spec", field] } else { &["spec"] };
    let mut finding = policy.object.about(path, message);
    for other in &policies[1..] {
        finding = finding.also(other.object.place(&["metadata", "name"]), "isolates these pods, too");
    }
    let peer = |edge: &Edge<'_, '_>| match direction {
        Direction::Ingress => edge.from.1.namespace.to_owned(),
        Direction::Egress => edge.to.1.namespace.to_owned(),
    };
    let (side, peers) = (direction.peers(), peer(edge));
    let ports: BTreeSet<u32> = edges.iter().filter(|other| peer(other) == peers).map(|edge| edge.port).collect();
    let ports: Vec<String> = ports.into_iter().map(|port| format!("{{port: {port}}}")).collect();
    let help = format!(
        "add a rule with `{side}: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {peers}}}}}}}]` and \
         `ports: [{}]`",
        ports.join(", ")
    );
    Some(finding.also(failover.object.place(&["metadata", "name"]), "the RedisFailover").help(help))
}
