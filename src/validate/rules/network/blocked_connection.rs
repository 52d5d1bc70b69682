//! A workload is given the address of a Service whose pods a NetworkPolicy keeps it from.
//!
//! Both ends count: the policies for egress that select the client, and those for ingress that select the pods behind the
//! Service. What could let a connection through is taken to do so: unknown labels, private address blocks, names of ports of
//! unknown pods. Since a policy that is not known could allow it, all that exists has to be declared. A workload that names
//! its own Service, and pods in the network of their node, are left alone.

use std::collections::BTreeSet;

use crate::cluster::connection::Connection;
use crate::cluster::objects::Cluster;
use crate::cluster::policy::Direction;
use crate::cluster::policy::Pods;
use crate::cluster::policy::Policy;
use crate::cluster::policy::Verdict;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::network::service_port_in_policy;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "blocked-connection",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A NetworkPolicy blocks a connection that a workload is configured to make.",
    why: "the client runs into a timeout at its first connection, and nobody says that a policy is the reason",
    source: "Kubernetes, Network Policies",
    example: Some(Example {
        facts: "external: {namespaces: [shop, web]}",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: web}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec:
      containers:
      - name: shelf
        image: shop/shelf:1.4.0
        env: [{name: CART_URL, value: 'http://cart.shop.svc/items'}]
---
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
  policyTypes: [Ingress]
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}
      podSelector: {matchLabels: {role: client}}
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: web}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec:
      containers:
      - name: shelf
        image: shop/shelf:1.4.0
        env: [{name: CART_URL, value: 'http://cart.shop.svc/items'}]
---
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
  policyTypes: [Ingress]
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}
    - podSelector: {matchLabels: {role: client}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    if cluster.of_kind("networking.k8s.io", "NetworkPolicy").next().is_none() {
        return;
    }
    let mut said = BTreeSet::new();
    for connection in cluster.connections() {
        for direction in [Direction::Egress, Direction::Ingress] {
            let Some(blocking) = cluster.blocking(&connection, direction) else { continue };
            if !cluster.closed {
                sink.lacks(Need::External);
                continue;
            }
            let Some(finding) = blocked(cluster, &connection, direction, &blocking) else { continue };
            if said.insert(format!("{} {}", finding.place, finding.message)) {
                sink.report(finding);
            }
        }
    }
}

/// What is to be said of a connection that these policies block: at the rule that comes nearest to allowing it.
fn blocked<'a>(
    cluster: &Cluster<'a>,
    connection: &Connection<'_, 'a>,
    direction: Direction,
    blocking: &[Policy<'a>],
) -> Option<Finding> {
    let (client, server) = (connection.client.object.id(), connection.called());
    let port = connection.port.map_or(String::new(), |port| format!(" on port {port}"));
    let edge = format!("{client} connects to {server}{port}");
    let other = connection.other(direction);
    let field = direction.field();
    for policy in blocking {
        for (at, rule) in policy.rules(direction) {
            let verdict = cluster.judge_rule(*policy, direction, rule, other, connection.server, connection.port);
            let Some(ports) = rule.get("ports").filter(|_| verdict == Verdict::OtherPorts) else { continue };
            if ports
                .items()
                .any(|entry| service_port_in_policy::is_port_of_service(cluster, *policy, direction, rule, entry))
            {
                return None;
            }
            let message = format!("{edge}, which {} does not let through", name_of(*policy));
            let help = format!("add `port: {}` to this rule", connection.port.unwrap_or_default());
            let finding = policy.object.finding(ports, format!("spec.{field}[{at}].ports"), message).help(help);
            return Some(finding.also(connection.used.node.place(), "the address"));
        }
    }
    for policy in blocking {
        for (at, rule) in policy.rules(direction) {
            let peers = rule.get(direction.peers()).into_iter().flat_map(Node::items).enumerate();
            for (number, peer) in peers {
                let both = peer.get("namespaceSelector").is_some() && peer.get("podSelector").is_some();
                if both && cluster.means_namespace(*policy, peer, other.namespace) {
                    let who = end(other);
                    let message = format!(
                        "{edge}, and {} lets through only pods for which both selectors hold: the labels of {who} do not \
                         match `podSelector`",
                        name_of(*policy)
                    );
                    let path = format!("spec.{field}[{at}].{}[{number}]", direction.peers());
                    let help = "begin a new item of the list with `- podSelector` if either is enough, or add the labels to the pods";
                    let finding = policy.object.finding(peer, path, message).help(help);
                    return Some(finding.also(connection.used.node.place(), "the address"));
                }
            }
        }
    }
    let policy = *blocking.first()?;
    let message = format!("{edge}, which {} does not let through", name_of(policy));
    let path: &[&str] = if policy.object.at(&["spec", field]).is_some() { &["spec", field] } else { &["spec"] };
    let side = if direction == Direction::Egress { "to" } else { "from" };
    let help = format!(
        "add a rule {side} {} with `namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {}}}}}`{}",
        end(other),
        other.namespace,
        connection.port.map_or(String::new(), |port| format!(" and `port: {port}`"))
    );
    let finding = policy.object.about(path, message).help(help);
    Some(finding.also(connection.used.node.place(), "the address"))
}

fn name_of(policy: Policy<'_>) -> String {
    policy.object.id().to_string()
}

fn end(pods: Pods<'_, '_>) -> String {
    pods.workload.map_or_else(|| format!("namespace {}", pods.namespace), |workload| workload.object.id().to_string())
}
