//! What an attempt came to, and which of two is better.

use std::collections::BTreeMap;

use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::board::Occupancy;

/// What an attempt came to.
#[derive(Debug)]
pub(super) struct Best {
    pub(super) now: Occupancy,
    /// By group, how many pods wait.
    pub(super) left: Vec<i64>,
    /// How many wait of each priority, the highest first.
    waiting: Vec<(i64, i64)>,
}

impl Best {
    /// The pods on the board, and those that are left.
    pub(super) fn new(board: &Board<'_>, left: Vec<i64>) -> Self {
        let mut waiting: BTreeMap<i64, i64> = BTreeMap::new();
        for (group, left) in left.iter().enumerate() {
            *waiting.entry(board.groups[group].pod.priority).or_default() += left;
        }
        Self { now: board.now.clone(), left, waiting: waiting.into_iter().rev().collect() }
    }

    /// How many pods wait.
    pub(super) fn waiting(&self) -> i64 {
        self.left.iter().sum()
    }

    /// Whether fewer pods of a higher priority wait, or of equal ones.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        self.waiting < other.waiting
    }

    /// The groups that wait, those of the highest priority first.
    pub(super) fn by_priority(&self, board: &Board<'_>) -> Vec<usize> {
        let mut groups: Vec<usize> = (0..self.left.len()).filter(|group| self.left[*group] > 0).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(board.groups[*group].pod.priority));
        groups
    }

    /// By pod, given by its group, the node that it has got beside what was `running`.
    pub(super) fn placement(&self, running: &Occupancy, asked: &[usize], nodes: usize) -> Vec<Option<usize>> {
        let mut got: Vec<Vec<i64>> = Vec::new();
        for (now, before) in self.now.placed.chunks(nodes.max(1)).zip(running.placed.chunks(nodes.max(1))) {
            got.push(now.iter().zip(before).map(|(now, before)| now - before).collect());
        }
        // Each group takes its nodes from the first on.
        let mut next = vec![0; got.len()];
        let take = |group: &usize| {
            let counts = got.get_mut(*group)?;
            let node = (next[*group]..counts.len()).find(|node| counts[*node] > 0)?;
            counts[node] -= 1;
            next[*group] = node;
            Some(node)
        };
        asked.iter().map(take).collect()
    }
}
