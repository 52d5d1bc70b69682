//! How many pods of one workload find a place if nothing but `DaemonSet`s runs and nothing takes CPU or memory.

use super::Demand;
use super::Placement;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::HostPort;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;

/// The pods of a workload keep each other away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// How many find a place.
    pub fits: u32,
    /// What keeps the next one away.
    pub obstacle: Obstacle,
}

/// What keeps pods of one workload apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Required anti-affinity to each other, in domains of this topology key.
    AntiAffinity(String),
    /// A topology spread constraint with `DoNotSchedule`, in domains of this topology key.
    Spread(String),
    /// Ports of the node, each of which only one pod can have.
    Ports(Vec<HostPort>),
}

/// Why not all pods of a workload find a place, however large the nodes are; `None` where they do.
pub(super) fn alone(placement: &Placement, demand: &Demand) -> Option<Alone> {
    let pod = &demand.pod;
    if demand.replicas < 2 || !pod.keeps_others_away() || pod.held.is_some() || pod.node_name.is_some() {
        return None;
    }
    let mut light: Pod = pod.clone();
    light.requests.clear();
    // More pods than nodes of which each takes one make the search no better, and longer.
    let count = demand.replicas.min(u32::try_from(placement.nodes().len()).ok()?.saturating_mul(16).saturating_add(1));
    let pods = vec![light; usize::try_from(count).ok()?];
    let Assignment::DoesNotFit(attempt) = placement.state.assign(&pods) else { return None };
    let obstacle = attempt.pending.iter().flat_map(|pending| &pending.reasons).find_map(|reason| match reason {
        Reason::PodAntiAffinity(key) | Reason::ExistingAntiAffinity(key) => Some(Obstacle::AntiAffinity(key.clone())),
        Reason::Spread(skew) => Some(Obstacle::Spread(skew.key.clone())),
        Reason::Ports(ports) => Some(Obstacle::Ports(ports.clone())),
        _ => None,
    })?;
    let waiting = u32::try_from(attempt.waiting()).ok()?;
    Some(Alone { fits: count.saturating_sub(waiting), obstacle })
}
