//! Pods do not fit on their nodes together, although each would by itself.
//!
//! Looked for is a way to place all of them, not the way that a scheduler happens to take: what is reported fits in no
//! order. Pods of Jobs come and go and are left out, as is everything that is not among the documents.

use super::words;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "pods-beyond-nodes",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "Pods do not fit on their nodes together.",
    why: "whichever the scheduler places first, at least one pod finds no node: it stays Pending",
    source: "Kubernetes, Resource Management for Pods and Containers; kube-scheduler, plugin NodeResourcesFit",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {pool: web}, allocatable: {cpu: 2, memory: 1853984Ki, pods: 110}}, {name: b}]",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      nodeSelector: {pool: web}
      containers:
      - name: cart
        image: shop/cart:1.4.0
        resources: {requests: {memory: 512Mi}}
      - name: metrics
        image: shop/metrics:1.4.0
        resources: {requests: {memory: 128Mi}}
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      nodeSelector: {pool: web}
      containers:
      - name: cart
        image: shop/cart:1.4.0
        resources: {requests: {memory: 512Mi}}
      - name: metrics
        image: shop/metrics:1.4.0
        resources: {requests: {memory: 64Mi}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    for waiting in &placement.together().written {
        let demand = &placement.demands[waiting.demand];
        let workload = demand.workload(context.cluster);
        let called = workload.object.called();
        let message = match (waiting.pods, waiting.of) {
            (1, 1) => format!("the pod of {called} finds no place beside the others"),
            (1, all) => format!("1 of {all} pods of {called} finds no place beside the others"),
            (some, all) => format!("{some} of {all} pods of {called} find no place beside the others"),
        };
        let shortfall = placement.shortfall(demand, |_, demand| demand.replicas);
        let consequence = words::consequence(workload).unwrap_or(RULE.why);
        let finding = workload.object.finding_at(workload.scale.place.clone(), "spec.replicas", message);
        let finding = finding.why(words::verdict(placement, &waiting.reasons, consequence));
        let finding = words::askers(finding, context, placement, shortfall.as_ref());
        sink.report(finding.help(words::sum(placement, shortfall.as_ref())));
    }
}
