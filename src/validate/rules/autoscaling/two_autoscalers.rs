//! Two autoscalers scale one workload.
//!
//! A ScaledObject makes a HorizontalPodAutoscaler of its own. It may take one over that exists, if it is told to do so.

use std::collections::BTreeMap;

use crate::cluster::scaling::Scaler;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::vicinity::Vicinity;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "two-autoscalers",
    group: Group::Autoscaling,
    severity: Severity::Error,
    summary: "Two autoscalers scale one workload.",
    why: "each sets the number of pods by its own metric, and the workload goes up and down; KEDA refuses a ScaledObject whose target has an autoscaler already",
    source: "KEDA, admission webhooks: already managed by the hpa; Kubernetes, Horizontal Pod Autoscaling",
    example: Some(Example {
        facts: "",
        bad: r"
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
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {name: cart}
  triggers:
  - type: cron
    metadata: {timezone: UTC, start: 0 6 * * *, end: 0 20 * * *, desiredReplicas: '4'}
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
  triggers:
  - type: cron
    metadata: {timezone: UTC, start: 0 6 * * *, end: 0 20 * * *, desiredReplicas: '4'}
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
    let mut scaled: BTreeMap<(&str, &str, &str), Scaler<'_>> = BTreeMap::new();
    let vicinity = Vicinity::of(context);
    for scaler in context.cluster.scalers() {
        let id = scaler.object.id();
        let Some(first) = scaled.insert((&id.namespace, scaler.kind, scaler.name()), scaler) else { continue };
        if takes_over(&scaler, &first) || first.object.id() == id || !vicinity.may_meet(scaler.object, first.object) {
            continue;
        }
        let message = format!("{} is scaled by {}, too", called(&scaler), first.object.id());
        let finding = scaler.object.finding(scaler.target, "spec.scaleTargetRef.name", message);
        let finding = finding.also(first.target.place(), "the other autoscaler");
        sink.report(
            finding.help("remove one of the two: a ScaledObject can follow cpu and memory as well, by triggers"),
        );
    }
}

fn called(scaler: &Scaler<'_>) -> String {
    format!("{} {}/{}", scaler.kind, scaler.object.id().namespace, scaler.name())
}

/// Whether a ScaledObject says that it takes over the other autoscaler.
fn takes_over(scaler: &Scaler<'_>, other: &Scaler<'_>) -> bool {
    let told =
        scaler.object.annotation("scaledobject.keda.sh/transfer-hpa-ownership").and_then(Node::text) == Some("true");
    let config = ["spec", "advanced", "horizontalPodAutoscalerConfig", "name"];
    told && scaler.object.at(&config).and_then(Node::text) == Some(other.object.id().name.as_str())
}
