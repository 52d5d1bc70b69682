//! The sum that shows that pods cannot fit: what everything asks for that can only run on certain nodes, against what
//! these nodes have.

use super::Demand;
use super::Placement;
use super::build::UNLIMITED;

/// A resource of which certain nodes have too little for all that can only run there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// The resource; `pods` for the number of pods.
    pub resource: String,
    /// What is asked for: millicores of `cpu`, bytes of `memory` and `ephemeral-storage`, else pieces.
    pub asked: i64,
    /// What the nodes have, less what `DaemonSet`s take, in the same unit.
    pub room: i64,
    /// The numbers of these nodes.
    pub nodes: Vec<usize>,
    /// Who asks for it, each by its number in [`Placement::demands`] with its share; the greatest first.
    pub by: Vec<(usize, i64)>,
}

impl Placement {
    /// The sum that is too great where a workload finds no place, with `count` pods of every workload. `None` where the
    /// sums would fit, and the pods do not because they cannot be cut to the sizes of what is left.
    pub fn shortfall(&self, waiting: &Demand, count: impl Fn(usize, &Demand) -> u32) -> Option<Shortfall> {
        let nodes = self.open_to(&waiting.pod);
        let bound: Vec<(usize, &Demand)> = self
            .demands
            .iter()
            .enumerate()
            .filter(|(_, demand)| !demand.is_passing && demand.pod.held.is_none())
            // What fits nowhere takes no room.
            .filter(|(_, demand)| self.cause(demand).is_none() && self.alone(demand).is_none())
            .filter(|(_, demand)| {
                let own = self.open_to(&demand.pod);
                !own.is_empty() && own.iter().all(|node| nodes.contains(node))
            })
            .collect();
        let mut resources: Vec<&str> = waiting.pod.requests.keys().map(String::as_str).collect();
        resources.push("pods");
        // Memory first, for it is what people run out of; the rest in the order of the alphabet.
        resources.sort_by_key(|resource| (*resource != "memory", *resource));
        resources.into_iter().find_map(|resource| {
            let room: i64 = nodes.iter().map(|node| self.room(*node, resource)).fold(0, i64::saturating_add);
            let mut by: Vec<(usize, i64)> = bound
                .iter()
                .map(|(number, demand)| {
                    let each = demand.pod.takes_of(resource);
                    (*number, each.saturating_mul(i64::from(count(*number, demand))))
                })
                .filter(|(_, amount)| *amount > 0)
                .collect();
            let asked = by.iter().map(|(_, amount)| *amount).fold(0, i64::saturating_add);
            by.sort_by_key(|(number, amount)| (std::cmp::Reverse(*amount), *number));
            let nodes = nodes.clone();
            (room < UNLIMITED && asked > room).then(|| Shortfall {
                resource: resource.to_owned(),
                asked,
                room,
                nodes,
                by,
            })
        })
    }
}
