//! An exact search for a place for all pods.
//!
//! Where the order of placing matters (spread constraints, affinity between pods) every order is tried, but no state
//! twice: these pods come first, since what follows cannot take anything away from them. The others are packed, see
//! `packing`.

use std::collections::BTreeSet;

use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::check::Filter;
use crate::cluster::scheduler::greedy;
use crate::cluster::scheduler::group::NONE;
use crate::cluster::scheduler::packing::pack;
use crate::cluster::scheduler::symmetry;

/// How many groups are looked at on how many nodes, multiplied, for what counts as one step.
const LOOKS: usize = 64;

/// What a search found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All are placed, and stand on the board.
    Found,
    /// There is no place for all of them.
    Impossible,
    /// The bound was reached.
    OutOfSteps,
}

/// A search that is going on.
pub(super) struct Search<'s, 'a> {
    pub(super) board: &'s mut Board<'a>,
    /// By group, how many pods have no place yet.
    pub(super) left: Vec<i64>,
    /// The groups whose order does not matter, the hardest first.
    pub(super) plain: Vec<usize>,
    pub(super) classes: Vec<i64>,
    /// For each set of nodes that groups wait for: one of these groups, and all that wait for no other nodes.
    within: Vec<(usize, Vec<usize>)>,
    steps: &'s mut usize,
    /// What a step costs: looking at every group and node.
    cost: usize,
}

/// Looks for a place for `want` more pods of each group.
pub(super) fn search(board: &mut Board<'_>, want: &[i64], steps: &mut usize) -> Outcome {
    let waiting = || (0..want.len()).filter(|group| want[*group] > 0);
    let matters = |group: usize| {
        let counted = |other: usize| {
            let other = &board.groups[other];
            other.spread.iter().any(|spread| spread.counted.contains(&group))
                || other.near.as_ref().is_some_and(|near| near.matching.contains(&group))
        };
        board.groups[group].is_sensitive() || waiting().any(counted)
    };
    let (entangled, mut plain): (Vec<usize>, Vec<usize>) = waiting().partition(|group| matters(*group));
    plain.sort_by_cached_key(|group| greedy::difficulty(board, *group));
    let mut left = want.to_vec();
    // There is no choice for those that one node takes.
    while let Some(group) = plain.first().copied().filter(|group| board.groups[*group].allowed.len() < 2) {
        let forced = board.groups[group].allowed.first().copied();
        while left[group] > 0 {
            let tally = board.tally(group);
            let Some(node) = forced.filter(|node| board.blocked(group, *node, &tally).is_none()) else {
                return Outcome::Impossible;
            };
            board.place(group, node, 1);
            left[group] -= 1;
        }
        plain.remove(0);
    }
    let classes = symmetry::classes(board, &left);
    let waiting: Vec<usize> = (0..left.len()).filter(|group| left[*group] > 0).collect();
    let inside = |outer: usize| {
        let (inner, outer) = (waiting.iter(), &board.groups[outer].barred);
        let is_inside = |inner: &&usize| board.groups[**inner].allowed.iter().all(|node| outer[*node].is_none());
        inner.filter(is_inside).copied().collect()
    };
    let mut known = BTreeSet::new();
    let first = waiting.iter().filter(|group| known.insert(&board.groups[**group].allowed));
    let within = first.map(|group| (*group, inside(*group))).collect();
    let cost = 1 + waiting.len() * board.nodes.len() / LOOKS;
    *steps = steps.saturating_sub(cost);
    Search { board, left, plain, classes, within, steps, cost }.run(&entangled)
}

/// A choice that was made, and those that remain.
struct Frame {
    moves: Vec<(usize, usize)>,
    next: usize,
    made: Option<(usize, usize)>,
}

impl Search<'_, '_> {
    fn run(&mut self, entangled: &[usize]) -> Outcome {
        if !self.has_room() {
            return Outcome::Impossible;
        }
        if entangled.is_empty() {
            return pack(self);
        }
        let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
        let mut frames = vec![Frame { moves: self.moves(entangled), next: 0, made: None }];
        while let Some(frame) = frames.last_mut() {
            if let Some((group, node)) = frame.made.take() {
                self.board.place(group, node, -1);
                self.left[group] += 1;
            }
            let Some((group, node)) = frame.moves.get(frame.next).copied() else {
                frames.pop();
                continue;
            };
            frame.next += 1;
            frame.made = Some((group, node));
            self.board.place(group, node, 1);
            self.left[group] -= 1;
            if !self.step() {
                return Outcome::OutOfSteps;
            }
            if !self.has_room() || !seen.insert(self.key(entangled)) {
                continue;
            }
            if entangled.iter().any(|group| self.left[*group] > 0) {
                let moves = self.moves(entangled);
                frames.push(Frame { moves, next: 0, made: None });
                continue;
            }
            match pack(self) {
                Outcome::Impossible => {}
                outcome => return outcome,
            }
        }
        Outcome::Impossible
    }

