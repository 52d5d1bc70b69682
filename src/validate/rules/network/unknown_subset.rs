//! A VirtualService routes to a subset that no DestinationRule of that host defines.
//!
//! Hosts are compared as Istio does: a short name means the namespace of the object that it stands in.

use std::collections::BTreeMap;

use crate::cluster::mesh::Host;
use crate::cluster::object::Object;
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
    id: "unknown-subset",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A VirtualService routes to a subset that is not defined.",
    why: "Envoy has no cluster for the subset: every request that takes this route is answered with 503",
    source: "Istio, Traffic Management: destination rules",
    example: Some(Example {
        facts: "external: {namespaces: [shop], crds: [virtualservices.networking.istio.io/v1, destinationrules.networking.istio.io/v1]}",
        bad: r"
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  http:
  - route:
    - destination: {host: cart, subset: canary}
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
    let destinations = cluster.destinations();
    if destinations.is_empty() {
        return;
    }
    let mut subsets: BTreeMap<Host<'_>, Vec<(&str, Object<'_>)>> = BTreeMap::new();
    for rule in cluster.of_kind("networking.istio.io", "DestinationRule") {
        let Some(host) = rule.at(&["spec", "host"]).and_then(Node::text) else { continue };
        let known = subsets.entry(Host::of(host, &rule.id().namespace)).or_default();
        let list = rule.at(&["spec", "subsets"]).into_iter().flat_map(Node::items);
        let names: Vec<&str> = list.filter_map(|subset| subset.get("name")?.text()).collect();
        // A rule without subsets is a rule for this host, too.
        known.push(("", rule));
        known.extend(names.into_iter().map(|name| (name, rule)));
    }
    for destination in destinations {
        let Some(subset) = destination.node.get("subset") else { continue };
        let Some(name) = subset.text().filter(|name| !name.is_empty()) else { continue };
        let known = subsets.get(&destination.host);
        if known.is_some_and(|known| known.iter().any(|(other, _)| *other == name)) {
            continue;
        }
        if known.is_none() && !cluster.closed {
            sink.lacks(Need::External);
            continue;
        }
        let message = format!("no DestinationRule for `{}` defines the subset `{name}`", destination.written);
        let mut finding = destination.object.finding(subset, format!("{}.subset", destination.path), message);
        let names: Vec<&str> =
            known.into_iter().flatten().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
        if let Some((_, rule)) = known.and_then(|known| known.first()) {
            finding = finding.also(rule.place(&["spec", "subsets"]), "the subsets of this host");
        }
        let near = suggest::nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        sink.report(finding.help(near.unwrap_or_else(|| suggest::known(names))));
    }
}
