//! Which nodes are interchangeable: trying one of them is trying them all.

use std::collections::BTreeMap;

use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::group::NONE;

/// Classes of nodes that differ in nothing that placing the groups in `left` could tell, as long as equally much runs
/// on them. Two nodes of the same domain are alike, and so are two with a domain of their own.
pub(super) fn classes(board: &Board<'_>, left: &[i64]) -> Vec<i64> {
    let waiting: Vec<usize> = (0..left.len()).filter(|group| left[*group] > 0).collect();
    let mut known: BTreeMap<Vec<i64>, i64> = BTreeMap::new();
    let class = |node: usize| {
        let mut key = board.allocatable(node).to_vec();
        key.extend(board.topologies.0.iter().map(|topology| match topology.domain[node] {
            NONE => -1,
            domain if topology.sizes[domain] == 1 => -2,
            domain => i64::try_from(domain).unwrap_or(i64::MAX),
        }));
        for group in waiting.iter().map(|group| &board.groups[*group]) {
            key.push(i64::from(group.barred[node].is_some()));
            key.extend(group.spread.iter().map(|spread| i64::from(spread.included[node])));
        }
        let next = i64::try_from(known.len()).unwrap_or(i64::MAX);
        *known.entry(key).or_insert(next)
    };
    (0..board.nodes.len()).map(class).collect()
}

/// What makes a node equal to another of its class, the class included; what is nearly full comes first.
pub(super) fn state_of(board: &Board<'_>, classes: &[i64], node: usize) -> Vec<i64> {
    let mut key = board.free(node).to_vec();
    key.extend([board.slots(node), classes[node]]);
    key.extend((0..board.groups.len()).map(|group| board.placed(group, node)));
    key
}
