//! Several pods of a Deployment mount a claim that only one node can have.
//!
//! `ReadWriteOnce` lets pods of one node share a volume; pods that may run on several nodes wait for each other. Where
//! one node takes them all, by a node name or as the only one that is known, nothing is said.

use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "claim-shared-by-replicas",
    group: Group::Workloads,
    severity: Severity::Warning,
    summary: "Replicas share a claim that only one node can mount.",
    why: "a pod on another node than the first waits in ContainerCreating: its volume is attached elsewhere",
    source: "Kubernetes, Persistent Volumes, Access Modes",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]
      containers:
      - name: cart
        image: shop/cart:1.4.0
        volumeMounts: [{name: uploads, mountPath: /uploads}]
",
        good: r"
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop}
spec:
  accessModes: [ReadWriteOnce, ReadWriteMany]
  resources: {requests: {storage: 1Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]
      containers:
      - name: cart
        image: shop/cart:1.4.0
        volumeMounts: [{name: uploads, mountPath: /uploads}]
",
    }),
    check,
};

/// Access modes with which only one node, or one pod, has the volume.
const ALONE: [&str; 2] = ["ReadWriteOnce", "ReadWriteOncePod"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for (number, workload) in cluster.workloads().iter().enumerate() {
        let kind = workload.object.id().kind.as_str();
        if !matches!(kind, "Deployment" | "ReplicaSet" | "Rollout") || workload.scale.replicas < 2 {
            continue;
        }
        if workload.spec.get("nodeName").is_some() || is_together(workload.spec) {
            continue;
        }
        for volume in workload.spec.get("volumes").into_iter().flat_map(Node::items) {
            let Some(name) = volume.at(&["persistentVolumeClaim", "claimName"]) else { continue };
            let claim =
                name.text().and_then(|name| cluster.find("", "PersistentVolumeClaim", workload.namespace(), name));
            let Some(claim) = claim else { continue };
            let Some(modes) = claim.at(&["spec", "accessModes"]) else { continue };
            if modes.items().len() == 0
                || !modes.items().all(|mode| mode.text().is_some_and(|mode| ALONE.contains(&mode)))
            {
                continue;
            }
            if takes_one_node(cluster, number) {
                continue;
            }
            let message = format!(
                "{} pods share the claim `{}`, which one node at a time can mount",
                workload.scale.replicas,
                claim.id().name
            );
            let finding = workload.object.finding(name, workload.path("volumes"), message);
            let finding =
                finding.also(modes.place(), "who can mount it").also(workload.scale.place.clone(), "the pods");
            sink.report(finding.help(
                "run one pod with `strategy: {type: Recreate}`, ask for ReadWriteMany, or use a StatefulSet, whose pods have a claim each",
            ));
        }
    }
}

/// Whether it is known that only one node takes the pods of a workload, or none.
fn takes_one_node(cluster: &Cluster<'_>, workload: usize) -> bool {
    cluster.placement().is_some_and(|placement| {
        let demand = placement.demands.iter().find(|demand| demand.workload == workload);
        demand.is_some_and(|demand| placement.open_to(&demand.pod).len() < 2)
    })
}

/// Whether pods must run near others, so that they may all be on one node.
fn is_together(spec: Node<'_>) -> bool {
    let required = ["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
    spec.at(&required).is_some_and(|terms| terms.items().len() > 0)
}
