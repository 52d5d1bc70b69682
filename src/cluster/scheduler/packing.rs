//! Packing pods for which only the result counts, and not the order: group by group, node by node, as many as possible
//! first.
//!
//! Of nodes that are alike, a later one never gets more than the one before it: the other results are the same with
//! the nodes exchanged.

use crate::cluster::scheduler::search::Outcome;
use crate::cluster::scheduler::search::Search;
use crate::cluster::scheduler::symmetry;

/// A group that is being placed.
struct Level {
    group: usize,
    nodes: Vec<usize>,
    /// Whether a node was like the one before it when the group was begun.
    alike: Vec<bool>,
    /// How many each node got so far, and how few it might.
    given: Vec<(i64, i64)>,
}

impl Level {
    fn new(search: &Search<'_, '_>, group: usize) -> Self {
        let state = |node: &usize| (symmetry::state_of(search.board, &search.classes, *node), *node);
        let mut nodes: Vec<(Vec<i64>, usize)> = search.board.groups[group].allowed.iter().map(state).collect();
        nodes.sort_unstable();
        let alike = (0..nodes.len()).map(|at| at > 0 && nodes[at].0 == nodes[at - 1].0).collect();
        let nodes = nodes.into_iter().map(|(_, node)| node).collect();
        Self { group, nodes, alike, given: Vec::new() }
    }

    /// How many the next node gets at most and at least; `None` where the group cannot be placed any more.
    fn next(&self, search: &Search<'_, '_>) -> Option<(usize, i64, i64)> {
        let at = self.given.len();
        let node = *self.nodes.get(at)?;
        let left = search.left[self.group];
        let tally = search.board.tally(self.group);
        let possible = search.board.blocked(self.group, node, &tally).is_none();
        let most = if possible { search.board.capacity(self.group, node, left) } else { 0 };
        let before = self.given.last().filter(|_| self.alike[at]).map_or(i64::MAX, |(count, _)| *count);
        let most = most.min(before);
        let least = (left - search.room(self.group, &self.nodes[at + 1..])).max(0);
        (least <= most).then_some((node, most, least))
    }
}

fn give(search: &mut Search<'_, '_>, group: usize, node: usize, count: i64) {
    search.board.place(group, node, count);
    search.left[group] -= count;
}

/// Places the plain groups of a search; where it is impossible, the board is as it was.
pub(super) fn pack(search: &mut Search<'_, '_>) -> Outcome {
    let mut levels: Vec<Level> = Vec::new();
    loop {
        let unfinished = levels.last_mut().filter(|level| search.left[level.group] > 0);
        let advanced = if let Some(level) = unfinished {
            if !search.step() {
                return Outcome::OutOfSteps;
            }
            let next = level.next(search);
            if let Some((node, most, least)) = next {
                give(search, level.group, node, most);
                level.given.push((most, least));
            }
            next.is_some()
        } else {
            let Some(group) = search.plain.get(levels.len()).copied() else { return Outcome::Found };
            let possible = search.has_room();
            if possible {
                levels.push(Level::new(search, group));
            }
            possible
        };
        if !advanced && !take_back(search, &mut levels) {
            return Outcome::Impossible;
        }
    }
}

/// Gives one less to the last node that may have less; whether there was one.
fn take_back(search: &mut Search<'_, '_>, levels: &mut Vec<Level>) -> bool {
    while let Some(level) = levels.last_mut() {
        while let Some((count, least)) = level.given.pop() {
            let node = level.nodes[level.given.len()];
            if count > least {
                give(search, level.group, node, -1);
                level.given.push((count - 1, least));
                return true;
            }
            give(search, level.group, node, -count);
        }
        levels.pop();
    }
    false
}
