//! Whatever makes pods, and the pods that it makes.

use crate::cluster::labels::Labels;
use crate::cluster::object::Object;
use crate::yaml::Node;

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
    /// The pod's spec.
    pub spec: Node<'a>,
}

impl<'a> Workload<'a> {
    /// The workload that an object is, if it is one.
    pub fn of(object: Object<'a>) -> Option<Self> {
        let id = &object.manifest.id;
        let template_path: &'static [&'static str] = match (id.group(), id.kind.as_str()) {
            ("", "Pod") => &[],
            ("apps", "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet")
            | ("", "ReplicationController")
            | ("batch", "Job")
            | ("argoproj.io", "Rollout") => &["spec", "template"],
            ("batch", "CronJob") => &["spec", "jobTemplate", "spec", "template"],
            _ => return None,
        };
        let template = object.manifest.root().at(template_path)?;
        let labels_node = template.at(&["metadata", "labels"]);
        Some(Self {
            object,
            template_path,
            labels: Labels::of(labels_node),
            labels_node,
            annotations: Labels::of(template.at(&["metadata", "annotations"])),
            spec: template.get("spec")?,
        })
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
        const ROLE: &str = "redisfailovers-role";
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
