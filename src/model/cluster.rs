//! The cluster that everything runs in: its version, its nodes and its namespaces.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::fields::decode_fields;
use crate::model::layer::Data;
use crate::model::layer::Value;
use crate::model::quantity::Quantity;
use crate::schema;
use crate::text::suggest;

/// What is true of the cluster as a whole.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    /// The Kubernetes minor whose schemas apply.
    pub kubernetes: Minor,
    /// The DNS domain of Services.
    pub domain: String,
    /// Limits of the cloud account: `vcpu`.
    pub quotas: Named<u32>,
    /// Machine types that nodes may have.
    pub instance_types: Named<InstanceType>,
    /// Where cluster DNS answers, for network policies.
    pub dns: Dns,
    /// Installed releases of projects whose custom resources are rendered: `external-secrets: v0.9.11`.
    pub operators: Named<String>,
}

/// A Kubernetes minor version, written `"1.28"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minor(pub u32);

impl std::fmt::Display for Minor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "1.{}", self.0)
    }
}

impl Serialize for Minor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Decode for Minor {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        let minor = text.strip_prefix("1.").and_then(|minor| minor.parse().ok());
        let packed = schema::minors();
        if let Some(minor) = minor.filter(|minor| packed.contains(minor)) {
            return Some(Self(minor));
        }
        findings.push(
            Finding::error(
                "unknown-kubernetes-version",
                value.place.clone(),
                format!("there are no schemas for Kubernetes {text}"),
            )
            .help(format!("write a minor from \"1.{}\" to \"1.{}\"", packed.start(), packed.end())),
        );
        None
    }
}

/// A machine type of the cloud.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InstanceType {
    /// Virtual CPUs, as the account quota counts them.
    pub vcpu: u32,
    /// Memory, as the vendor states it.
    pub memory: Quantity,
    /// What `kubectl describe node` shows under Allocatable.
    pub allocatable: Allocatable,
}

/// What pods may request of a node.
#[derive(Debug, Clone, Serialize)]
pub struct Allocatable {
    /// CPU.
    pub cpu: Quantity,
    /// Memory.
    pub memory: Quantity,
    /// Pods; the kubelet's default is 110.
    pub pods: u32,
}

/// Where DNS queries go.
#[derive(Debug, Clone, Serialize)]
pub struct Dns {
    /// Namespace of the DNS pods.
    pub namespace: String,
    /// Labels of the DNS pods.
    pub labels: Named<String>,
}

/// A node of the cluster.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// A key of `cluster.instanceTypes`.
    pub instance_type: String,
    /// The availability zone.
    pub zone: String,
    /// The root disk.
    pub disk: Disk,
    /// Labels that the kubelet sets when the node joins.
    pub labels: Named<String>,
    /// Taints that the kubelet sets when the node joins.
    pub taints: Vec<Taint>,
}

/// A root disk.
#[derive(Debug, Clone, Serialize)]
pub struct Disk {
    /// Its size.
    pub size: Quantity,
    /// The volume type, such as `gp3`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A taint, as in `kubectl taint`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value; may be empty.
    pub value: String,
    /// What happens to pods that do not tolerate it.
    pub effect: Effect,
}

/// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Effect(pub String);

/// A namespace that objects of the environment live in.
#[derive(Debug, Clone, Serialize)]
pub struct Namespace {
    /// Whether it is rendered here; otherwise somebody else creates it, and it is only known to exist.
    pub managed: bool,
    /// Its labels.
    pub labels: Named<String>,
}

/// Labels that a node must have, each with the values that will do.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Selector(pub Named<Vec<String>>);

impl Selector {
    /// Whether a node with these labels is selected.
    pub fn matches(&self, labels: &Named<String>) -> bool {
        self.0.iter().all(|(key, values)| labels.get(key).is_some_and(|label| values.contains(label)))
    }
}

impl Decode for Selector {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        struct Values(Vec<String>);
        impl Decode for Values {
            fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
                match &value.data {
                    Data::List(_) => Vec::decode(findings, value).map(Self),
                    _ => String::decode(findings, value).map(|one| Self(vec![one])),
                }
            }
        }
        let named = Named::<Values>::decode(findings, value)?;
        Some(Self(Named(named.0.into_iter().map(|(key, values)| (key, values.0)).collect())))
    }
}

/// One of a few words; anything else is reported with the nearest of them.
pub(crate) fn one_of(findings: &mut Findings, value: &Value, words: &[&str]) -> Option<String> {
    let text = String::decode(findings, value)?;
    if words.contains(&text.as_str()) {
        return Some(text);
    }
    let finding = Finding::error(
        "unknown-word",
        value.place.clone(),
        format!("`{text}` is not one of {}", suggest::listed(words.iter().copied())),
    );
    let near = suggest::nearest(&text, words.iter().copied());
    findings.push(finding.maybe_help(near.map(|near| format!("did you mean `{near}`?"))));
    None
}

impl Decode for Effect {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        one_of(findings, value, &["NoSchedule", "PreferNoSchedule", "NoExecute"]).map(Self)
    }
}

fn kube_dns() -> Dns {
    Dns { namespace: "kube-system".to_owned(), labels: Named(vec![("k8s-app".to_owned(), "kube-dns".to_owned())]) }
}

decode_fields!(Cluster {
    kubernetes: "kubernetes",
    domain: "domain" = "cluster.local".to_owned(),
    quotas: "quotas" = Named::default(),
    instance_types: "instanceTypes",
    dns: "dns" = kube_dns(),
    operators: "operators" = Named::default(),
});
decode_fields!(InstanceType { vcpu: "vcpu", memory: "memory", allocatable: "allocatable" });
decode_fields!(Allocatable { cpu: "cpu", memory: "memory", pods: "pods" = 110 });
decode_fields!(Dns { namespace: "namespace", labels: "labels" });
decode_fields!(Node {
    instance_type: "instanceType",
    zone: "zone",
    disk: "disk",
    labels: "labels" = Named::default(),
    taints: "taints" = Vec::new(),
});
decode_fields!(Disk { size: "size", kind: "type" = "gp3".to_owned() });
decode_fields!(Taint { key: "key", value: "value" = String::new(), effect: "effect" });
decode_fields!(Namespace { managed: "managed" = true, labels: "labels" = Named::default() });
