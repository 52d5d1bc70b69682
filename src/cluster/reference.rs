//! Names by which objects ask for others: Secrets, ConfigMaps, claims, accounts, classes, roles, stores, issuers.
//!
//! Addresses, selectors and the targets of autoscalers are no names of this sort and stand elsewhere. What is asked for
//! inside an object that a controller makes is asked for by whoever wrote the object that it is made of.

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::reference_of_objects;
use crate::cluster::reference_of_pods;
use crate::yaml::Node;

/// A kind of object that others ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// A Secret.
    Secret,
    /// A ConfigMap.
    ConfigMap,
    /// A ServiceAccount.
    ServiceAccount,
    /// A PersistentVolumeClaim.
    Claim,
    /// A StorageClass.
    StorageClass,
    /// A PriorityClass.
    PriorityClass,
    /// A RuntimeClass.
    RuntimeClass,
    /// An IngressClass.
    IngressClass,
    /// A Role.
    Role,
    /// A ClusterRole.
    ClusterRole,
    /// A SecretStore of External Secrets.
    SecretStore,
    /// A ClusterSecretStore of External Secrets.
    ClusterSecretStore,
    /// An Issuer of cert-manager.
    Issuer,
    /// A ClusterIssuer of cert-manager.
    ClusterIssuer,
    /// A TriggerAuthentication of KEDA.
    TriggerAuthentication,
    /// A ClusterTriggerAuthentication of KEDA.
    ClusterTriggerAuthentication,
}

impl Wanted {
    /// Its API group.
    pub fn group(self) -> &'static str {
        match self {
            Self::Secret | Self::ConfigMap | Self::ServiceAccount | Self::Claim => "",
            Self::StorageClass => "storage.k8s.io",
            Self::PriorityClass => "scheduling.k8s.io",
            Self::RuntimeClass => "node.k8s.io",
            Self::IngressClass => "networking.k8s.io",
            Self::Role | Self::ClusterRole => "rbac.authorization.k8s.io",
            Self::SecretStore | Self::ClusterSecretStore => "external-secrets.io",
            Self::Issuer | Self::ClusterIssuer => "cert-manager.io",
            Self::TriggerAuthentication | Self::ClusterTriggerAuthentication => "keda.sh",
        }
    }

    /// Its kind, as manifests spell it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Secret => "Secret",
            Self::ConfigMap => "ConfigMap",
            Self::ServiceAccount => "ServiceAccount",
            Self::Claim => "PersistentVolumeClaim",
            Self::StorageClass => "StorageClass",
            Self::PriorityClass => "PriorityClass",
            Self::RuntimeClass => "RuntimeClass",
            Self::IngressClass => "IngressClass",
            Self::Role => "Role",
            Self::ClusterRole => "ClusterRole",
            Self::SecretStore => "SecretStore",
            Self::ClusterSecretStore => "ClusterSecretStore",
            Self::Issuer => "Issuer",
            Self::ClusterIssuer => "ClusterIssuer",
            Self::TriggerAuthentication => "TriggerAuthentication",
            Self::ClusterTriggerAuthentication => "ClusterTriggerAuthentication",
        }
    }

    /// Whether it stands in no namespace.
    pub fn is_cluster_wide(self) -> bool {
        matches!(
            self,
            Self::StorageClass
                | Self::PriorityClass
                | Self::RuntimeClass
                | Self::IngressClass
                | Self::ClusterRole
                | Self::ClusterSecretStore
                | Self::ClusterIssuer
                | Self::ClusterTriggerAuthentication
        )
    }
}

/// What somebody asks for by name.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// What is asked for.
    pub wanted: Wanted,
    /// The object that asks.
    pub object: Object<'a>,
    /// Where the name is written.
    pub node: Node<'a>,
    /// The path of the name in the object.
    pub path: String,
    /// The namespace in which it has to be; empty for what stands in none.
    pub namespace: &'a str,
    /// The name.
    pub name: &'a str,
    /// The keys that it must have, each with its path.
    pub keys: Vec<(Node<'a>, String)>,
    /// The type that a Secret must have.
    pub of_type: Option<SecretType>,
    /// Whether whoever asks can do without.
    pub optional: bool,
}

/// What a Secret has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretType {
    /// Credentials of a registry.
    Pull,
    /// A certificate and its key.
    Tls,
}

impl<'a> Reference<'a> {
    /// A reference that must resolve, and needs nothing but its name; `None` where none is written.
    pub(super) fn new(
        wanted: Wanted,
        object: Object<'a>,
        node: Option<Node<'a>>,
        path: impl FnOnce() -> String,
    ) -> Option<Self> {
        let node = node?;
        let name = node.text().filter(|name| !name.is_empty() && !node.is_null())?;
        let namespace = if wanted.is_cluster_wide() { "" } else { object.id().namespace.as_str() };
        let (keys, of_type, optional) = (Vec::new(), None, false);
        Some(Self { wanted, object, node, path: path(), namespace, name, keys, of_type, optional })
    }
}

impl<'a> Cluster<'a> {
    /// Every reference of the objects, in the order in which they are written.
    pub fn references(&self) -> Vec<Reference<'a>> {
        let mut all = Vec::new();
        for workload in self.workloads() {
            reference_of_pods::gather(workload, &mut all);
        }
        for object in self.objects() {
            reference_of_objects::gather(*object, &mut all);
        }
        all
    }
}
