//! Whether all pods find a place beside each other: as many as are written, and as many as autoscalers may ask for.
//!
//! What finds no place even by itself is left out here, so that its own fault is not put on others. Where the search
//! ends without an answer, nothing is said.

use super::Demand;
use super::Placement;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::Attempt;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;

/// How long a search may take: with all that is asked here, some tens of milliseconds at worst.
const STEPS: usize = 2_000;

/// How many autoscalers are looked at one by one where all of them together ask for too much.
const SCALERS: usize = 64;

/// What does not find a place.
#[derive(Debug, Default)]
pub struct Together {
    /// As many pods as are written.
    pub written: Vec<Waiting>,
    /// Autoscalers that may ask for more than there is room for beside the others as they are written.
    pub scaled: Vec<Scaled>,
    /// All other autoscalers at their most.
    pub most: Vec<Waiting>,
}

/// Pods of one workload that wait.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The number of the workload in [`Placement::demands`].
    pub demand: usize,
    /// How many of its pods wait.
    pub pods: u32,
    /// Of how many.
    pub of: u32,
    /// By node, why it does not take them once all others are placed.
    pub reasons: Vec<Reason>,
}

/// A workload that may be scaled beyond what there is.
#[derive(Debug, Clone)]
pub struct Scaled {
    /// Its number in [`Placement::demands`].
    pub demand: usize,
    /// How many of its pods find a place.
    pub fits: u32,
    /// By node, why it takes no more.
    pub reasons: Vec<Reason>,
}

/// A workload and how many of its pods are asked for.
type Asked = (usize, u32);

pub(super) fn judge(placement: &Placement) -> Together {
    let able =
        |demand: &Demand| !demand.is_passing && placement.cause(demand).is_none() && placement.alone(demand).is_none();
    let written: Vec<Asked> = placement
        .demands
        .iter()
        .enumerate()
        .filter(|(_, demand)| demand.pod.held.is_none() && able(demand))
        .map(|(number, demand)| (number, demand.replicas))
        .collect();
    let waiting = shortage(placement, &written);
    let mut base = written;
    base.retain(|(number, _)| waiting.iter().all(|waiting| waiting.demand != *number));
    let most = |(number, _): &Asked| (*number, placement.demands[*number].most);
    if shortage(placement, &base.iter().map(most).collect::<Vec<_>>()).is_empty() {
        return Together { written: waiting, ..Together::default() };
    }
    let mut scaled = Vec::new();
    let is_scaled = |(number, replicas): &&Asked| placement.demands[*number].most > *replicas;
    for (number, _) in base.iter().filter(is_scaled).take(SCALERS) {
        scaled.extend(scale(placement, &base, *number));
    }
    let others: Vec<Asked> = base
        .iter()
        .map(|asked| if scaled.iter().any(|scaled| scaled.demand == asked.0) { *asked } else { most(asked) })
        .collect();
    let most = shortage(placement, &others);
    Together { written: waiting, scaled, most }
}

/// How far one workload can be scaled while all others stay as they are; `None` where that is as far as it may be.
fn scale(placement: &Placement, base: &[Asked], number: usize) -> Option<Scaled> {
    let with = |replicas: u32| -> Vec<Asked> {
        base.iter().map(|(own, written)| (*own, if *own == number { replicas } else { *written })).collect()
    };
    let demand = &placement.demands[number];
    let (mut fits, mut least) = (demand.replicas, demand.most);
    let mut waiting = shortage(placement, &with(least));
    if waiting.is_empty() {
        return None;
    }
    while least - fits > 1 {
        let middle = fits + (least - fits) / 2;
        let found = shortage(placement, &with(middle));
        if found.is_empty() {
            fits = middle;
        } else {
            (least, waiting) = (middle, found);
        }
    }
    let reasons = waiting.into_iter().find(|waiting| waiting.demand == number).map(|waiting| waiting.reasons);
    Some(Scaled { demand: number, fits, reasons: reasons.unwrap_or_default() })
}

/// The pods that find no place, if that is certain.
fn shortage(placement: &Placement, asked: &[Asked]) -> Vec<Waiting> {
    let (pods, owners) = placement.pods(asked);
    match placement.state.assign_within(&pods, STEPS) {
        Assignment::DoesNotFit(attempt) => {
            let mut waiting = all_waiting(&attempt, &owners, asked);
            // Those that must be near others may wait for pods that nobody can know.
            waiting.retain(|waiting| !waiting.reasons.iter().any(|reason| matches!(reason, Reason::PodAffinity(_))));
            waiting
        }
        Assignment::Fits(_) | Assignment::Undecided(_) => Vec::new(),
    }
}

/// Those of the pods of an attempt that wait, by workload.
pub(super) fn all_waiting(attempt: &Attempt, owners: &[usize], asked: &[Asked]) -> Vec<Waiting> {
    let mut all: Vec<Waiting> = Vec::new();
    for pending in &attempt.pending {
        for demand in pending.pods.iter().filter_map(|pod| owners.get(*pod)) {
            if let Some(known) = all.iter_mut().find(|waiting| waiting.demand == *demand) {
                known.pods += 1;
                continue;
            }
            let of = asked.iter().find(|(number, _)| number == demand).map_or(0, |(_, pods)| *pods);
            all.push(Waiting { demand: *demand, pods: 1, of, reasons: pending.reasons.clone() });
        }
    }
    all.sort_by_key(|waiting| waiting.demand);
    all
}

impl Placement {
    /// So many pods of each of these workloads, and the workload of each.
    pub(super) fn pods(&self, asked: &[Asked]) -> (Vec<Pod>, Vec<usize>) {
        let each = asked.iter().flat_map(|(number, count)| (0..*count).map(|_| *number));
        each.map(|number| (self.demands[number].pod.clone(), number)).unzip()
    }
}
