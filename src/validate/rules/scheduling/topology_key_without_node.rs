//! Pods are to be spread over domains of a label that no node has.
//!
//! Nodes of a cloud get labels for zone and region from its controller; nodes of kubeadm have none. Labels that every
//! kubelet sets are taken to be there.

use std::collections::BTreeSet;

use crate::cluster::placement::Cause;
use crate::cluster::placement::Demand;
use crate::cluster::placement::Placement;
use crate::cluster::workload::Workload;
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
    id: "topology-key-without-node",
    group: Group::Scheduling,
    severity: Severity::Warning,
    summary: "Pods are to be spread over domains of a label that no node has.",
    why: "nothing is spread: without that label, no node is in any domain",
    source: "Kubernetes, Pod Topology Spread Constraints; Inter-pod affinity and anti-affinity",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {pool: web}}, {name: b, labels: {pool: web}}]",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      topologySpreadConstraints:
      - topologyKey: topology.kubernetes.io/zone
        maxSkew: 1
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: {matchLabels: {app: cart}}
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      topologySpreadConstraints:
      - topologyKey: kubernetes.io/hostname
        maxSkew: 1
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: {matchLabels: {app: cart}}
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    let nodes = placement.nodes().iter();
    let labels: BTreeSet<&str> = nodes.flat_map(|node| node.labels.keys().map(String::as_str)).collect();
    for demand in super::demands(placement) {
        let workload = demand.workload(context.cluster);
        let pending = pending(placement, demand);
        for (key, path) in keys(workload) {
            let Some(text) = key.text().filter(|text| !text.is_empty()) else { continue };
            if labels.contains(text) {
                continue;
            }
            let message = format!("no node has the label `{text}`, over which {} is spread", workload.object.called());
            let finding = workload.object.finding(key, workload.path(&path), message);
            let finding = finding.help(match suggest::nearest(text, labels.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("label the nodes with `{text}`, or spread over `kubernetes.io/hostname`"),
            });
            if pending.as_deref() == Some(text) {
                sink.report_as(
                    Severity::Error,
                    finding.why("the constraint must be met, and so the pods stay Pending"),
                );
            } else if demand.most > 1 {
                sink.report(finding);
            }
        }
    }
}

/// The label for lack of which the pods wait.
fn pending(placement: &Placement, demand: &Demand) -> Option<String> {
    match placement.cause(demand) {
        Some(Cause::NoTopology(key)) => Some(key.clone()),
        _ => None,
    }
}

/// Topology keys by which pods are kept apart, each with its path below the pod's spec.
fn keys<'a>(workload: &Workload<'a>) -> Vec<(Node<'a>, String)> {
    let spec = workload.spec;
    let list = |path: &[&str], inner: &[&str]| -> Vec<(Node<'a>, String)> {
        let items = spec.at(path).into_iter().flat_map(Node::items).enumerate();
        let named = items.filter_map(|(at, item)| {
            let mut full = format!("{}[{at}]", path.join("."));
            for key in inner {
                full.push('.');
                full.push_str(key);
            }
            Some((item.at(inner)?, full))
        });
        named.collect()
    };
    let anti = |key: &'static str| ["affinity", "podAntiAffinity", key];
    let mut keys = list(&["topologySpreadConstraints"], &["topologyKey"]);
    keys.extend(list(&anti("requiredDuringSchedulingIgnoredDuringExecution"), &["topologyKey"]));
    keys.extend(list(&anti("preferredDuringSchedulingIgnoredDuringExecution"), &["podAffinityTerm", "topologyKey"]));
    keys
}
