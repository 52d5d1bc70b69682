//! A NetworkPolicy lists a port of a Service, and the pods behind it listen on another one.
//!
//! Nothing has to be declared for this, unless the policy selects all pods of its namespace. A port on which some pod that
//! the rule means listens, or which some Service leads to, is right.

use std::collections::BTreeSet;

use crate::cluster::objects::Cluster;
use crate::cluster::policy::Direction;
use crate::cluster::policy::Pods;
use crate::cluster::policy::Policy;
use crate::cluster::service::Service;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "service-port-in-policy",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A NetworkPolicy lists the port of a Service instead of that of its pods.",
    why: "policies see connections after the Service has been replaced by a pod: the port that is listed is never used, and the one that is used is blocked",
    source: "Kubernetes, Network Policies",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:1.4.0
        ports: [{name: http, containerPort: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app: cart}}
  ingress:
  - ports: [{port: 80}]
",
        good: r"
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:1.4.0
        ports: [{name: http, containerPort: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app: cart}}
  ingress:
  - ports: [{port: http}, {port: 9090}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for object in cluster.of_kind("networking.k8s.io", "NetworkPolicy") {
        let policy = Policy { object };
        for direction in [Direction::Ingress, Direction::Egress] {
            for (at, rule) in policy.rules(direction) {
                for (number, entry) in rule.get("ports").into_iter().flat_map(Node::items).enumerate() {
                    let Some(found) = found(cluster, policy, direction, rule, entry) else { continue };
                    let (written, target) = (entry.get("port").unwrap_or(entry), found.target);
                    let message = format!(
                        "policies see the ports of pods: {} is a port of Service `{}`, its pods listen on {target}",
                        written.text().unwrap_or_default(),
                        found.service.id().name,
                    );
                    let path = format!("spec.{}[{at}].ports[{number}].port", direction.field());
                    let finding = object.finding(written, path, message);
                    let finding = finding.also(found.service.place(&["spec", "ports"]), "the port of the Service");
                    sink.report(finding.help(format!("write `port: {target}`")));
                }
            }
        }
    }
}

/// A Service whose port stands in a policy, and the port that it leads to.
struct Found<'a> {
    service: crate::cluster::object::Object<'a>,
    target: u32,
}

/// Whether an entry of `ports` is a port of a Service, and none of the pods behind it.
pub(super) fn is_port_of_service<'a>(
    cluster: &Cluster<'a>,
    policy: Policy<'a>,
    direction: Direction,
    rule: Node<'a>,
    entry: Node<'a>,
) -> bool {
    found(cluster, policy, direction, rule, entry).is_some()
}

fn found<'a>(
    cluster: &Cluster<'a>,
    policy: Policy<'a>,
    direction: Direction,
    rule: Node<'a>,
    entry: Node<'a>,
) -> Option<Found<'a>> {
    let number: u32 = entry.get("port")?.text()?.parse().ok()?;
    if entry.get("endPort").is_some() {
        return None;
    }
    let servers = servers(cluster, policy, direction, rule)?;
    let listens = |workload: &&Workload<'a>| {
        workload.containers().any(|container| container.ports().any(|(_, port, _)| port == Some(number)))
    };
    if servers.is_empty() || servers.iter().any(listens) {
        return None;
    }
    let namespaces: BTreeSet<&str> = servers.iter().map(|workload| workload.namespace()).collect();
    let mut found = None;
    for object in namespaces.iter().flat_map(|namespace| cluster.of_kind_in("", "Service", namespace)) {
        let service = Service::Object(object);
        if service.is_headless() {
            continue;
        }
        for workload in cluster.behind(service) {
            if !servers.iter().any(|server| server.object.id() == workload.object.id()) {
                continue;
            }
            for port in service.ports() {
                let targets = service.targets(&port, workload);
                if targets.contains(&number) {
                    return None;
                }
                if port.number == Some(number) {
                    found = found.or(targets.first().map(|target| Found { service: object, target: *target }));
                }
            }
        }
    }
    found
}

/// The workloads that a rule lets others connect to; `None` if it may be any.
fn servers<'c, 'a>(
    cluster: &'c Cluster<'a>,
    policy: Policy<'a>,
    direction: Direction,
    rule: Node<'a>,
) -> Option<Vec<&'c Workload<'a>>> {
    let namespace = policy.object.id().namespace.as_str();
    if direction == Direction::Ingress {
        let Some(selector) = policy.selector() else {
            return cluster.closed.then(|| cluster.workloads_in(namespace).collect());
        };
        return Some(cluster.selected_by(namespace, selector).collect());
    }
    let peers = rule.get("to").filter(|peers| peers.items().len() > 0)?;
    if peers.items().any(|peer| peer.get("podSelector").is_none()) {
        return None;
    }
    let means = |workload: &&Workload<'a>| {
        let pods = Pods { namespace: workload.namespace(), workload: Some(workload) };
        peers.items().any(|peer| cluster.may_mean(policy, peer, pods))
    };
    Some(cluster.workloads().iter().filter(means).collect())
}
