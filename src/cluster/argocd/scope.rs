//! Which kinds live in namespaces.
//!
//! Source: the API of Kubernetes and the CustomResourceDefinitions of the projects named. Of a custom kind without a
//! definition among the documents nothing is known.

use std::collections::BTreeMap;

use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// Kinds outside of namespaces, by group.
const CLUSTER: [(&str, &[&str]); 21] = [
    ("", &["Namespace", "Node", "PersistentVolume", "ComponentStatus"]),
    (
        "admissionregistration.k8s.io",
        &[
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
        ],
    ),
    ("apiextensions.k8s.io", &["CustomResourceDefinition"]),
    ("apiregistration.k8s.io", &["APIService"]),
    ("certificates.k8s.io", &["CertificateSigningRequest", "ClusterTrustBundle"]),
    ("cilium.io", &["CiliumClusterwideNetworkPolicy", "CiliumLoadBalancerIPPool"]),
    ("cert-manager.io", &["ClusterIssuer"]),
    ("external-secrets.io", &["ClusterSecretStore", "ClusterExternalSecret"]),
    ("flowcontrol.apiserver.k8s.io", &["FlowSchema", "PriorityLevelConfiguration"]),
    ("gateway.networking.k8s.io", &["GatewayClass"]),
    ("karpenter.sh", &["NodePool", "NodeClaim"]),
    ("keda.sh", &["ClusterTriggerAuthentication"]),
    ("kyverno.io", &["ClusterPolicy"]),
    ("networking.k8s.io", &["IngressClass", "IPAddress", "ServiceCIDR"]),
    ("node.k8s.io", &["RuntimeClass"]),
    ("policy", &["PodSecurityPolicy"]),
    ("rbac.authorization.k8s.io", &["ClusterRole", "ClusterRoleBinding"]),
    ("resource.k8s.io", &["DeviceClass", "ResourceSlice"]),
    ("scheduling.k8s.io", &["PriorityClass"]),
    ("snapshot.storage.k8s.io", &["VolumeSnapshotClass", "VolumeSnapshotContent"]),
    ("storage.k8s.io", &["StorageClass", "CSIDriver", "CSINode", "VolumeAttachment", "VolumeAttributesClass"]),
];

/// Groups of which every other kind lives in a namespace.
const NAMESPACED: [&str; 26] = [
    "",
    "apps",
    "argoproj.io",
    "autoscaling",
    "batch",
    "bitnami.com",
    "cert-manager.io",
    "coordination.k8s.io",
    "databases.spotahome.com",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "external-secrets.io",
    "gateway.networking.k8s.io",
    "keda.sh",
    "monitoring.coreos.com",
    "networking.istio.io",
    "networking.k8s.io",
    "policy",
    "rabbitmq.com",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "security.istio.io",
    "snapshot.storage.k8s.io",
    "storage.k8s.io",
    "telemetry.istio.io",
];

/// What the documents themselves define.
#[derive(Debug, Default)]
pub struct Scopes<'a>(BTreeMap<(&'a str, &'a str), bool>);

impl<'a> Scopes<'a> {
    /// Reads the CustomResourceDefinitions among the documents.
    pub fn of(cluster: &Cluster<'a>) -> Self {
        let definitions = cluster.of_kind("apiextensions.k8s.io", "CustomResourceDefinition");
        let defined = definitions.filter_map(|definition| {
            let text = |path: &[&str]| definition.at(path).and_then(Node::text);
            let name = (text(&["spec", "group"])?, text(&["spec", "names", "kind"])?);
            Some((name, text(&["spec", "scope"])? == "Namespaced"))
        });
        Self(defined.collect())
    }

    /// Whether objects of a kind live in namespaces; `None` if that is not known.
    pub fn is_namespaced(&self, group: &str, kind: &str) -> Option<bool> {
        if let Some(defined) = self.0.get(&(group, kind)) {
            return Some(*defined);
        }
        let outside = CLUSTER.iter().find(|(known, _)| *known == group).map_or(&[][..], |(_, kinds)| kinds);
        if outside.contains(&kind) {
            return Some(false);
        }
        NAMESPACED.contains(&group).then_some(true)
    }
}
