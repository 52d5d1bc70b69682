//! Kinds that other minors know: those that were removed, and those that are to come.
//!
//! Source: the pack for 1.25 and later, and for what was gone by then the Kubernetes Deprecated API Migration Guide.

use crate::schema::catalog::minors;
use crate::schema::pack;

/// Group and version, the kinds (none for all), and the minor that no longer has them.
const BEFORE_THE_PACK: &[(&str, &[&str], u32)] = &[
    ("admissionregistration.k8s.io/v1beta1", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"], 22),
    ("apiextensions.k8s.io/v1beta1", &[], 22),
    ("apiregistration.k8s.io/v1beta1", &[], 22),
    ("apps/v1beta1", &[], 16),
    ("apps/v1beta2", &[], 16),
    ("authentication.k8s.io/v1beta1", &["TokenReview"], 22),
    ("authorization.k8s.io/v1beta1", &[], 22),
    ("autoscaling/v2beta1", &[], 25),
    ("batch/v1beta1", &[], 25),
    ("batch/v2alpha1", &[], 21),
    ("certificates.k8s.io/v1beta1", &[], 22),
    ("coordination.k8s.io/v1beta1", &["Lease"], 22),
    ("discovery.k8s.io/v1beta1", &[], 25),
    ("events.k8s.io/v1beta1", &[], 25),
    ("extensions/v1beta1", &["DaemonSet", "Deployment", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"], 16),
    ("extensions/v1beta1", &["Ingress"], 22),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], 22),
    ("node.k8s.io/v1beta1", &[], 25),
    ("policy/v1beta1", &[], 25),
    ("rbac.authorization.k8s.io/v1alpha1", &[], 22),
    ("rbac.authorization.k8s.io/v1beta1", &[], 22),
    ("scheduling.k8s.io/v1alpha1", &["PriorityClass"], 17),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"], 22),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], 22),
];

/// When a kind that a minor does not have is or was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// The first minor without it.
    RemovedIn(u32),
    /// The first minor with it.
    AddedIn(u32),
}

/// Whether a minor has the kind.
pub(super) fn has(minor: u32, api_version: &str, kind: &str) -> bool {
    let pack = pack::kubernetes(minor);
    pack.is_some_and(|pack| pack.kinds.iter().any(|own| own.kind == kind && own.api_version == api_version))
}

/// When there is such a kind; `None` if no minor knows it, or this one does.
pub(super) fn release(minor: u32, api_version: &str, kind: &str) -> Option<Release> {
    let has = |minor: u32| has(minor, api_version, kind);
    if has(minor) {
        return None;
    }
    if let Some(last) = minors().filter(|other| *other < minor).rev().find(|other| has(*other)) {
        return Some(Release::RemovedIn(last + 1));
    }
    if let Some(first) = minors().filter(|other| *other > minor).find(|other| has(*other)) {
        return Some(Release::AddedIn(first));
    }
    let gone = BEFORE_THE_PACK
        .iter()
        .find(|(version, kinds, _)| *version == api_version && (kinds.is_empty() || kinds.contains(&kind)));
    gone.map(|(_, _, minor)| Release::RemovedIn(*minor))
}