    /// Counts a step; whether there was one left.
    pub(super) fn step(&mut self) -> bool {
        let is_left = *self.steps > 0;
        *self.steps = self.steps.saturating_sub(self.cost);
        is_left
    }

    /// Where these groups stand.
    fn key(&self, groups: &[usize]) -> Vec<usize> {
        let mut key = Vec::new();
        for group in groups {
            for node in &self.board.groups[*group].allowed {
                let count = self.board.placed(*group, *node);
                if count > 0 {
                    key.extend([*group, *node, usize::try_from(count).unwrap_or_default()]);
                }
            }
        }
        key
    }

    /// The next pods that could be placed, on one of the nodes that are alike.
    fn moves(&self, groups: &[usize]) -> Vec<(usize, usize)> {
        let mut moves = Vec::new();
        for group in groups.iter().copied().filter(|group| self.left[*group] > 0) {
            let tally = self.board.tally(group);
            let mut alike = BTreeSet::new();
            let allowed = self.board.groups[group].allowed.iter().copied();
            let possible = allowed.filter(|node| self.board.blocked(group, *node, &tally).is_none());
            let first = possible.filter(|node| alike.insert(symmetry::state_of(self.board, &self.classes, *node)));
            moves.extend(first.map(|node| (group, node)));
        }
        moves
    }

    /// Whether there may be room for all that is left: no less than is needed, by each group and by all that wait for
    /// the same nodes.
    pub(super) fn has_room(&self) -> bool {
        let board = &*self.board;
        let each = (0..self.left.len()).filter(|group| self.left[*group] > 0);
        let each_has_room = each.into_iter().all(|group| {
            let nodes = &board.groups[group].allowed;
            self.room(group, nodes) >= self.left[group]
        });
        each_has_room && self.within.iter().all(|(group, within)| self.have_room(&board.groups[*group].allowed, within))
    }

    /// Whether these nodes may have room for all that is left of these groups.
    fn have_room(&self, nodes: &[usize], groups: &[usize]) -> bool {
        let board = &*self.board;
        let mut demand = vec![0_i128; board.names.len()];
        for group in groups {
            for (resource, amount) in &board.groups[*group].requests {
                demand[*resource] += i128::from(*amount) * i128::from(self.left[*group]);
            }
        }
        let supply =
            |resource: usize| -> i128 { nodes.iter().map(|node| i128::from(board.free(*node)[resource].max(0))).sum() };
        let pods: i64 = groups.iter().map(|group| self.left[*group]).sum();
        nodes.iter().map(|node| board.slots(*node).max(0)).sum::<i64>() >= pods
            && demand.iter().enumerate().all(|(resource, demand)| *demand == 0 || *demand <= supply(resource))
    }

    /// How many pods of a group these nodes could take, at most: by what is left of each, and by the domains of which
    /// each takes one.
    pub(super) fn room(&self, group: usize, nodes: &[usize]) -> i64 {
        let board = &*self.board;
        let tally = board.tally(group);
        let takes = |node: usize| match board.blocked(group, node, &tally) {
            Some(filter) if Filter::is_lasting(filter) => 0,
            _ => board.capacity(group, node, self.left[group]),
        };
        let takes: Vec<(usize, i64)> =
            nodes.iter().map(|node| (*node, takes(*node))).filter(|(_, most)| *most > 0).collect();
        let all: i64 = takes.iter().fold(0, |sum, (_, most)| sum.saturating_add(*most));
        let apart = board.groups[group].apart.iter().filter(|apart| apart.from.contains(&group));
        let by_domain = apart.map(|apart| {
            let domain = &board.topologies.0[apart.topology].domain;
            let outside = takes.iter().filter(|(node, _)| domain[*node] == NONE);
            let domains: BTreeSet<usize> = takes.iter().map(|(node, _)| domain[*node]).collect();
            let domains = domains.into_iter().filter(|domain| *domain != NONE).count();
            outside.fold(i64::try_from(domains).unwrap_or(i64::MAX), |sum, (_, most)| sum.saturating_add(*most))
        });
        by_domain.fold(all, i64::min)
    }
}
