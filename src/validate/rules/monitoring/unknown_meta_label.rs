//! A monitor relabels by a label that none of its targets has.
//!
//! Prometheus writes every character of a label's key that is no letter or digit as `_`, and keeps what follows the slash:
//! `app.kubernetes.io/name` becomes `app_kubernetes_io_name`. Labels that controllers add to pods are known here.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-meta-label",
    group: Group::Monitoring,
    severity: Severity::Warning,
    summary: "A monitor relabels by a label that its targets do not have.",
    why: "the label stays empty, and queries and alerts that group by it find nothing",
    source: "Prometheus, kubernetes_sd_config",
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
  - port: http
    relabelings:
    - {sourceLabels: [__meta_kubernetes_service_label_app_kubernetes_io], targetLabel: team}
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
    relabelings:
    - {sourceLabels: [__meta_kubernetes_service_label_app], targetLabel: team}
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

/// Labels that controllers put on pods, as Prometheus writes their keys.
const ADDED: [&str; 10] = [
    "apps_kubernetes_io_pod_index",
    "batch_kubernetes_io_controller_uid",
    "batch_kubernetes_io_job_name",
    "controller_revision_hash",
    "controller_uid",
    "job_name",
    "pod_template_generation",
    "pod_template_hash",
    "redisfailovers_role",
    "statefulset_kubernetes_io_pod_name",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for monitor in cluster.monitors() {
        let Some((services, pods)) = monitor.labels(cluster) else { continue };
        for (at, endpoint) in monitor.endpoints() {
            for (number, relabel) in endpoint.get("relabelings").into_iter().flat_map(Node::items).enumerate() {
                let sources = relabel.get("sourceLabels").into_iter().flat_map(Node::items).enumerate();
                for (part, node) in sources {
                    let Some(text) = node.text() else { continue };
                    let known: &BTreeSet<String> =
                        if text.starts_with("__meta_kubernetes_pod_label") { &pods } else { &services };
                    let key = ["pod_label_", "pod_labelpresent_", "service_label_", "service_labelpresent_"];
                    let key = key.iter().find_map(|kind| text.strip_prefix("__meta_kubernetes_")?.strip_prefix(kind));
                    let Some(key) = key.filter(|key| !known.is_empty() && !known.contains(*key)) else { continue };
                    let is_added = ADDED.contains(&key) || key.contains("istio") || key.contains("topology");
                    if is_added {
                        continue;
                    }
                    let message = format!(
                        "no target of `{}` has a label that Prometheus calls `{key}`",
                        monitor.object.id().name
                    );
                    let path = format!("spec.{}[{at}].relabelings[{number}].sourceLabels[{part}]", monitor.list());
                    let near = suggest::nearest(key, known.iter().map(String::as_str));
                    let longer = known.iter().find(|known| known.starts_with(key)).map(String::as_str);
                    let help = match longer.or(near) {
                        Some(near) => format!("write `{}{near}`", text.strip_suffix(key).unwrap_or_default()),
                        None => suggest::known(known.iter().map(String::as_str)),
                    };
                    sink.report(monitor.object.finding(node, path, message).help(help));
                }
            }
        }
    }
}
