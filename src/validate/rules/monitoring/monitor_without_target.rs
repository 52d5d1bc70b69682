//! A ServiceMonitor selects no Service, or a PodMonitor no pod.
//!
//! A ServiceMonitor looks at the labels of Services, not of pods, and only in its own namespace unless it says otherwise.

use crate::cluster::labels;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "monitor-without-target",
    group: Group::Monitoring,
    severity: Severity::Error,
    summary: "A monitor selects nothing.",
    why: "nothing is scraped, and no alert is raised for metrics that were never there",
    source: "prometheus-operator, API: ServiceMonitor, PodMonitor",
    example: Some(Example {
        facts: "external: {namespaces: [shop, watch], crds: [servicemonitors.monitoring.coreos.com/v1]}",
        bad: r"
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: cart, namespace: watch}
spec:
  namespaceSelector: {matchNames: [shop]}
  selector: {matchLabels: {app: carts}}
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
        if !monitor.targets_known_nothing(cluster) {
            continue;
        }
        if !monitor.is_all_known(cluster) {
            sink.lacks(Need::External);
            continue;
        }
        let what = if monitor.is_of_pods() { "pod" } else { "Service" };
        let place = monitor.scope_called();
        let message = format!("no {what} {place} has the labels that `{}` selects", monitor.object.id().name);
        let node = monitor.object.at(&["spec", "selector"]).unwrap_or(monitor.object.manifest.root());
        let elsewhere = monitor
            .anywhere(cluster)
            .map(|namespace| format!("in namespace `{namespace}` one does: name it in `namespaceSelector.matchNames`"));
        let pods = || {
            let selector = monitor.selector?;
            let mut own = cluster.workloads().iter().filter(|workload| monitor.looks_at(workload.namespace()));
            let workload = own.find(|workload| !monitor.is_of_pods() && labels::selects(selector, &workload.labels))?;
            Some(format!("{} has these labels on its pods; put them on the Service, too", workload.object.id()))
        };
        let finding = monitor.object.finding(node, "spec.selector", message);
        sink.report(finding.maybe_help(elsewhere.or_else(pods)));
    }
}
