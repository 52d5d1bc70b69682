//! A PodDisruptionBudget lets no pod go.
//!
//! It is compared with the number of pods: that of the workloads which it selects, or the minimum of their autoscaler.
//! Workloads without pods, and those whose number is not written, are left alone.

use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "blocked-drain",
    group: Group::Workloads,
    severity: Severity::Warning,
    summary: "A PodDisruptionBudget lets no pod go.",
    why: "a node with such a pod cannot be drained: upgrades of the cluster wait until somebody deletes the pod",
    source: "Kubernetes, Specifying a Disruption Budget",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: cart, namespace: shop}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: cart}}
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: cart, namespace: shop}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: cart}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
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
    let cluster = context.cluster;
    for budget in cluster.of_kind("policy", "PodDisruptionBudget").filter(|budget| budget.maker.is_none()) {
        let Some(selector) = budget.at(&["spec", "selector"]) else { continue };
        let selected: Vec<_> = cluster.selected_by(&budget.id().namespace, selector).collect();
        let Some(pods) = fewest(&selected) else { continue };
        if pods == 0 {
            continue;
        }
        let (field, amount) = match (budget.at(&["spec", "minAvailable"]), budget.at(&["spec", "maxUnavailable"])) {
            (Some(min), _) => ("minAvailable", min),
            (None, Some(max)) => ("maxUnavailable", max),
            (None, None) => continue,
        };
        let Some(number) = amount.text().and_then(|text| of(text, pods)) else { continue };
        let may_go = if field == "minAvailable" { pods.saturating_sub(number) } else { number };
        if may_go > 0 {
            continue;
        }
        let message = format!(
            "`{field}: {}` lets none of {pods} {} go",
            amount.text().unwrap_or_default(),
            if pods == 1 { "pod" } else { "pods" }
        );
        let mut finding = budget.finding(amount, format!("spec.{field}"), message);
        if let Some(workload) = selected.first() {
            finding = finding.also(workload.object.place(&["spec", "replicas"]), "the number of pods");
        }
        let help =
            if pods == 1 { "run at least two pods, or write `maxUnavailable: 1`" } else { "write `maxUnavailable: 1`" };
        sink.report(finding.help(help));
    }
}

/// A number, or a share of all, rounded up as the controller does.
fn of(text: &str, all: u64) -> Option<u64> {
    match text.strip_suffix('%') {
        Some(share) => Some((share.parse::<u64>().ok()?.min(100) * all).div_ceil(100)),
        None => text.parse().ok(),
    }
}

/// The fewest pods of these workloads, if it is known how many there are.
fn fewest(workloads: &[&Workload<'_>]) -> Option<u64> {
    let each = workloads.iter().map(|workload| {
        let scale = &workload.scale;
        (!scale.is_per_node).then(|| u64::from(if scale.scaler.is_some() { scale.least } else { scale.replicas }))
    });
    each.sum()
}
