//! A VirtualService or DestinationRule names a host inside the cluster that does not exist, or a port that its Service lacks.
//!
//! Hosts outside the cluster, wildcards, and the hosts of ServiceEntries are left alone.

use crate::cluster::mesh::Host;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::finding::Finding;
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
    id: "unknown-route-host",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A route of Istio leads to a host or port that does not exist.",
    why: "Envoy has no cluster for the destination: requests are answered with 503, and a DestinationRule for nothing changes nothing",
    source: "Istio, VirtualService: Destination",
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
    - destination: {host: carts}
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
    - destination: {host: cart}
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
    for destination in cluster.destinations() {
        let node = destination.node.get("host").unwrap_or(destination.node);
        let path = format!("{}.host", destination.path);
        host(cluster, sink, &destination.host, || destination.object.finding(node, path, ""));
        port(cluster, sink, &destination);
    }
    for rule in cluster.of_kind("networking.istio.io", "DestinationRule") {
        let Some(node) = rule.at(&["spec", "host"]) else { continue };
        let Some(written) = node.text() else { continue };
        let known = Host::of(written, &rule.id().namespace);
        host(cluster, sink, &known, || rule.finding(node, "spec.host", ""));
    }
}

fn host(cluster: &Cluster<'_>, sink: &mut Sink<'_>, host: &Host<'_>, finding: impl FnOnce() -> Finding) {
    let Host::Inside { namespace, service } = *host else { return };
    if cluster.failover_of(namespace, service).is_some() || has_entry(cluster, host) {
        return;
    }
    match cluster.service(namespace, service) {
        Known::There(_) => {}
        Known::Unknown => sink.lacks(Need::External),
        Known::Missing => {
            let mut finding = finding();
            finding.message = format!("there is no Service `{service}` in namespace `{namespace}`");
            let here = cluster.service_names().filter(|(other, _)| *other == namespace).map(|(_, name)| name);
            let near = suggest::nearest(service, here).map(|near| format!("did you mean `{near}`?"));
            let elsewhere = || {
                let (elsewhere, _) = cluster.service_names().find(|(_, name)| *name == service)?;
                Some(format!(
                    "write `{service}.{elsewhere}.svc.cluster.local`: a short name means namespace `{namespace}`"
                ))
            };
            sink.report(finding.maybe_help(elsewhere().or(near)));
        }
    }
}

fn port(cluster: &Cluster<'_>, sink: &mut Sink<'_>, destination: &crate::cluster::mesh::Destination<'_>) {
    let Host::Inside { namespace, service } = destination.host else { return };
    let Some(node) = destination.node.at(&["port", "number"]) else { return };
    let Some(number) = node.text().and_then(|text| text.parse::<u32>().ok()) else { return };
    let Known::There(service) = cluster.service(namespace, service) else { return };
    let Some(ports) = service.port_numbers().filter(|ports| !ports.is_empty() && !ports.contains(&number)) else {
        return;
    };
    let message = format!("Service `{}` has no port {number}", service.name());
    let ports: Vec<String> = ports.iter().map(u32::to_string).collect();
    let object: Object<'_> = destination.object;
    let finding = object.finding(node, format!("{}.port.number", destination.path), message);
    sink.report(finding.help(suggest::known(ports.iter().map(String::as_str))));
}

/// Whether a ServiceEntry makes this host known to the mesh.
fn has_entry(cluster: &Cluster<'_>, host: &Host<'_>) -> bool {
    cluster.of_kind("networking.istio.io", "ServiceEntry").any(|entry| {
        let hosts = entry.at(&["spec", "hosts"]).into_iter().flat_map(Node::items).filter_map(Node::text);
        hosts.into_iter().any(|written| Host::of(written, &entry.id().namespace) == *host)
    })
}
