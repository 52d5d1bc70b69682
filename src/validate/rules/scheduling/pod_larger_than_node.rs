//! One pod requests more than any node that it may run on has.
//!
//! A pod requests what its containers do together, or what its greediest init container does, if that is more. What
//! `DaemonSet`s take of a node is not there for others.

use super::words;
use crate::cluster::placement::Cause;
use crate::cluster::placement::Demand;
use crate::cluster::placement::amount;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::model::quantity::Quantity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "pod-larger-than-node",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "A pod requests more than any node that it may run on has.",
    why: "the scheduler finds no node for the pod, however empty they are: it stays Pending",
    source: "Kubernetes, Resource Management for Pods and Containers; kube-scheduler, plugin NodeResourcesFit",
    example: Some(Example {
        facts: "nodes: [{name: a, allocatable: {cpu: 2, memory: 3826452Ki, pods: 110}}]",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      initContainers:
      - name: import
        image: shop/cart:1.4.0
        resources: {requests: {memory: 4Gi}}
      containers:
      - name: cart
        image: shop/cart:1.4.0
        resources: {requests: {memory: 2Gi}}
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
      initContainers:
      - name: import
        image: shop/cart:1.4.0
        resources: {requests: {memory: 3Gi}}
      - name: index
        image: shop/cart:1.4.0
        resources: {requests: {memory: 3Gi}}
      containers:
      - name: cart
        image: shop/cart:1.4.0
        resources: {requests: {memory: 2Gi}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    for demand in super::demands(placement) {
        let Some(Cause::TooBig(short)) = placement.cause(demand) else { continue };
        let workload = demand.workload(context.cluster);
        // The resource that is short on the most nodes, and the node that has the most of it.
        let all = || short.iter().flat_map(|(node, shortages)| shortages.iter().map(move |shortage| (*node, shortage)));
        let count = |resource: &str| all().filter(|(_, shortage)| shortage.resource == resource).count();
        let Some((node, best)) =
            all().max_by_key(|(node, shortage)| (count(&shortage.resource), shortage.free, std::cmp::Reverse(*node)))
        else {
            continue;
        };
        let resource = best.resource.as_str();
        let name = &placement.nodes()[node].name;
        let for_whom = if best.free < best.allocatable { " left by DaemonSets" } else { "" };
        let room = match resource {
            "pods" => words::of(resource, best.free),
            _ => amount::text(resource, best.free),
        };
        let which = if short.len() > 1 { "the best node that it may run on" } else { "the node that it may run on" };
        let message = format!(
            "a pod of {} requests {}, and {which}, {name}, has {room}{for_whom}",
            workload.object.called(),
            words::of(resource, best.requested)
        );
        let (at, path) = greediest(workload, resource).unwrap_or((workload.spec, String::new()));
        let mut finding = workload.object.finding(at, workload.path(&path), message);
        if let Some(sidecar) = sidecar(demand, workload) {
            finding = finding.also(sidecar, "asks for a sidecar, whose requests count, too");
        }
        let less = best.requested.saturating_sub(best.free);
        sink.report(
            finding.help(format!("request {} less, or let it run on a larger node", words::of(resource, less))),
        );
    }
}

fn sidecar(demand: &Demand, workload: &Workload<'_>) -> Option<crate::text::Place> {
    demand.sidecar.clone().filter(|place| place.source.path == workload.object.place(&[]).source.path)
}

/// The request of the container that decides what the pod requests.
fn greediest<'a>(workload: &Workload<'a>, resource: &str) -> Option<(Node<'a>, String)> {
    let amount = |node: Node<'_>| node.text().and_then(Quantity::parse).map_or(0, |quantity| quantity.milli());
    let written = workload.containers().filter_map(|container| {
        let mut lists = ["requests", "limits"].into_iter();
        let (list, node) = lists.find_map(|list| Some((list, container.node.at(&["resources", list, resource])?)))?;
        Some((container.init, amount(node), node, format!("{}.resources.{list}.{resource}", container.path)))
    });
    let (inits, others): (Vec<_>, Vec<_>) = written.partition(|(init, ..)| *init);
    let together: i128 = others.iter().map(|(_, amount, ..)| *amount).sum();
    let largest =
        |list: Vec<(bool, i128, Node<'a>, String)>| list.into_iter().rev().max_by_key(|(_, amount, ..)| *amount);
    let init = largest(inits).filter(|(_, amount, ..)| *amount > together);
    init.or_else(|| largest(others)).map(|(_, _, node, path)| (node, path))
}
