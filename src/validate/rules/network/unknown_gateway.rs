//! A VirtualService is bound to a Gateway of Istio that does not exist. `mesh` means the sidecars and always exists.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-gateway",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A VirtualService names a Gateway that does not exist.",
    why: "the route is bound to nothing: the gateway answers with 404",
    source: "Istio, VirtualService: gateways",
    example: Some(Example {
        facts: "external: {namespaces: [shop], crds: [virtualservices.networking.istio.io/v1, destinationrules.networking.istio.io/v1]}",
        bad: r"
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  gateways: [web]
  http:
  - route:
    - destination: {host: cart, subset: stable}
---
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
        good: r"
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  gateways: [mesh]
  http:
  - route:
    - destination: {host: cart, subset: stable}
---
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
    for route in cluster.of_kind("networking.istio.io", "VirtualService") {
        for (at, node) in route.at(&["spec", "gateways"]).into_iter().flat_map(Node::items).enumerate() {
            let Some(written) = node.text().filter(|name| *name != "mesh") else { continue };
            let (namespace, name) = written.split_once('/').unwrap_or((&route.id().namespace, written));
            let declared = cluster.facts.external.iter().flat_map(|external| &external.gateways);
            let is_there = cluster.find("networking.istio.io", "Gateway", namespace, name).is_some()
                || declared.into_iter().any(|gateway| gateway.namespace == namespace && gateway.name == name);
            if is_there {
                continue;
            }
            if !cluster.absent_named::<()>("networking.istio.io", "Gateway", namespace, name).is_missing() {
                sink.lacks(Need::External);
                continue;
            }
            let message = format!("there is no Gateway `{name}` in namespace `{namespace}`");
            let finding = route.finding(node, format!("spec.gateways[{at}]"), message);
            let all: Vec<_> = cluster.of_kind("networking.istio.io", "Gateway").map(|gateway| gateway.id()).collect();
            let elsewhere = all.iter().find(|id| id.name == name).map(|id| format!("write `{}/{name}`", id.namespace));
            let near = suggest::nearest(name, all.iter().map(|id| id.name.as_str()));
            sink.report(finding.maybe_help(elsewhere.or_else(|| near.map(|near| format!("did you mean `{near}`?")))));
        }
    }
}
