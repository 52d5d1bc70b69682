//! What the loss of one node does: which workloads lose pods, and whether these find another place.
//!
//! The node is taken to be gone for good, its `Node` object included: as long as that is there, pods of a `StatefulSet`
//! stay bound to it. What is on the disks of the node is not asked for.

use super::arrangement::Arrangement;
use super::arrangement::Owner;
use crate::cluster::scheduler::Reason;

/// What a node takes with it.
#[derive(Debug)]
pub struct Lost {
    /// Its number.
    pub node: usize,
    /// The workloads with pods on it, in the order of [`super::Placement::demands`].
    pub parts: Vec<Part>,
}

/// What becomes of one workload.
#[derive(Debug)]
pub struct Part {
    /// Its number in [`super::Placement::demands`].
    pub demand: usize,
    /// How many of its pods were on the node.
    pub here: u32,
    /// How many of them find no other place.
    pub waiting: u32,
    /// By node that is left, why it does not take them.
    pub reasons: Vec<Reason>,
}

impl Arrangement {
    /// What each node takes with it, in the order of the nodes; those without pods that would move are left out.
    pub fn losses(&self) -> Vec<Lost> {
        let lost = |node: usize| {
            let loss = self.state.loss_of(&self.state.nodes()[node].name)?;
            let mut parts: Vec<Part> = Vec::new();
            for placed in &loss.moved {
                let Some(Owner::Demand(demand)) = self.owners.get(*placed) else { continue };
                match parts.iter_mut().find(|part| part.demand == *demand) {
                    Some(part) => part.here += 1,
                    None => parts.push(Part { demand: *demand, here: 1, waiting: 0, reasons: Vec::new() }),
                }
            }
            for pending in loss.assignment.shortfall().into_iter().flat_map(|attempt| &attempt.pending) {
                for pod in &pending.pods {
                    let owner = loss.moved.get(*pod).and_then(|placed| self.owners.get(*placed));
                    let Some(Owner::Demand(demand)) = owner else { continue };
                    if let Some(part) = parts.iter_mut().find(|part| part.demand == *demand) {
                        part.waiting += 1;
                        part.reasons.clone_from(&pending.reasons);
                    }
                }
            }
            parts.sort_by_key(|part| part.demand);
            (!parts.is_empty()).then_some(Lost { node, parts })
        };
        (0..self.state.nodes().len()).filter_map(lost).collect()
    }
}
