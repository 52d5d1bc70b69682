//! What the API server refuses although the schema of the kind allows it.
//!
//! One object at a time, and only what is certain from the object alone: whether other objects that it names exist is
//! for the rules. Objects that are wrong in their shape are not looked at, so that one mistake is one finding.

mod address;
mod ambiguous;
mod annotation;
mod autoscaler;
mod claim;
mod cluster;
mod config;
mod container;
mod definition;
mod definition_rules;
mod definition_schema;
mod dns;
mod environment;
mod expect;
mod failure_policy;
mod field;
mod flow;
mod grammar;
mod job;
mod metadata;
mod names;
mod network;
mod pod;
mod policy;
mod probe;
mod quota;
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
mod volume_source;
mod webhook;
mod windows;
mod workload;
mod zone;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::schema::Kind;
use crate::validate::object::expect::Sink;
use crate::validate::object::field::Field;

/// What checks a kind beyond its metadata.
type Check = fn(&mut Sink, &Field<'_>);

/// By group and kind.
fn check_of(group: &str, kind: &str) -> Option<Check> {
    Some(match (group, kind) {
        ("", "ConfigMap") => config::config_map,
        ("", "Endpoints") => cluster::endpoints,
        ("", "LimitRange") => quota::limit_range,
        ("", "Namespace") => cluster::namespace,
        ("", "Node") => cluster::node,
        ("", "PersistentVolume") => storage::volume,
        ("", "PersistentVolumeClaim") => storage::claim,
        ("", "Pod") => pod::alone,
        ("", "PodTemplate") => workload::pod_template,
        ("", "ReplicationController") => workload::replication_controller,
        ("", "ResourceQuota") => quota::check,
        ("", "Secret") => config::secret,
        ("", "Service") => service::check,
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration") => {
            webhook::configuration
        }
        ("apiextensions.k8s.io", "CustomResourceDefinition") => definition::check,
        ("apiregistration.k8s.io", "APIService") => webhook::api_service,
        ("", "ServiceAccount") | ("apps", "ControllerRevision") => nothing,
        ("apps", "DaemonSet") => workload::daemon_set,
        ("apps", "Deployment") => workload::deployment,
        ("apps", "ReplicaSet") => workload::replica_set,
        ("apps", "StatefulSet") => workload::stateful_set,
        ("autoscaling", "HorizontalPodAutoscaler") => autoscaler::check,
        ("batch", "CronJob") => job::cron_job,
        ("batch", "Job") => job::job,
        ("coordination.k8s.io", "Lease") => cluster::lease,
        ("discovery.k8s.io", "EndpointSlice") => cluster::endpoint_slice,
        ("flowcontrol.apiserver.k8s.io", "FlowSchema") => flow::schema,
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration") => flow::level,
        ("networking.k8s.io", "Ingress") => network::ingress,
        ("networking.k8s.io", "IngressClass") => network::ingress_class,
        ("networking.k8s.io", "NetworkPolicy") => network::policy,
        ("node.k8s.io", "RuntimeClass") => cluster::runtime_class,
        ("policy", "PodDisruptionBudget") => policy::disruption_budget,
        ("rbac.authorization.k8s.io", "ClusterRole" | "Role") => rbac::role,
        ("rbac.authorization.k8s.io", "ClusterRoleBinding" | "RoleBinding") => rbac::binding,
        ("scheduling.k8s.io", "PriorityClass") => policy::priority_class,
        ("storage.k8s.io", "CSIDriver") => storage::driver,
        ("storage.k8s.io", "CSINode") => storage::node,
        ("storage.k8s.io", "CSIStorageCapacity") => storage::storage_capacity,
        ("storage.k8s.io", "StorageClass") => storage::class,
        ("storage.k8s.io", "VolumeAttachment") => storage::attachment,
        _ => return None,
    })
}

/// A kind of which only the metadata is checked.
fn nothing(_: &mut Sink, _: &Field<'_>) {}

/// Checks an object whose shape is right, for a cluster of a Kubernetes minor. With `kind`, by which its shape was
/// judged, better advice can be given.
pub fn check(manifest: &Manifest, kind: Option<&Kind<'_>>, minor: u32, findings: &mut Findings) {
    let id = &manifest.id;
    // Read by kustomize, and never sent to an API server.
    if id.is_kustomization() {
        return;
    }
    let mut sink = Sink::new(minor);
    ambiguous::check(&mut sink, kind, manifest.root());
    judge(&mut sink, id, &Field::root(manifest.root()));
    for finding in sink.into_found() {
        findings.push(explained(id, finding).resource(id.to_string()));
    }
}

fn judge(sink: &mut Sink, id: &ResourceId, root: &Field<'_>) {
    let group = id.group();
    let check = check_of(group, &id.kind);
    // Definitions are checked by another server, which takes any finalizer, and so are services behind the API.
    let built_in = check.is_some() && !matches!(group, "apiextensions.k8s.io" | "apiregistration.k8s.io");
    metadata::check(sink, group, &id.kind, &root.get("metadata"), built_in);
    if let Some(check) = check {
        check(sink, root);
    }
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
