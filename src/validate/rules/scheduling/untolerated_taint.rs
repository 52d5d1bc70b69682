//! Every node that a pod may run on has a taint that it does not tolerate.
//!
//! `PreferNoSchedule` keeps nobody away. Cordoned nodes count as closed, as for the scheduler.

use super::words;
use crate::cluster::placement::Cause;
use crate::cluster::placement::wishes;
use crate::cluster::scheduler::Taint;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "untolerated-taint",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "Every node that a pod selects has a taint that it does not tolerate.",
    why: "the scheduler finds no node for the pod: it stays Pending",
    source: "Kubernetes, Taints and Tolerations; kube-scheduler, plugin TaintToleration",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {pool: gpu}, taints: [{key: pool, value: gpu, effect: NoSchedule}]}, {name: b}]",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      nodeSelector: {pool: gpu}
      tolerations:
      - {key: pool, value: cpu, effect: NoSchedule}
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
      nodeSelector: {pool: gpu}
      tolerations:
      - operator: Exists
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
        let Some(Cause::Tainted(nodes)) = placement.cause(demand) else { continue };
        let workload = demand.workload(context.cluster);
        let taint = |node: &usize| demand.pod.untolerated(&placement.nodes()[*node]).next();
        let mut taints: Vec<&Taint> = nodes.iter().filter_map(taint).collect();
        taints.sort_unstable();
        taints.dedup();
        let texts: Vec<String> = taints.iter().map(|taint| format!("`{}`", text(taint))).collect();
        let wishes = wishes(workload);
        let selects = wishes.first().and_then(|term| term.first());
        let whom = if selects.is_some() { "is selected by" } else { "is open to" };
        let called = workload.object.called();
        let message = match (nodes.as_slice(), texts.as_slice()) {
            (_, []) => format!("{} is cordoned, and no other node {whom} {called}", words::names(placement, nodes)),
            ([_], [taint]) => format!(
                "{} has the taint {taint}, which {called} does not tolerate, and no other node {whom} it",
                words::names(placement, nodes)
            ),
            _ => format!(
                "{called} tolerates the taints of no node that it may run on: {} with {}",
                words::names(placement, nodes),
                texts.join(", ")
            ),
        };
        let (node, path) = match selects {
            Some(wish) => (wish.node, wish.path.clone()),
            None => (workload.spec, String::new()),
        };
        let finding = workload.object.finding(node, workload.path(&path), message);
        let help = taints.first().map_or_else(
            || "uncordon the node, or select another".to_owned(),
            |taint| format!("add the toleration `{}`, or select other nodes", toleration(taint)),
        );
        sink.report_as(super::gravity(demand, &RULE), finding.help(help));
    }
}

/// As `kubectl taint` writes it.
fn text(taint: &Taint) -> String {
    let Taint { key, value, effect } = taint;
    if value.is_empty() { format!("{key}:{effect}") } else { format!("{key}={value}:{effect}") }
}

fn toleration(taint: &Taint) -> String {
    let Taint { key, value, effect } = taint;
    match value.as_str() {
        "" => format!("{{key: {key}, operator: Exists, effect: {effect}}}"),
        value => format!("{{key: {key}, operator: Equal, value: \"{value}\", effect: {effect}}}"),
    }
}
