//! A subset of a DestinationRule asks for labels that no pod behind its host has.

use crate::cluster::labels;
use crate::cluster::mesh::Host;
use crate::cluster::object::Known;
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
    id: "subset-without-pods",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A subset of a DestinationRule selects no pod.",
    why: "requests for the subset are answered with 503: no healthy upstream",
    source: "Istio, DestinationRule: Subset",
    example: Some(Example {
        facts: "external: {namespaces: [shop], crds: [virtualservices.networking.istio.io/v1, destinationrules.networking.istio.io/v1]}",
        bad: r"
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec:
  host: cart.shop.svc.cluster.local
  subsets:
  - {name: stable, labels: {app: cart, track: next}}
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
",
        good: r"
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec:
  host: cart.shop.svc.cluster.local
  subsets:
  - {name: stable, labels: {app: cart}}
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
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for rule in cluster.of_kind("networking.istio.io", "DestinationRule") {
        let Some(written) = rule.at(&["spec", "host"]).and_then(Node::text) else { continue };
        let Host::Inside { namespace, service } = Host::of(written, &rule.id().namespace) else { continue };
        let Known::There(service) = cluster.service(namespace, service) else { continue };
        let behind = cluster.behind(service);
        if behind.is_empty() {
            continue;
        }
        for (at, subset) in rule.at(&["spec", "subsets"]).into_iter().flat_map(Node::items).enumerate() {
            let Some(wanted) = subset.get("labels") else { continue };
            let holds = |own: &labels::Labels<'_>| labels::all_of(wanted, own);
            let is_there = behind.iter().any(|workload| workload.may_match(holds)) || cluster.outside(namespace, holds);
            if is_there {
                continue;
            }
            if !cluster.closed || cluster.has_unlisted_pods(namespace) {
                sink.lacks(Need::External);
                continue;
            }
            let name = subset.get("name").and_then(Node::text).unwrap_or_default();
            let message = format!("no pod behind Service `{}` has the labels of the subset `{name}`", service.name());
            let place =
                behind[0].labels_node.map_or_else(|| behind[0].spec.place(), crate::yaml::document::Node::place);
            let finding = rule.finding(wanted, format!("spec.subsets[{at}].labels"), message);
            sink.report(
                finding.also(place, "labels of its pods").help("write labels of a pod template behind this host"),
            );
        }
    }
}
