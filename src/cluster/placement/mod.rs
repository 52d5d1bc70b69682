//! Which pods an environment asks for, and on which of its nodes they find a place.
//!
//! The nodes are those that were declared, and those among the documents. Pods that nobody can know are left out: those
//! of workloads that are not among the documents, and of updates while they last. A resource that no node says
//! anything of is taken to be there.

mod alone;
pub mod amount;
mod arrangement;
mod build;
mod cause;
mod loss;
mod selection;
mod shortfall;
mod sums;
mod together;

use std::sync::OnceLock;

pub use alone::Alone;
pub use alone::Obstacle;
pub use arrangement::Arrangement;
pub use arrangement::Owner;
pub use cause::Cause;
pub use loss::Lost;
pub use loss::Part;
pub use selection::Nearest;
pub use selection::Wish;
pub use selection::nearest;
pub use selection::wishes;
pub use shortfall::Shortfall;
pub use together::Scaled;
pub use together::Together;
pub use together::Waiting;

use crate::cluster::objects::Cluster;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Resources;
use crate::cluster::scheduler::State;
use crate::cluster::workload::Workload;
use crate::text::Place;

/// Nodes, and the pods that ask for a place on them.
#[derive(Debug)]
pub struct Placement {
    /// The nodes, with the pods of `DaemonSet`s on them.
    pub state: State,
    /// What asks for pods, beside `DaemonSet`s, in the order of [`Cluster::workloads`].
    pub demands: Vec<Demand>,
    /// `DaemonSet`s, in the same order.
    pub daemons: Vec<Daemon>,
    /// By node, what it has for all other pods.
    rooms: Vec<Resources>,
    fates: OnceLock<Vec<Fate>>,
    together: OnceLock<Together>,
}

/// Why not all pods of a workload find a place although nothing but `DaemonSet`s runs.
#[derive(Debug, Default)]
struct Fate {
    cause: Option<Cause>,
    alone: Option<Alone>,
}

/// A workload that asks for pods.
#[derive(Debug)]
pub struct Demand {
    /// Its own number in [`Placement::demands`].
    pub number: usize,
    /// Its number in [`Cluster::workloads`].
    pub workload: usize,
    /// Each of its pods.
    pub pod: Pod,
    /// As many as there are when it is applied.
    pub replicas: u32,
    /// The most that there may be.
    pub most: u32,
    /// Whether its pods come and go: those of a Job.
    pub is_passing: bool,
    /// What asks for the sidecar whose requests are among those of the pod.
    pub sidecar: Option<Place>,
}

/// A `DaemonSet`.
#[derive(Debug)]
pub struct Daemon {
    /// Its number in [`Cluster::workloads`].
    pub workload: usize,
    /// Its pod, before it is bound to a node.
    pub pod: Pod,
    /// The numbers of the nodes for which it makes one.
    pub nodes: Vec<usize>,
}

impl Placement {
    /// The nodes and pods of a cluster; `None` where no node is known.
    pub fn of(cluster: &Cluster<'_>) -> Option<Self> {
        build::placement(cluster)
    }

    /// The nodes.
    pub fn nodes(&self) -> &[Node] {
        self.state.nodes()
    }

    /// The numbers of the nodes that let a pod run, as far as labels, names and taints go.
    pub fn open_to(&self, pod: &Pod) -> Vec<usize> {
        let is_open = |node: &Node| {
            let is_named = pod.node_name.as_ref().is_none_or(|name| *name == node.name);
            let is_let = pod.node_name.is_some() || (pod.untolerated(node).next().is_none() && !node.unschedulable);
            is_named && is_let && pod.selects(node)
        };
        (0..self.nodes().len()).filter(|node| is_open(&self.nodes()[*node])).collect()
    }

    /// Why no node takes a pod of this workload; `None` where one does, or where that depends on other pods.
    pub fn cause(&self, demand: &Demand) -> Option<&Cause> {
        self.fates()[demand.number].cause.as_ref()
    }

    /// Why not all pods of a workload find a place, however large the nodes are; `None` where they do.
    pub fn alone(&self, demand: &Demand) -> Option<&Alone> {
        self.fates()[demand.number].alone.as_ref()
    }

    fn fates(&self) -> &[Fate] {
        let fate = |demand: &Demand| {
            let cause = cause::cause(self, demand);
            let alone = if cause.is_none() { alone::alone(self, demand) } else { None };
            Fate { cause, alone }
        };
        self.fates.get_or_init(|| self.demands.iter().map(fate).collect())
    }

    /// What a node has of a resource for pods that are not of a `DaemonSet`.
    pub fn room(&self, node: usize, resource: &str) -> i64 {
        self.rooms[node].get(resource).copied().unwrap_or(0)
    }

    /// What does not find a place beside all the others, as written and at the most that autoscalers may ask for.
    pub fn together(&self) -> &Together {
        self.together.get_or_init(|| together::judge(self))
    }
}

impl Demand {
    /// The workload.
    pub fn workload<'c, 'a>(&self, cluster: &'c Cluster<'a>) -> &'c Workload<'a> {
        &cluster.workloads()[self.workload]
    }
}
