//! How many pods of a workload there can be at most, by sums alone: what everything asks for that can only run on
//! certain nodes, against what these nodes have.

use std::collections::BTreeMap;

use super::Demand;
use super::Placement;
use super::build::UNLIMITED;
use super::together::Asked;
use crate::cluster::scheduler::Resources;

/// What is asked for and what is there, for each set of nodes that some workload may run on.
pub(super) struct Sums(BTreeMap<Vec<usize>, Sum>);

struct Sum {
    room: Resources,
    asked: Resources,
}

impl Sums {
    /// Of so many pods of these workloads.
    pub(super) fn of(placement: &Placement, asked: &[Asked]) -> Self {
        let mut own: BTreeMap<Vec<usize>, Resources> = BTreeMap::new();
        for (number, pods) in asked {
            let pod = &placement.demands[*number].pod;
            let sum = own.entry(placement.open_to(pod)).or_default();
            for (resource, amount) in pod.takes() {
                let sum = sum.entry(resource.to_owned()).or_default();
                *sum = sum.saturating_add(amount.saturating_mul(i64::from(*pods)));
            }
        }
        let whole = |nodes: &Vec<usize>| {
            let mut sum = Sum { room: Resources::new(), asked: Resources::new() };
            for (_, inner) in own.iter().filter(|(inner, _)| inner.iter().all(|node| nodes.contains(node))) {
                add(&mut sum.asked, inner);
            }
            for node in nodes {
                add(&mut sum.room, &placement.rooms[*node]);
            }
            (nodes.clone(), sum)
        };
        Self(own.keys().map(whole).collect())
    }

    /// How many pods of a workload there is room for, of which `already` are among those that are asked for.
    pub(super) fn most(&self, placement: &Placement, demand: &Demand, already: u32) -> u32 {
        let nodes = placement.open_to(&demand.pod);
        let Some(sum) = self.0.get(&nodes) else { return demand.most };
        let amount = |of: &Resources, resource: &str| of.get(resource).copied().unwrap_or(0);
        let takes = demand.pod.takes();
        let more = takes.filter(|(resource, each)| *each > 0 && amount(&sum.room, resource) < UNLIMITED);
        let more = more.map(|(resource, each)| {
            amount(&sum.room, resource).saturating_sub(amount(&sum.asked, resource)).max(0) / each
        });
        let more = more.min().unwrap_or(i64::MAX);
        u32::try_from(more).unwrap_or(u32::MAX).saturating_add(already).min(demand.most)
    }
}

fn add(sum: &mut Resources, more: &Resources) {
    for (resource, amount) in more {
        let sum = sum.entry(resource.clone()).or_default();
        *sum = sum.saturating_add(*amount);
    }
}
