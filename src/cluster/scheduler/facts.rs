//! What else decides how a pod is read: the version of the cluster, its runtime classes and its priority classes.

use std::collections::BTreeMap;

use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::quantity;
use crate::cluster::scheduler::quantity::Resources;
use crate::cluster::scheduler::read;
use crate::cluster::scheduler::taint::Toleration;
use crate::yaml::Node;

/// What is true of the cluster as a whole.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The Kubernetes minor. Before 29 there are no sidecars (an init container that restarts always is an ordinary
    /// one), before 31 pod affinity knows no `matchLabelKeys`, before 34 pods as a whole request nothing.
    pub minor: u32,
    /// Runtime classes by name.
    pub runtime_classes: BTreeMap<String, RuntimeClass>,
    /// The values of priority classes by name, beside those that every cluster has.
    pub priorities: BTreeMap<String, i64>,
    /// The priority of pods that name no class: that of the class with `globalDefault`.
    pub default_priority: i64,
}

impl Facts {
    /// A cluster of this minor without classes of its own.
    pub fn new(minor: u32) -> Self {
        let system = [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)];
        let priorities = system.map(|(name, value)| (name.to_owned(), value)).into();
        Self { minor, runtime_classes: BTreeMap::new(), priorities, default_priority: 0 }
    }

    /// Adds an object if it is a `RuntimeClass` or a `PriorityClass`, by its kind.
    pub fn add(&mut self, object: Node<'_>) {
        let name = object.get("metadata").map(|metadata| read::text(metadata, "name")).unwrap_or_default();
        match read::text(object, "kind").as_str() {
            "RuntimeClass" => {
                self.runtime_classes.insert(name, RuntimeClass::read(object));
            }
            "PriorityClass" => {
                let value = read::number(object, "value").unwrap_or_default();
                if read::is_true(object, "globalDefault") {
                    self.default_priority = value;
                }
                self.priorities.insert(name, value);
            }
            _ => {}
        }
    }
}

/// What a runtime class adds to the pods that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuntimeClass {
    /// `overhead.podFixed`: requested beside what the containers request.
    pub overhead: Resources,
    /// `scheduling.nodeSelector`.
    pub node_selector: Labels,
    /// `scheduling.tolerations`.
    pub tolerations: Vec<Toleration>,
}

impl RuntimeClass {
    /// Reads an object of kind `RuntimeClass`.
    pub fn read(object: Node<'_>) -> Self {
        let scheduling = object.get("scheduling");
        let tolerations = scheduling.into_iter().flat_map(|scheduling| read::items(scheduling, "tolerations"));
        Self {
            overhead: quantity::counted(&quantity::exact(object.at(&["overhead", "podFixed"]))),
            node_selector: read::labels(scheduling.and_then(|scheduling| scheduling.get("nodeSelector"))),
            tolerations: tolerations.map(Toleration::read).collect(),
        }
    }
}
