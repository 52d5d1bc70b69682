//! A monitor scrapes a port by a name that nothing that it selects has.
//!
//! In a ServiceMonitor this is the name of a port of the Service, in a PodMonitor that of a port of a container.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-monitor-port",
    group: Group::Monitoring,
    severity: Severity::Error,
    summary: "A monitor scrapes a port that its targets do not have.",
    why: "nothing is scraped, and no alert is raised for metrics that were never there",
    source: "prometheus-operator, API: Endpoint, PodMetricsEndpoint",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: cart, namespace: watch}
spec:
  namespaceSelector: {matchNames: [shop]}
  selector: {matchLabels: {app: cart}}
  endpoints:
  - port: metrics
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop, labels: {app: cart}}
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
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: cart, namespace: watch}
spec:
  namespaceSelector: {matchNames: [shop]}
  selector: {matchLabels: {app: cart}}
  endpoints:
  - port: http
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop, labels: {app: cart}}
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
    for monitor in cluster.monitors() {
        let ports = monitor.ports(cluster);
        if ports.is_empty() {
            continue;
        }
        for (at, endpoint) in monitor.endpoints() {
            let Some(node) = endpoint.get("port") else { continue };
            let Some(name) = node.text().filter(|name| !name.is_empty()) else { continue };
            if ports.iter().any(|(_, port)| *port == Some(name)) {
                continue;
            }
            let mut owners: Vec<&str> = ports.iter().map(|(object, _)| object.id().name.as_str()).collect();
            owners.sort_unstable();
            owners.dedup();
            let kind = &ports[0].0.id().kind;
            let message = format!("no port of {kind} {} is called `{name}`", suggest::listed(owners));
            let path = format!("spec.{}[{at}].port", monitor.list());
            let names: Vec<&str> = ports.iter().filter_map(|(_, port)| *port).collect();
            let near = suggest::nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let mut names = names;
            names.sort_unstable();
            names.dedup();
            let help = near.unwrap_or_else(|| {
                if names.is_empty() {
                    "give the port a name there, or write `targetPort` with its number".to_owned()
                } else {
                    suggest::known(names)
                }
            });
            let also = ports[0].0.place(&["spec", "ports"]);
            sink.report(monitor.object.finding(node, path, message).also(also, "one of its targets").help(help));
        }
    }
}
