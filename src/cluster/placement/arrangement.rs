//! One way to place all pods: what `groundplan placement` shows, and what the loss of a node is reckoned from.
//!
//! The scheduler chooses by scores that depend on what else it has seen, so that a cluster may look otherwise; whether
//! everything fits does not depend on that.

use super::Placement;
use super::together;
use super::together::Waiting;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::State;

/// Whose pod it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Of a `DaemonSet`, by its number in [`Placement::daemons`].
    Daemon(usize),
    /// Of another workload, by its number in [`Placement::demands`].
    Demand(usize),
}

/// Where pods are.
#[derive(Debug)]
pub struct Arrangement {
    /// The nodes with their pods.
    pub state: State,
    /// The owner of each of [`State::placed`].
    pub owners: Vec<Owner>,
    /// Pods without a place.
    pub waiting: Vec<Waiting>,
    /// Whether it is certain that they find none, however the others are placed.
    pub is_certain: bool,
}

impl Placement {
    /// Places all pods but those that come and go, as many as are written.
    pub fn arrange(&self) -> Arrangement {
        let mut state = self.state.clone();
        let daemons = self.daemons.iter().enumerate();
        let mut owners: Vec<Owner> =
            daemons.flat_map(|(number, daemon)| daemon.nodes.iter().map(move |_| Owner::Daemon(number))).collect();
        let demands = self.demands.iter().enumerate().filter(|(_, demand)| !demand.is_passing);
        let asked: Vec<(usize, u32)> = demands.map(|(number, demand)| (number, demand.replicas)).collect();
        let (pods, of) = self.pods(&asked);
        let assignment = self.state.assign(&pods);
        let places: Vec<Option<usize>> = match &assignment {
            Assignment::Fits(nodes) => nodes.iter().copied().map(Some).collect(),
            Assignment::DoesNotFit(attempt) | Assignment::Undecided(attempt) => attempt.placement.clone(),
        };
        for ((pod, demand), node) in pods.into_iter().zip(&of).zip(places) {
            if let Some(node) = node {
                state.place(pod, node);
                owners.push(Owner::Demand(*demand));
            }
        }
        let waiting =
            assignment.shortfall().map_or_else(Vec::new, |attempt| together::all_waiting(attempt, &of, &asked));
        Arrangement { state, owners, waiting, is_certain: !matches!(assignment, Assignment::Undecided(_)) }
    }
}

impl Arrangement {
    /// The numbers in [`State::placed`] of the pods on a node.
    pub fn on(&self, node: usize) -> impl Iterator<Item = usize> {
        let placed = self.state.placed().iter().enumerate();
        placed.filter(move |(_, placed)| placed.node == node).map(|(number, _)| number)
    }

    /// What pods on a node request of a resource: millicores of `cpu`, bytes of `memory`, else pieces.
    pub fn requested(&self, node: usize, resource: &str) -> i64 {
        let each = self.on(node).map(|number| self.state.placed()[number].pod.takes_of(resource));
        each.fold(0, i64::saturating_add)
    }
}
