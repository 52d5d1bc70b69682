//! An Ingress, a route of the Gateway API, a webhook or an APIService leads to a Service or port that is not there.
//!
//! Whether a Service exists is known only where everything is declared; that it lacks a port is seen in its manifest.

use crate::cluster::backend::Backend;
use crate::cluster::object::Known;
use crate::cluster::service::Service;
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
    id: "unknown-backend",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A route or webhook leads to a Service or port that does not exist.",
    why: "an Ingress answers with 503, and a webhook that cannot be called refuses everything that it is asked about",
    source: "Kubernetes: Ingress; Dynamic Admission Control; Gateway API, BackendRef",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: cart, namespace: shop}
spec:
  rules:
  - host: cart.example.net
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: cart, port: {name: web}}}
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
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: cart, namespace: shop}
spec:
  rules:
  - host: cart.example.net
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: cart, port: {number: 80}}}
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
    for backend in cluster.backends() {
        match cluster.service(backend.namespace, backend.name) {
            Known::Unknown => sink.lacks(Need::External),
            Known::There(service) => {
                if let Some(finding) = port(&backend, service) {
                    sink.report(finding);
                }
            }
            Known::Missing => {
                let (name, namespace) = (backend.name, backend.namespace);
                let message = format!("there is no Service `{name}` in namespace `{namespace}`");
                let path = format!("{}.name", backend.path);
                let here = cluster.service_names().filter(|(other, _)| *other == namespace).map(|(_, name)| name);
                let help = suggest::nearest(name, here).map(|near| format!("did you mean `{near}`?")).or_else(|| {
                    let (elsewhere, _) = cluster.service_names().find(|(_, other)| *other == name)?;
                    Some(format!("Service `{name}` is in namespace `{elsewhere}`"))
                });
                sink.report(backend.object.finding(backend.node, path, message).maybe_help(help));
            }
        }
    }
}

/// What is to be said of the port of a backend whose Service is there.
fn port(backend: &Backend<'_>, service: Service<'_>) -> Option<Finding> {
    if service.is_external_name() {
        return None;
    }
    let written = backend.port.and_then(Node::text);
    let number = written.map_or(backend.usual, |text| text.parse().ok());
    let ports = service.port_numbers()?;
    let is_offered = match (number, written) {
        (Some(number), _) => ports.contains(&number),
        (None, Some(name)) => {
            matches!(service, Service::Declared(_)) || service.ports().any(|port| port.name == Some(name))
        }
        (None, None) => true,
    };
    if is_offered {
        return None;
    }
    let port = written.map_or_else(|| number.unwrap_or_default().to_string(), str::to_owned);
    let message = format!("Service `{}` has no port `{port}`", backend.name);
    let node = backend.port.unwrap_or(backend.node);
    let mut finding = backend.object.finding(node, format!("{}.port", backend.path), message);
    let names: Vec<&str> = service.ports().filter_map(|port| port.name).collect();
    let numbers: Vec<String> = ports.iter().map(u32::to_string).collect();
    let by_name = number.is_none() && !names.is_empty();
    let known = if by_name { suggest::known(names) } else { suggest::known(numbers.iter().map(String::as_str)) };
    if let Service::Object(object) = service {
        finding = finding.also(object.place(&["spec", "ports"]), "its ports");
    }
    Some(finding.help(known))
}
