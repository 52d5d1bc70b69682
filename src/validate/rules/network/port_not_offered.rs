//! An address names a port that the Service does not have.
//!
//! The name of a headless Service leads to its pods, so there the ports of the pods count. Which ports a pod listens on is
//! only known if it says so. The Services of a RedisFailover have rules of their own.

use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::service::Service;
use crate::cluster::texts::Written;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "port-not-offered",
    group: Group::Network,
    severity: Severity::Error,
    summary: "An address names a port that its Service does not have.",
    why: "the connection is refused or times out: only the ports that a Service lists are forwarded",
    source: "Kubernetes: Service; DNS for Services and Pods, headless Services",
    example: Some(Example {
        facts: "",
        bad: r"
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
        env: [{name: SEARCH_URL, value: 'http://search:9200/items'}]
---
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec:
  selector: {app: search}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search, namespace: shop}
spec:
  selector: {matchLabels: {app: search}}
  template:
    metadata: {labels: {app: search}}
    spec:
      containers:
      - name: search
        image: shop/search:1.4.0
        ports: [{name: http, containerPort: 8080}]
",
        good: r"
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
        env: [{name: SEARCH_URL, value: 'http://search/items'}]
---
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec:
  selector: {app: search}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search, namespace: shop}
spec:
  selector: {matchLabels: {app: search}}
  template:
    metadata: {labels: {app: search}}
    spec:
      containers:
      - name: search
        image: shop/search:1.4.0
        ports: [{name: http, containerPort: 8080}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for Written { text, address, namespace } in cluster.addresses() {
        let Some(port) = address.effective_port() else { continue };
        if cluster.failover_of(namespace, address.service).is_some() {
            continue;
        }
        let Known::There(service) = cluster.service(namespace, address.service) else { continue };
        let Some(offered) = offered(cluster, service).filter(|offered| !offered.contains(&port)) else { continue };
        let message = if service.is_headless() {
            format!("`{}` leads to pods, and none of them listens on port {port}", address.host)
        } else {
            format!("Service `{}` has no port {port}", address.service)
        };
        let mut finding = text.object.finding(text.node, text.path.as_str(), message);
        if let Service::Object(object) = service {
            finding = finding.also(object.place(&["spec", "ports"]), "its ports");
        }
        let numbers: Vec<String> = offered.iter().map(u32::to_string).collect();
        let help = match numbers.as_slice() {
            [only] => format!("write `{}:{only}`", address.host),
            _ => suggest::known(numbers.iter().map(String::as_str)),
        };
        sink.report(finding.help(help));
    }
}

/// The ports that can be reached under the name of a Service, if they are known.
fn offered(cluster: &Cluster<'_>, service: Service<'_>) -> Option<Vec<u32>> {
    if service.is_external_name() {
        return None;
    }
    if !service.is_headless() {
        return service.port_numbers().filter(|ports| !ports.is_empty());
    }
    let mut ports = Vec::new();
    for workload in cluster.behind(service) {
        let listed = workload.containers().flat_map(|container| container.ports().collect::<Vec<_>>());
        ports.extend(listed.filter_map(|(_, number, _)| number));
        // A port that leads nowhere else is one on which the pods listen, whether they say so or not.
        ports.extend(service.ports().flat_map(|port| service.targets(&port, workload)));
    }
    ports.sort_unstable();
    ports.dedup();
    Some(ports).filter(|ports| !ports.is_empty())
}
