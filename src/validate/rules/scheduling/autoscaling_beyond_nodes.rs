//! An autoscaler may ask for more pods than find a place.
//!
//! Each autoscaler is looked at while all others stay at what is written, and those that fit by themselves once more
//! with all of them at their most. Where nodes are added as pods need them, nothing is said.

use super::words;
use crate::cluster::placement::Demand;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "autoscaling-beyond-nodes",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "An autoscaler may ask for more pods than there is room for.",
    why: "when the load is highest, the pods that should carry it stay Pending",
    source: "Kubernetes, Horizontal Pod Autoscaling; kube-scheduler, plugin NodeResourcesFit",
    example: Some(Example {
        facts: "nodes: [{name: a, allocatable: {cpu: 2, memory: 3826452Ki, pods: 110}}]",
        bad: r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 2
  maxReplicas: 6
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
        resources: {requests: {cpu: 400m, memory: 256Mi}}
",
        good: r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  minReplicas: 2
  maxReplicas: 5
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
        resources: {requests: {cpu: 400m, memory: 256Mi}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    let together = placement.together();
    for scaled in &together.scaled {
        let demand = &placement.demands[scaled.demand];
        let workload = demand.workload(context.cluster);
        let Some(scaler) = workload.scale.scaler else { continue };
        let (called, most) = (workload.object.called(), words::pods(demand.most));
        let message = format!("{} may ask for {most} of {called}, and only {} can be placed", scaler.id, scaled.fits);
        let count = |number, demand: &Demand| if number == scaled.demand { demand.most } else { demand.replicas };
        let shortfall = placement.shortfall(demand, count);
        let finding = about(scaler, message).also(workload.object.place(&[]), "what is scaled");
        let finding = finding.why(words::verdict(placement, &scaled.reasons, RULE.why));
        let help = words::sum(placement, shortfall.as_ref());
        sink.report(finding.help(format!("{help}, or write `{}: {}`", field(scaler), scaled.fits.max(1))));
    }
    for waiting in &together.most {
        let demand = &placement.demands[waiting.demand];
        let workload = demand.workload(context.cluster);
        let (called, some) = (workload.object.called(), words::pods(waiting.pods));
        let message = format!("with all autoscalers at their most, {some} of {called} would find no place");
        let finding = match workload.scale.scaler {
            Some(scaler) => about(scaler, message).also(workload.object.place(&[]), "what is scaled"),
            None => workload.object.finding_at(workload.scale.place.clone(), "spec.replicas", message),
        };
        let shortfall = placement.shortfall(demand, |_, demand| demand.most);
        let finding = finding.why(words::verdict(placement, &waiting.reasons, RULE.why));
        let finding = words::askers(finding, context, placement, shortfall.as_ref());
        sink.report(finding.help(words::sum(placement, shortfall.as_ref())));
    }
}

/// A finding about the number that an autoscaler may go up to.
fn about(scaler: &Manifest, message: String) -> Finding {
    let place = scaler.place(&["spec", field(scaler)]);
    Finding::error("", place, message).resource(scaler.id.to_string()).path(format!("spec.{}", field(scaler)))
}

fn field(scaler: &Manifest) -> &'static str {
    if scaler.id.kind == "ScaledObject" { "maxReplicaCount" } else { "maxReplicas" }
}
