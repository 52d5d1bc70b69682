//! Node selector and required node affinity ask for what no node has.
//!
//! Terms are alternatives, expressions of a term hold together, and a node selector holds beside all of them. The
//! nodes are those that are declared or among the documents.

use std::collections::BTreeSet;

use super::words;
use crate::cluster::placement::Cause;
use crate::cluster::placement::Demand;
use crate::cluster::placement::Nearest;
use crate::cluster::placement::Placement;
use crate::cluster::placement::Wish;
use crate::cluster::placement::nearest;
use crate::cluster::workload::Workload;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "selector-without-node",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "No node has the labels that a pod selects.",
    why: "the scheduler finds no node for the pod: it stays Pending",
    source: "Kubernetes, Assigning Pods to Nodes; kube-scheduler, plugin NodeAffinity",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {pool: web, zone: north}}, {name: b, labels: {pool: batch, zone: south}}]",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      nodeSelector: {pool: web}
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: zone, operator: In, values: [south]}
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      nodeSelector: {pool: web}
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: zone, operator: NotIn, values: [south]}
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    for demand in &placement.demands {
        if placement.cause(demand) == Some(&Cause::NotSelected) {
            let workload = demand.workload(context.cluster);
            if let Some(finding) = bound(demand, workload).or_else(|| selecting(placement, demand, workload)) {
                sink.report_as(super::gravity(demand, &RULE), finding);
            }
        }
    }
}

/// A pod that names its node.
fn bound(demand: &Demand, workload: &Workload<'_>) -> Option<Finding> {
    let name = demand.pod.node_name.as_ref()?;
    let node = workload.spec.get("nodeName")?;
    let message = format!("there is no node `{name}`");
    let finding = workload.object.finding(node, workload.path("nodeName"), message);
    Some(finding.why("the pod waits for a kubelet that does not exist, and is removed after a while"))
}

fn selecting(placement: &Placement, demand: &Demand, workload: &Workload<'_>) -> Option<Finding> {
    let nearest = nearest(workload, &demand.pod, placement.nodes())?;
    let wish = nearest.unmet.first()?;
    let nobody = !placement.nodes().iter().any(|node| wish.is_met(node) == Some(true));
    let node = &placement.nodes()[nearest.node].name;
    let message = if nobody {
        format!("no node has `{}`, which the pods of {} select", wish.text(), workload.object.called())
    } else {
        let unmet: Vec<String> = nearest.unmet.iter().map(|wish| format!("`{}`", wish.text())).collect();
        format!(
            "no node has all that the pods of {} select: {node} comes nearest, without {}",
            workload.object.called(),
            unmet.join(" and ")
        )
    };
    let finding = workload.object.finding(wish.node, workload.path(&wish.path), message);
    Some(finding.help(meant(placement, wish, &nearest)))
}

/// The label that was probably meant: the same value under another key, another value under the same key.
fn meant(placement: &Placement, wish: &Wish<'_>, nearest: &Nearest<'_>) -> String {
    let nodes = placement.nodes();
    if wish.is_field {
        let names = suggest::known(nodes.iter().map(|node| node.name.as_str()));
        return format!("nodes: {names}");
    }
    let of_key =
        |key: &str| -> Vec<&str> { nodes.iter().filter_map(|node| Some(node.labels.get(key)?.as_str())).collect() };
    let values = of_key(wish.key);
    if nearest.met > 0 && nodes.iter().any(|node| wish.is_met(node) == Some(true)) {
        let value = nodes[nearest.node].labels.get(wish.key);
        let has = value.map_or_else(|| "does not have it".to_owned(), |value| format!("has `{}: {value}`", wish.key));
        return format!("{} {has}: select that, or label a node", nodes[nearest.node].name);
    }
    if let Some(near) = wish.values.first().and_then(|value| suggest::nearest(value, values.iter().copied())) {
        return format!("did you mean `{}: {near}`?", wish.key);
    }
    for (number, node) in nodes.iter().enumerate() {
        if let Some((key, value)) = node.labels.iter().find(|(_, own)| wish.values.contains(&own.as_str())) {
            return format!("did you mean `{key}: {value}`, as on {}?", words::names(placement, &[number]));
        }
    }
    if values.is_empty() {
        let keys: BTreeSet<&str> = nodes.iter().flat_map(|node| node.labels.keys().map(String::as_str)).collect();
        return match suggest::nearest(wish.key, keys) {
            Some(near) => format!("did you mean the label `{near}`?"),
            None => format!("label a node with `{}`, or select something that nodes have", wish.key),
        };
    }
    format!("values of `{}` on nodes: {}", wish.key, suggest::known(values))
}
