//! A node, as far as the scheduler looks at it.

use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::quantity;
use crate::cluster::scheduler::quantity::CPU;
use crate::cluster::scheduler::quantity::PODS;
use crate::cluster::scheduler::quantity::Resources;
use crate::cluster::scheduler::read;
use crate::cluster::scheduler::taint::Taint;
use crate::yaml;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// Its taints, in the order written: the first that is not tolerated is the one that is reported.
    pub taints: Vec<Taint>,
    /// What pods may request of it; `pods` is how many there may be.
    pub allocatable: Resources,
    /// Whether it is cordoned.
    pub unschedulable: bool,
}

impl Node {
    /// A node with room for `cpu` millicores, `memory` bytes and 110 pods, which is the kubelet's default.
    pub fn new(name: &str, cpu: i64, memory: i64) -> Self {
        let room = [(CPU, cpu), ("memory", memory), (PODS, 110)];
        Self {
            name: name.to_owned(),
            labels: Labels::from([("kubernetes.io/hostname".to_owned(), name.to_owned())]),
            taints: Vec::new(),
            allocatable: room.map(|(resource, amount)| (resource.to_owned(), amount)).into(),
            unschedulable: false,
        }
    }

    /// Reads an object of kind Node. Without `status.allocatable` everything in `status.capacity` may be requested,
    /// as the API server fills it in.
    pub fn read(object: yaml::Node<'_>) -> Self {
        let status = |key| object.at(&["status", key]).filter(|resources| resources.entries().len() > 0);
        let allocatable = quantity::exact(status("allocatable").or_else(|| status("capacity")));
        let name = object.get("metadata").map(|metadata| read::text(metadata, "name"));
        let spec = object.get("spec");
        Self {
            name: name.unwrap_or_default(),
            labels: read::labels(object.at(&["metadata", "labels"])),
            taints: spec.into_iter().flat_map(|spec| read::items(spec, "taints")).map(Taint::read).collect(),
            allocatable: quantity::counted(&allocatable),
            unschedulable: spec.is_some_and(|spec| read::is_true(spec, "unschedulable")),
        }
    }
}
