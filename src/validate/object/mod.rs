//! What the API server refuses although the schema of the kind allows it.
//!
//! One object at a time, and only what is certain from the object alone: whether other objects that it names exist is
//! for the rules. Objects that are wrong in their shape are not looked at, so that one mistake is one finding.

mod config;
mod container;
mod definition;
mod expect;
mod field;
mod grammar;
mod metadata;
mod network;
mod pod;
mod policy;
mod probe;
mod rbac;
mod resources;
mod schedule;
mod scheduling;
mod selector;
mod service;
mod storage;
#[cfg(test)]
mod tests;
mod volume;
mod workload;

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::validate::object::expect::Sink;
use crate::validate::object::field::Field;

/// What checks a kind beyond its metadata.
type Check = fn(&mut Sink, &Field<'_>);

/// By group and kind.
const KINDS: &[(&str, &str, Check)] = &[
    ("", "ConfigMap", config::config_map),
    ("", "LimitRange", policy::limit_range),
    ("", "Namespace", storage::namespace),
    ("", "PersistentVolume", storage::persistent_volume),
    ("", "PersistentVolumeClaim", storage::claim),
    ("", "Pod", pod_alone),
    ("", "ResourceQuota", policy::quota),
    ("", "Secret", config::secret),
    ("", "Service", service::check),
    ("apiextensions.k8s.io", "CustomResourceDefinition", definition::check),
    ("apps", "DaemonSet", workload::daemon_set),
    ("apps", "Deployment", workload::deployment),
    ("apps", "ReplicaSet", workload::replica_set),
    ("apps", "StatefulSet", workload::stateful_set),
    ("autoscaling", "HorizontalPodAutoscaler", policy::autoscaler),
    ("batch", "CronJob", workload::cron_job),
    ("batch", "Job", workload::job),
    ("networking.k8s.io", "Ingress", network::ingress),
    ("networking.k8s.io", "NetworkPolicy", network::policy),
    ("policy", "PodDisruptionBudget", policy::disruption_budget),
    ("rbac.authorization.k8s.io", "ClusterRole", rbac::role),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding", rbac::binding),
    ("rbac.authorization.k8s.io", "Role", rbac::role),
    ("rbac.authorization.k8s.io", "RoleBinding", rbac::binding),
    ("scheduling.k8s.io", "PriorityClass", policy::priority_class),
    ("storage.k8s.io", "StorageClass", storage::class),
];

/// Checks an object whose shape is right.
pub fn check(manifest: &Manifest, findings: &mut Findings) {
    let id = &manifest.id;
    // Read by kustomize and kubectl, and never sent to an API server.
    if id.is_kustomization() || id.kind == "List" {
        return;
    }
    let mut sink = Sink::new();
    judge(&mut sink, id, &Field::root(manifest.root()));
    for finding in sink {
        findings.push(explained(id, finding).resource(id.to_string()));
    }
}

fn judge(sink: &mut Sink, id: &ResourceId, root: &Field<'_>) {
    let kind = KINDS.iter().find(|(group, kind, _)| *group == id.group() && *kind == id.kind);
    // Definitions are checked by another server, which takes any finalizer.
    let built_in = kind.is_some() && id.group() != "apiextensions.k8s.io";
    metadata::check(sink, id, &root.get("metadata"), built_in);
    if let Some((_, _, check)) = kind {
        check(sink, root);
    }
}

fn pod_alone(sink: &mut Sink, root: &Field<'_>) {
    pod::check(sink, &root.get("spec"), pod::Origin::Pod, &BTreeSet::new());
}

/// Says what happens in the cluster, where the check has not.
fn explained(id: &ResourceId, mut finding: Finding) -> Finding {
    let in_template = finding.path.as_deref().is_some_and(|path| path.starts_with("spec.template.spec."));
    finding.why.get_or_insert_with(|| {
        if id.kind == "StatefulSet" && in_template {
            "the API server takes the StatefulSet as it is, and then refuses every pod made from it".to_owned()
        } else {
            "the API server refuses the object".to_owned()
        }
    });
    finding
}
