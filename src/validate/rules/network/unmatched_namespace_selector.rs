//! A NetworkPolicy means namespaces by a label that none of them has.
//!
//! The API server gives every namespace `kubernetes.io/metadata.name`, and no other label. Labels of namespaces that are
//! declared by their name alone are not known: where the value that is asked for reads like the name of such a one, it may be
//! there.

use crate::cluster::labels;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::policy::Direction;
use crate::cluster::policy::Policy;
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
    id: "unmatched-namespace-selector",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A NetworkPolicy selects namespaces by a label that none has.",
    why: "the rule means nobody, and those whom it was written for are blocked",
    source: "Kubernetes, Network Policies: targeting a Namespace by its name",
    example: Some(Example {
        facts: "external: {namespaces: [kube-system]}",
        bad: r"
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: web, labels: {team: shelf}}
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
  podSelector: {}
  ingress:
  - from: [{namespaceSelector: {matchLabels: {name: web}}}]
",
        good: r"
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: web, labels: {team: shelf}}
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
  podSelector: {}
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}
    - namespaceSelector: {matchLabels: {team: shelf}}
    - namespaceSelector: {}
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
                let peers = rule.get(direction.peers()).into_iter().flat_map(Node::items).enumerate();
                for (number, peer) in peers {
                    let Some(selector) = peer.get("namespaceSelector") else { continue };
                    if matches(cluster, selector) {
                        continue;
                    }
                    if !cluster.closed {
                        sink.lacks(Need::External);
                        continue;
                    }
                    let node = selector.get("matchLabels").unwrap_or(selector);
                    let path =
                        format!("spec.{}[{at}].{}[{number}].namespaceSelector", direction.field(), direction.peers());
                    let message = format!("no namespace has {}", wanted(selector));
                    sink.report(object.finding(node, path, message).maybe_help(meant(cluster, selector)));
                }
            }
        }
    }
}

/// Whether some namespace has these labels, or may have them.
fn matches<'a>(cluster: &Cluster<'a>, selector: Node<'a>) -> bool {
    // An empty selector means all namespaces.
    if selector.entries().all(|(_, wanted)| wanted.entries().len() + wanted.items().len() == 0) {
        return true;
    }
    cluster.namespaces().iter().any(|name| {
        if let Known::There(Some(labels)) = cluster.namespace(name) {
            labels::selects(selector, &labels)
        } else {
            let texts =
                selector.get("matchLabels").into_iter().flat_map(Node::entries).filter_map(|(_, value)| value.text());
            let listed = selector.get("matchExpressions").into_iter().flat_map(Node::items);
            let mut texts = texts.chain(
                listed.flat_map(|one| one.get("values").into_iter().flat_map(Node::items)).filter_map(Node::text),
            );
            cluster.may_be_labelled(selector, name)
                && (selector.get("matchExpressions").is_some()
                    || texts.any(|text| text.contains(name) || name.contains(text)))
        }
    })
}

/// What a selector asks for, for people.
fn wanted(selector: Node<'_>) -> String {
    let labels = selector.get("matchLabels").into_iter().flat_map(Node::entries);
    let labels: Vec<String> =
        labels.filter_map(|(key, value)| Some(format!("`{}: {}`", key.text()?, value.text()?))).collect();
    if labels.is_empty() {
        "the labels that are asked for".to_owned()
    } else {
        format!("the label {}", labels.join(" and "))
    }
}

/// The label that every namespace has, if one of that name exists.
fn meant(cluster: &Cluster<'_>, selector: Node<'_>) -> Option<String> {
    let namespaces = cluster.namespaces();
    let mut values = selector.get("matchLabels")?.entries().filter_map(|(_, value)| value.text());
    let name = values.find(|value| namespaces.contains(value))?;
    Some(format!("write `kubernetes.io/metadata.name: {name}`, which every namespace has"))
}
