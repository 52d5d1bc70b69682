//! Pods of one workload keep each other away, and there are more of them than places apart.
//!
//! Required anti-affinity lets one pod into each domain of its topology key. A spread constraint with `DoNotSchedule`
//! lets domains differ by `maxSkew` only, and counts those that the pod cannot enter unless it honours taints.

use crate::cluster::placement::Obstacle;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "replicas-without-domains",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "Pods that must stay apart are more than the nodes or zones that take them.",
    why: "the scheduler finds no node for the last of them: they stay Pending",
    source: "Kubernetes, Inter-pod affinity and anti-affinity; Pod Topology Spread Constraints",
    example: Some(Example {
        facts: "nodes: [{name: a, labels: {zone: north}}, {name: b, labels: {zone: north}}, {name: c, labels: {zone: south}}]",
        bad: r"
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: cart, namespace: shop}
spec:
  replicas: 3
  serviceName: ''
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: zone
            labelSelector: {matchLabels: {app: cart}}
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
        good: r"
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: cart, namespace: shop}
spec:
  replicas: 3
  serviceName: ''
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector: {matchLabels: {app: cart}}
      topologySpreadConstraints:
      - topologyKey: zone
        maxSkew: 1
        whenUnsatisfiable: DoNotSchedule
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
    for demand in super::demands(placement) {
        let Some(alone) = placement.alone(demand) else { continue };
        let workload = demand.workload(context.cluster);
        let (path, key, what): (&[&str], _, _) = match &alone.obstacle {
            Obstacle::AntiAffinity(key) => (
                &["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"],
                key,
                "must not share a",
            ),
            Obstacle::Spread(key) => (&["topologySpreadConstraints"], key, "must be spread evenly over each"),
            Obstacle::Ports(_) => continue,
        };
        let message = format!(
            "the {} pods of {} {what} `{key}`, and only {} can be placed",
            demand.replicas,
            workload.object.called(),
            alone.fits
        );
        let node = workload.spec.at(path).unwrap_or(workload.spec);
        let finding = workload.object.finding(node, workload.path(&path.join(".")), message);
        let finding = finding.also(workload.scale.place.clone(), "the number of pods");
        let finding = match super::words::consequence(workload) {
            Some(consequence) => finding.why(consequence),
            None => finding,
        };
        sink.report(
            finding.help(format!(
                "run {}, add nodes, or only prefer that they stay apart",
                super::words::pods(alone.fits)
            )),
        );
    }
}
