//! Whether all pods find a place beside each other: as many as are written, and as many as autoscalers may ask for.
//!
//! What finds no place even by itself is left out here, so that its own fault is not put on others. Where the search
//! ends without an answer, nothing is said.

use super::Demand;
use super::Placement;
use super::sums::Sums;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::Attempt;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;

/// How long a search may take: with all that is asked here, some tens of milliseconds at worst.
const STEPS: usize = 2_000;

/// How many autoscalers are reported one by one where all of them together ask for too much.
const SCALERS: usize = 16;

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
pub(super) type Asked = (usize, u32);

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
    let at_most = shortage(placement, &base.iter().map(most).collect::<Vec<_>>());
    if at_most.is_empty() {
        return Together { written: waiting, ..Together::default() };
    }
    let sums = Sums::of(placement, &base);
    let mut scaled = Vec::new();
    for (number, replicas) in &base {
        let demand = &placement.demands[*number];
        if demand.most <= *replicas || scaled.len() >= SCALERS {
            continue;
        }
        let room = sums.most(placement, demand, *replicas);
        if room < demand.most || at_most.iter().any(|waiting| waiting.demand == *number) {
            scaled.extend(scale(placement, &base, *number, room));
        }
    }
    let others: Vec<Asked> = base
        .iter()
        .map(|asked| if scaled.iter().any(|scaled| scaled.demand == asked.0) { *asked } else { most(asked) })
        .collect();
    let most = if scaled.is_empty() { at_most } else { shortage(placement, &others) };
    Together { written: waiting, scaled, most }
}

/// How far one workload can be scaled while all others stay as they are, and no further than to `room`; `None` where
/// that is as far as it may be.
fn scale(placement: &Placement, base: &[Asked], number: usize, room: u32) -> Option<Scaled> {
    let short = |replicas: u32| {
        let with = |(own, written): &Asked| (*own, if *own == number { replicas } else { *written });
        shortage(placement, &base.iter().map(with).collect::<Vec<_>>())
    };
    let demand = &placement.demands[number];
    // The most that fit, and the least that do not.
    let (mut fits, mut waiting) = (demand.replicas, Vec::new());
    let mut least = demand.most + 1;
    let mut next = room;
    while fits < demand.most && least - fits > 1 {
        let found = short(next);
        if found.is_empty() {
            fits = next;
        } else {
            (least, waiting) = (next, found);
        }
        // The sums are nearly always right: then one more does not fit.
        next = if waiting.is_empty() { (fits + 1).min(demand.most) } else { fits + (least - fits) / 2 };
    }
    let reasons = waiting.into_iter().find(|waiting| waiting.demand == number).map(|waiting| waiting.reasons);
    (fits < demand.most).then(|| Scaled { demand: number, fits, reasons: reasons.unwrap_or_default() })
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
