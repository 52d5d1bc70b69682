//! A HorizontalPodAutoscaler or ScaledObject scales something that does not exist.

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-scale-target",
    group: Group::Autoscaling,
    severity: Severity::Error,
    summary: "An autoscaler scales something that does not exist.",
    why: "nothing is scaled, and only the status of the autoscaler says so",
    source: "Kubernetes, Horizontal Pod Autoscaling; KEDA, ScaledObject",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: carts}
  minReplicas: 1
  maxReplicas: 4
  metrics:
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
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
        resources: {requests: {cpu: 100m}}
",
        good: r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 1
  maxReplicas: 4
  metrics:
  - type: Resource
    resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
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
        resources: {requests: {cpu: 100m}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for scaler in cluster.scalers() {
        let namespace = scaler.object.id().namespace.as_str();
        let (kind, name) = (scaler.kind, scaler.name());
        let group = if scaler.group.is_empty() && kind != "ReplicationController" { "apps" } else { scaler.group };
        if cluster.find(group, kind, namespace, name).is_some() {
            continue;
        }
        if !cluster.absent_named::<()>(group, kind, namespace, name).is_missing() {
            sink.lacks(Need::External);
            continue;
        }
        let message = format!("there is no {kind} `{name}` in namespace `{namespace}`");
        let other = cluster.workload(None, namespace, name);
        let names = cluster.names_of(group, kind, namespace);
        let help = match (other, suggest::nearest(name, names)) {
            (Some(other), _) => Some(format!("`{name}` is a {}: write that as `kind`", other.object.id().kind)),
            (None, near) => near.map(|near| format!("did you mean `{near}`?")),
        };
        sink.report(scaler.object.finding(scaler.target, "spec.scaleTargetRef.name", message).maybe_help(help));
    }
}
