//! A port of a Service leads to a port by name, and no pod behind it has one of that name.
//!
//! A number is left alone: pods may listen on ports that they do not list.

use crate::cluster::service::Service;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-target-port",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A Service leads to a port that no pod behind it has.",
    why: "the Service has no endpoints for this port, and every connection is refused",
    source: "Kubernetes, Service: port definitions",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: web}]
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
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: 8081}]
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
    for object in context.cluster.of_kind("", "Service").filter(|object| object.maker.is_none()) {
        let service = Service::Object(object);
        let behind = context.cluster.behind(service);
        if behind.is_empty() || service.is_external_name() {
            continue;
        }
        for (at, port) in service.ports().enumerate() {
            let Some(node) = port.target else { continue };
            let Some(name) = node.text().filter(|text| text.parse::<u32>().is_err()) else { continue };
            if behind.iter().any(|workload| !service.targets(&port, workload).is_empty()) {
                continue;
            }
            let ports = behind.iter().flat_map(|workload| workload.containers());
            let ports: Vec<_> = ports.flat_map(|container| container.ports().collect::<Vec<_>>()).collect();
            let names: Vec<&str> = ports.iter().filter_map(|(name, ..)| *name).collect();
            let number = ports.iter().find_map(|(_, number, _)| *number);
            let help = match (suggest::nearest(name, names.iter().copied()), number) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, _) if !names.is_empty() => suggest::known(names.iter().copied()),
                (None, Some(number)) => format!("write the number, as in `targetPort: {number}`"),
                (None, None) => format!("give a port of the container the name `{name}`, or write its number"),
            };
            let workload = behind[0];
            let message = format!("{} has no port called `{name}`", workload.object.id());
            let path = format!("spec.ports[{at}].targetPort");
            let place = ports.first().map_or_else(|| workload.spec.place(), |(.., node)| node.place());
            sink.report(object.finding(node, path, message).also(place, "the pods that it selects").help(help));
        }
    }
}
