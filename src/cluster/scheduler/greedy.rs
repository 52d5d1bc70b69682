//! Attempts without taking anything back: one pod after the other, each on the node that looks best.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::taint;

/// Which of the nodes that are possible looks best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// The one that the pod prefers, then the one with the most left: much as the scheduler chooses.
    AsPreferred,
    /// The one with the most left.
    Emptiest,
    /// The one with the least left.
    Fullest,
}

/// The attempts worth making: an order of the groups, and how to choose.
pub(super) fn strategies(board: &Board<'_>, asked: &[usize]) -> [(Vec<usize>, Choice); 5] {
    let mut seen = BTreeSet::new();
    let mut as_asked: Vec<usize> = asked.iter().copied().filter(|group| seen.insert(*group)).collect();
    as_asked.sort_by_key(|group| Reverse(board.groups[*group].pod.priority));
    let mut hardest = as_asked.clone();
    hardest.sort_by_cached_key(|group| difficulty(board, *group));
    let mut smallest = as_asked.clone();
    let easy_first = |group: usize| (Reverse(board.groups[group].pod.priority), Reverse(difficulty(board, group)));
    smallest.sort_by_cached_key(|group| easy_first(*group));
    let mut hardest_by_priority = hardest.clone();
    hardest_by_priority.sort_by_key(|group| Reverse(board.groups[*group].pod.priority));
    [
        (as_asked, Choice::AsPreferred),
        (hardest.clone(), Choice::Fullest),
        (hardest, Choice::Emptiest),
        (hardest_by_priority, Choice::Fullest),
        // Where not all find a place, more of the small ones do.
        (smallest, Choice::Fullest),
    ]
}

/// What is hard to place comes first: what few nodes take, then what is large.
pub(super) fn difficulty(board: &Board<'_>, group: usize) -> (usize, Reverse<i64>) {
    let group = &board.groups[group];
    let share = |(resource, amount): &(usize, i64)| {
        let most = group.allowed.iter().map(|node| board.allocatable(*node)[*resource]).max().unwrap_or_default();
        per_mille(*amount, most)
    };
    (group.allowed.len(), Reverse(group.requests.iter().map(share).max().unwrap_or_default()))
}

fn per_mille(part: i64, whole: i64) -> i64 {
    i64::try_from(i128::from(part) * 1000 / i128::from(whole.max(1))).unwrap_or(i64::MAX)
}

/// Places what it can of `left`, in this order of the groups.
pub(super) fn place(board: &mut Board<'_>, left: &mut [i64], order: &[usize], choice: Choice) {
    loop {
        let mut progress = false;
        for group in order {
            while left[*group] > 0 {
                let placed = place_some(board, *group, left[*group], choice);
                left[*group] -= placed;
                progress |= placed > 0;
                if placed == 0 {
                    break;
                }
            }
        }
        // What was placed last may be what another pod waited for.
        let waits = |group: &usize| left[*group] > 0 && board.groups[*group].is_sensitive();
        if !progress || !order.iter().any(waits) {
            return;
        }
    }
}

/// Places at least one pod of a group if there is a node for it, and more only where that changes no choice.
fn place_some(board: &mut Board<'_>, group: usize, left: i64, choice: Choice) -> i64 {
    let tally = board.tally(group);
    let mut placed = 0;
    let most = if board.groups[group].is_coupled() { 1 } else { left };
    while placed < most {
        let possible = board.groups[group].allowed.iter().copied();
        let possible = possible.filter(|node| board.blocked(group, *node, &tally).is_none());
        // Of equal ones the first.
        let Some(node) = possible.min_by_key(|node| Reverse(score(board, group, *node, choice))) else { break };
        board.place(group, node, 1);
        placed += 1;
    }
    placed
}

fn score(board: &Board<'_>, group: usize, node: usize, choice: Choice) -> (i64, i64) {
    let owner = &board.groups[group];
    let (free, all) = (board.free(node), board.allocatable(node));
    let shares = owner.requests.iter().map(|(resource, amount)| per_mille(free[*resource] - amount, all[*resource]));
    let left = if owner.requests.is_empty() { board.slots(node) } else { shares.sum() };
    match choice {
        Choice::Emptiest => (0, left),
        Choice::Fullest => (0, -left),
        Choice::AsPreferred => {
            let affinity = owner.pod.node_affinity.preference(&board.nodes[node]);
            let soft = board.nodes[node].taints.iter().filter(|taint| taint.effect == "PreferNoSchedule");
            let unwanted = soft.filter(|taint| !taint::is_tolerated(taint, &owner.pod.tolerations)).count();
            (affinity.saturating_sub(100 * i64::try_from(unwanted).unwrap_or_default()), left)
        }
    }
}
