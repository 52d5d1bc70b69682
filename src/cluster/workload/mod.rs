//! Whatever makes pods, with the template of these pods and how many there can be.
//!
//! What scales a workload is found among the same objects. How many pods are right is not decided here.

mod scale;
mod sidecar;
#[cfg(test)]
mod tests;

pub use scale::Scale;
pub use sidecar::Sidecar;
pub use sidecar::sidecar;

use crate::cluster::labels::Labels;
use crate::cluster::object::Object;
use crate::manifest::Manifest;
use crate::yaml::Node;

/// The label that the redis-operator moves between the pods of a Redis.
pub(super) const ROLE: &str = "redisfailovers-role";

/// A workload with its pod template.
#[derive(Debug, Clone)]
pub struct Workload<'a> {
    /// The object.
    pub object: Object<'a>,
    /// The path of the pod's `metadata` and `spec` in it.
    pub template_path: &'static [&'static str],
    /// Labels of its pods.
    pub labels: Labels<'a>,
    /// Where these labels are written, if there are any.
    pub labels_node: Option<Node<'a>>,
    /// Annotations of its pods.
    pub annotations: Labels<'a>,
    /// Where these annotations are written, if there are any.
    pub annotations_node: Option<Node<'a>>,
    /// The pod's spec.
    pub spec: Node<'a>,
    /// How many pods there are.
    pub scale: Scale<'a>,
}

impl<'a> Workload<'a> {
    /// The workloads among objects, in the same order. A HorizontalPodAutoscaler or ScaledObject among them decides how
    /// many pods its target may have.
    pub fn all(objects: &[Object<'a>]) -> Vec<Self> {
        let scalers = scale::scalers(objects.iter().map(|object| object.manifest));
        let workload = |object: &Object<'a>| {
            let template_path = template_path(object.manifest)?;
            let template = object.at(template_path)?;
            let metadata = |key: &str| template.at(&["metadata", key]).filter(|map| map.is_mapping());
            let (labels_node, annotations_node) = (metadata("labels"), metadata("annotations"));
            Some(Self {
                object: *object,
                template_path,
                labels: Labels::of(labels_node),
                labels_node,
                annotations: Labels::of(annotations_node),
                annotations_node,
                spec: template.get("spec").filter(|spec| spec.is_mapping())?,
                scale: scale::of(object.manifest, &scalers),
            })
        };
        objects.iter().filter_map(workload).collect()
    }

    /// The value of a label of its pods, where it is written.
    pub fn label(&self, key: &str) -> Option<Node<'a>> {
        self.labels_node?.get(key)
    }

    /// The value of an annotation of its pods, where it is written.
    pub fn annotation(&self, key: &str) -> Option<Node<'a>> {
        self.annotations_node?.get(key)
    }

    /// Its namespace; empty if none is written.
    pub fn namespace(&self) -> &'a str {
        &self.object.manifest.id.namespace
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        &self.object.manifest.id.name
    }

    /// `Deployment/shop/cart`, as facts name it.
    pub fn key(&self) -> String {
        let id = &self.object.manifest.id;
        format!("{}/{}/{}", id.kind, id.namespace, id.name)
    }

    /// The path of a field of its pod's spec, for people: `spec.template.spec.containers[0].image`.
    pub fn path(&self, below_spec: &str) -> String {
        let mut path = self.template_path.join(".");
        for part in ["spec", below_spec] {
            if !path.is_empty() && !part.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
        path
    }

    /// Its containers, init containers first, each with its path below the pod's spec.
    pub fn containers(&self) -> impl Iterator<Item = Container<'a>> + use<'a> {
        let spec = self.spec;
        ["initContainers", "containers"].into_iter().flat_map(move |list| {
            let items = spec.get(list).into_iter().flat_map(Node::items).enumerate();
            items.map(move |(at, node)| Container {
                node,
                path: format!("{list}[{at}]"),
                init: list == "initContainers",
            })
        })
    }

    /// Whether labels that its pods have at one time or another satisfy a condition: the redis-operator moves the role
    /// of a Redis pod between `master` and `slave`.
    pub fn may_match(&self, condition: impl Fn(&Labels<'a>) -> bool) -> bool {
        if condition(&self.labels) {
            return true;
        }
        self.labels.get(ROLE).is_some()
            && ["master", "slave"].iter().any(|role| condition(&self.labels.clone().with(ROLE, role)))
    }

    /// How many pods it has, if that is written: 1 if `replicas` is not, `None` for a DaemonSet.
    pub fn replicas(&self) -> Option<u64> {
        let root = self.object.manifest.root();
        match self.object.manifest.id.kind.as_str() {
            "Pod" | "CronJob" => Some(1),
            "DaemonSet" => None,
            "Job" => root.at(&["spec", "parallelism"]).map_or(Some(1), |node| node.text()?.parse().ok()),
            _ => root.at(&["spec", "replicas"]).map_or(Some(1), |node| node.text()?.parse().ok()),
        }
    }
}

/// Where the pod of a kind is described: what holds its `metadata` and `spec`. The pods of a Rollout with a
/// `workloadRef` are described by another workload.
fn template_path(manifest: &Manifest) -> Option<&'static [&'static str]> {
    Some(match (manifest.id.group(), manifest.id.kind.as_str()) {
        ("", "Pod") => &[],
        ("", "ReplicationController")
        | ("apps", "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet")
        | ("batch", "Job")
        | ("argoproj.io", "Rollout") => &["spec", "template"],
        ("batch", "CronJob") => &["spec", "jobTemplate", "spec", "template"],
        _ => return None,
    })
}

/// A container of a pod.
#[derive(Debug, Clone)]
pub struct Container<'a> {
    /// The container.
    pub node: Node<'a>,
    /// Its path below the pod's spec: `containers[0]`.
    pub path: String,
    /// Whether it is an init container.
    pub init: bool,
}

impl<'a> Container<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        self.node.get("name").and_then(Node::text).unwrap_or_default()
    }

    /// Its ports: name, number, and the entry.
    pub fn ports(&self) -> impl Iterator<Item = (Option<&'a str>, Option<u32>, Node<'a>)> + use<'a> {
        self.node.get("ports").into_iter().flat_map(Node::items).map(|port| {
            let number = port.get("containerPort").and_then(Node::text).and_then(|text| text.parse().ok());
            (port.get("name").and_then(Node::text), number, port)
        })
    }
}
