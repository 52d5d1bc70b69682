//! Several pods that are there so that one may fail can only run on one node.
//!
//! Looked at is what says that it wants to outlive a node: RedisFailovers and other StatefulSets, workloads that prefer to
//! keep their pods apart, and those that a PodDisruptionBudget watches. A cluster of one node cannot do better.

use crate::cluster::failover::GROUP;
use crate::cluster::objects::Cluster;
use crate::cluster::placement::wishes;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "replicas-on-one-node",
    group: Group::Scheduling,
    severity: Severity::Warning,
    summary: "Replicas that are meant to outlive a node may all run on one node only.",
    why: "the loss of that node is the loss of all of them, and nothing can take over",
    source: "Kubernetes, Assigning Pods to Nodes; Redis, High availability with Sentinel",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {pool: web}}, {name: b, labels: {pool: batch}}]",
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
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 100
            podAffinityTerm:
              topologyKey: kubernetes.io/hostname
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
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      nodeSelector: {pool: web}
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(placement) = super::placement(context, sink) else { return };
    if placement.nodes().len() < 2 {
        return;
    }
    let watched = watched(context.cluster);
    for demand in super::demands(placement).filter(|demand| demand.replicas > 1 && !demand.is_passing) {
        let workload = demand.workload(context.cluster);
        // That they cannot all run there is said elsewhere.
        if placement.alone(demand).is_some() {
            continue;
        }
        let [only] = placement.open_to(&demand.pod)[..] else { continue };
        if !(is_stateful(workload) || prefers_apart(workload) || watched.contains(&workload.key())) {
            continue;
        }
        let message = format!(
            "all {} pods of {} may run on {} only",
            demand.replicas,
            workload.object.called(),
            placement.nodes()[only].name
        );
        let wishes = wishes(workload);
        let (node, path) = match wishes.first().and_then(|term| term.first()) {
            Some(wish) => (wish.node, wish.path.clone()),
            None => (workload.spec, String::new()),
        };
        let finding = workload.object.finding(node, workload.path(&path), message);
        let finding = finding.also(workload.scale.place.clone(), "the number of pods");
        sink.report(finding.help("select a label that several nodes have, or run one pod"));
    }
}

/// Redis, Sentinel, and what else keeps data: several of them have hardly another purpose.
fn is_stateful(workload: &Workload<'_>) -> bool {
    workload.object.id().kind == "StatefulSet" || workload.object.maker.is_some_and(|maker| maker.id.group() == GROUP)
}

fn prefers_apart(workload: &Workload<'_>) -> bool {
    let has = |path: &[&str]| workload.spec.at(path).is_some_and(|list| list.items().next().is_some());
    has(&["affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"])
        || has(&["topologySpreadConstraints"])
}

/// The workloads that a PodDisruptionBudget watches.
fn watched(cluster: &Cluster<'_>) -> std::collections::BTreeSet<String> {
    let budgets = cluster.of_kind("policy", "PodDisruptionBudget");
    let selected = budgets.filter_map(|budget| {
        Some(cluster.selected_by(&budget.id().namespace, budget.at(&["spec", "selector"])?).map(Workload::key))
    });
    selected.flatten().collect()
}
