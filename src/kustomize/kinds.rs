//! The kinds that kustomize knows by itself, and how it merges their lists.
//!
//! kustomize 5.7 carries the API of Kubernetes 1.21 (kyaml, `openapi/kubernetesapi/v1_21_2`) and asks it two things:
//! whether a kind belongs to no namespace, and by which key the items of a list are told apart. What is younger it
//! does not know, so that lists of an `autoscaling/v2` autoscaler are replaced. Asking the schemas of this program would
//! give better answers, and other ones.

/// `apiVersion`, the kinds of it that belong to no namespace, and the others.
const KNOWN: &[(&str, &[&str], &[&str])] = &[
    ("admissionregistration.k8s.io/v1", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"], &[]),
    ("admissionregistration.k8s.io/v1beta1", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"], &[]),
    ("apiextensions.k8s.io/v1", &["CustomResourceDefinition"], &[]),
    ("apiextensions.k8s.io/v1beta1", &["CustomResourceDefinition"], &[]),
    ("apiregistration.k8s.io/v1", &["APIService"], &[]),
    ("apiregistration.k8s.io/v1beta1", &["APIService"], &[]),
    ("apps/v1", &[], &["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),
    ("autoscaling/v1", &[], &["HorizontalPodAutoscaler", "Scale"]),
    ("autoscaling/v2beta1", &[], &["HorizontalPodAutoscaler"]),
    ("autoscaling/v2beta2", &[], &["HorizontalPodAutoscaler"]),
    ("batch/v1", &[], &["CronJob", "Job"]),
    ("batch/v1beta1", &[], &["CronJob"]),
    ("certificates.k8s.io/v1", &["CertificateSigningRequest"], &[]),
    ("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], &[]),
    ("coordination.k8s.io/v1", &[], &["Lease"]),
    ("coordination.k8s.io/v1beta1", &[], &["Lease"]),
    ("discovery.k8s.io/v1", &[], &["EndpointSlice"]),
    ("discovery.k8s.io/v1beta1", &[], &["EndpointSlice"]),
    ("events.k8s.io/v1", &[], &["Event"]),
    ("events.k8s.io/v1beta1", &[], &["Event"]),
    ("extensions/v1beta1", &[], &["Ingress"]),
    ("flowcontrol.apiserver.k8s.io/v1beta1", &["FlowSchema", "PriorityLevelConfiguration"], &[]),
    ("networking.k8s.io/v1", &["IngressClass"], &["Ingress", "NetworkPolicy"]),
    ("networking.k8s.io/v1beta1", &["IngressClass"], &["Ingress"]),
    ("node.k8s.io/v1", &["RuntimeClass"], &[]),
    ("node.k8s.io/v1beta1", &["RuntimeClass"], &[]),
    ("policy/v1", &[], &["PodDisruptionBudget"]),
    ("policy/v1beta1", &["PodSecurityPolicy"], &["PodDisruptionBudget"]),
    ("rbac.authorization.k8s.io/v1", &["ClusterRole", "ClusterRoleBinding"], &["Role", "RoleBinding"]),
    ("rbac.authorization.k8s.io/v1beta1", &["ClusterRole", "ClusterRoleBinding"], &["Role", "RoleBinding"]),
    ("scheduling.k8s.io/v1", &["PriorityClass"], &[]),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"], &[]),
    ("storage.k8s.io/v1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], &[]),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], &["CSIStorageCapacity"]),
    (
        "v1",
        &["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
        &[
            "ConfigMap",
            "Endpoints",
            "Event",
            "LimitRange",
            "PersistentVolumeClaim",
            "Pod",
            "PodTemplate",
            "ReplicationController",
            "ResourceQuota",
            "Secret",
            "Service",
            "ServiceAccount",
        ],
    ),
];

fn known(api_version: &str, kind: &str) -> Option<bool> {
    let (_, cluster, namespaced) = KNOWN.iter().find(|(known, _, _)| *known == api_version)?;
    if cluster.contains(&kind) {
        return Some(true);
    }
    namespaced.contains(&kind).then_some(false)
}

/// Whether kustomize is sure that objects of a kind belong to no namespace.
pub(super) fn is_cluster_scoped(api_version: &str, kind: &str) -> bool {
    known(api_version, kind) == Some(true)
}

/// A type of the API, as far as merging asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A kind with `metadata` and nothing else to merge by key.
    Object,
    Metadata,
    /// A kind whose `spec` has a `template` of pods.
    Workload,
    WorkloadSpec,
    PodTemplateKind,
    PodTemplate,
    Pod,
    PodSpec,
    Container,
    EphemeralContainer,
    Volume,
    EphemeralSource,
    EphemeralVolume,
    CronJob,
    CronJobSpec,
    JobTemplate,
    Service,
    ServiceSpec,
    ServiceAccount,
    Webhooks,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Field {
    /// The type of the value, or of the items of a list; `None` where nothing below it merges by key.
    pub(super) below: Option<Type>,
    /// By which keys the items of a list are told apart; the empty key stands for the item itself. `None` for lists
    /// that are replaced.
    pub(super) keys: Option<&'static [&'static str]>,
}

impl Type {
    /// The type of a kind; `None` for those that kustomize does not know.
    pub(super) fn of_kind(api_version: &str, kind: &str) -> Option<Self> {
        known(api_version, kind)?;
        Some(match kind {
            "DaemonSet" | "Deployment" | "ReplicaSet" | "StatefulSet" | "ReplicationController" | "Job" => {
                Self::Workload
            }
            "CronJob" => Self::CronJob,
            "Pod" => Self::Pod,
            "PodTemplate" => Self::PodTemplateKind,
            "Service" => Self::Service,
            "ServiceAccount" => Self::ServiceAccount,
            "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" => Self::Webhooks,
            _ => Self::Object,
        })
    }

    /// What stands in one of its fields.
    pub(super) fn field(self, name: &str) -> Field {
        let object = |below| Field { below: Some(below), keys: None };
        let list = |keys| Field { below: None, keys: Some(keys) };
        let items = |keys, below| Field { below: Some(below), keys: Some(keys) };
        match (self, name) {
            (
                Self::Object
                | Self::Workload
                | Self::PodTemplateKind
                | Self::PodTemplate
                | Self::Pod
                | Self::CronJob
                | Self::JobTemplate
                | Self::Service
                | Self::ServiceAccount
                | Self::Webhooks
                | Self::EphemeralVolume,
                "metadata",
            ) => object(Self::Metadata),
            (Self::Metadata, "finalizers") => list(&[""]),
            (Self::Metadata, "ownerReferences") => list(&["uid"]),
            (Self::Workload | Self::JobTemplate, "spec") => object(Self::WorkloadSpec),
            (Self::WorkloadSpec | Self::PodTemplateKind, "template") => object(Self::PodTemplate),
            (Self::PodTemplate | Self::Pod, "spec") => object(Self::PodSpec),
            (Self::PodSpec, "containers" | "initContainers") => items(&["name"], Self::Container),
            (Self::PodSpec, "ephemeralContainers") => items(&["name"], Self::EphemeralContainer),
            (Self::PodSpec, "hostAliases") => list(&["ip"]),
            (Self::PodSpec, "topologySpreadConstraints") => list(&["topologyKey", "whenUnsatisfiable"]),
            (Self::PodSpec, "volumes") => items(&["name"], Self::Volume),
            (Self::Container, "ports") => list(&["containerPort", "protocol"]),
            (Self::Container | Self::EphemeralContainer, "volumeDevices") => list(&["devicePath"]),
            (Self::Container | Self::EphemeralContainer, "volumeMounts") => list(&["mountPath"]),
            (Self::Volume, "ephemeral") => object(Self::EphemeralSource),
            (Self::EphemeralSource, "volumeClaimTemplate") => object(Self::EphemeralVolume),
            (Self::CronJob, "spec") => object(Self::CronJobSpec),
            (Self::CronJobSpec, "jobTemplate") => object(Self::JobTemplate),
            (Self::Service, "spec") => object(Self::ServiceSpec),
            (Self::ServiceSpec, "ports") => list(&["port", "protocol"]),
            (Self::PodSpec, "imagePullSecrets")
            | (Self::Container | Self::EphemeralContainer, "env")
            | (Self::ServiceAccount, "secrets")
            | (Self::Webhooks, "webhooks") => list(&["name"]),
            _ => Field::default(),
        }
    }
}
