//! A ScaledObject goes down to zero pods and follows nothing but their cpu and memory.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "zero-pods-by-cpu",
    group: Group::Autoscaling,
    severity: Severity::Error,
    summary: "A ScaledObject without pods has no metric to wake up by.",
    why: "where no pod runs, none uses cpu: KEDA refuses such a ScaledObject, since it would never scale up again",
    source: "KEDA, CPU scaler: prerequisites; admission webhooks",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {name: cart}
  minReplicaCount: 0
  triggers:
  - type: cpu
    metadata: {value: '70'}
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
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {name: cart}
  minReplicaCount: 1
  triggers:
  - type: cpu
    metadata: {value: '70'}
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
    for scaler in context.cluster.of_kind("keda.sh", "ScaledObject") {
        let triggers = scaler.at(&["spec", "triggers"]).into_iter().flat_map(Node::items);
        let kinds: Vec<&str> = triggers.filter_map(|trigger| trigger.get("type")?.text()).collect();
        let min = scaler.at(&["spec", "minReplicaCount"]);
        let to_zero = min.is_none_or(|min| min.text() == Some("0"));
        if kinds.is_empty() || !to_zero || !kinds.iter().all(|kind| matches!(*kind, "cpu" | "memory")) {
            continue;
        }
        let message = match min {
            Some(_) => "`minReplicaCount` is 0, and all triggers are about cpu and memory",
            None => "`minReplicaCount` is 0 if it is not written, and all triggers are about cpu and memory",
        };
        let finding = scaler.about(&["spec", "minReplicaCount"], message);
        sink.report(finding.help("write `minReplicaCount: 1`, or add a trigger that needs no pod"));
    }
}
