//! The fewest pods of a ScaledObject are more than its most. For a HorizontalPodAutoscaler the API server says so itself.

use crate::cluster::scaling::count;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "minimum-above-maximum",
    group: Group::Autoscaling,
    severity: Severity::Error,
    summary: "The minimum of a ScaledObject is above its maximum.",
    why: "KEDA refuses to make an autoscaler of it, and nothing is scaled",
    source: "KEDA, ScaledObject: minReplicaCount, maxReplicaCount, idleReplicaCount",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {name: cart}
  minReplicaCount: 4
  maxReplicaCount: 3
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
",
        good: r"
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {name: cart}
  minReplicaCount: 4
  maxReplicaCount: 4
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
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for kind in ["ScaledObject", "ScaledJob"] {
        for scaler in context.cluster.of_kind("keda.sh", kind) {
            let node = |key: &str| scaler.at(&["spec", key]);
            let (low, high) = (count(node("minReplicaCount")), count(node("maxReplicaCount")));
            // KEDA takes 100 where nothing is written.
            if let Some(low) = low
                && let most = high.unwrap_or(100)
                && low > most
            {
                let path: &[&str] =
                    if high.is_some() { &["spec", "maxReplicaCount"] } else { &["spec", "minReplicaCount"] };
                let message = format!("`maxReplicaCount` is {most}, below `minReplicaCount`, which is {low}");
                let finding = scaler.about(path, message).help(format!("write `maxReplicaCount: {low}` or more"));
                sink.report(finding.also(scaler.place(&["spec", "minReplicaCount"]), "the minimum"));
            }
            if let (Some(idle), Some(low)) = (count(node("idleReplicaCount")), low)
                && idle >= low
            {
                let message =
                    format!("`idleReplicaCount` is {idle}, and has to be below `minReplicaCount`, which is {low}");
                let finding = scaler.about(&["spec", "idleReplicaCount"], message);
                sink.report(finding.help("write `idleReplicaCount: 0`, the only number that KEDA supports"));
            }
        }
    }
}
