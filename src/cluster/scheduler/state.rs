//! Nodes with pods on them, and the questions that can be asked of them.

use std::collections::BTreeMap;

use crate::cluster::scheduler::assign;
use crate::cluster::scheduler::assign::Assignment;
use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::pod::Pod;
use crate::cluster::scheduler::reason::Reason;

/// A pod that runs on a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The pod.
    pub pod: Pod,
    /// The number of its node in [`State::nodes`].
    pub node: usize,
}

/// Nodes with pods on them.
#[derive(Debug, Clone, Default)]
pub struct State {
    nodes: Vec<Node>,
    namespaces: BTreeMap<String, Labels>,
    placed: Vec<Placed>,
}

/// What becomes of the pods of a node that is lost.
#[derive(Debug)]
pub struct Loss {
    /// Their numbers in [`State::placed`]; pods that belong to the node alone, as those of a `DaemonSet`, are not among
    /// them.
    pub moved: Vec<usize>,
    /// What is left, with the pods that stay where they are; `assignment` counts its nodes.
    pub remaining: State,
    /// Where they find a place, in the order of `moved`.
    pub assignment: Assignment,
}

impl State {
    /// Nodes without pods.
    pub fn new(nodes: Vec<Node>) -> Self {
        Self { nodes, ..Self::default() }
    }

    /// The labels of a namespace, by which `namespaceSelector` finds it; without them it has only its name.
    pub fn label_namespace(&mut self, namespace: &str, labels: Labels) {
        self.namespaces.insert(namespace.to_owned(), labels);
    }

    /// The nodes.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The same with nodes of which more is known, as many as there are and in the same order.
    pub fn replace_nodes(&mut self, nodes: Vec<Node>) {
        if nodes.len() == self.nodes.len() {
            self.nodes = nodes;
        }
    }

    /// The pods that run, in the order in which they were placed.
    pub fn placed(&self) -> &[Placed] {
        &self.placed
    }

    /// The number of a node.
    pub fn node(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.name == name)
    }

    /// Puts a pod on a node, whether or not it fits; the number is one of [`State::nodes`], and others are ignored.
    pub fn place(&mut self, pod: Pod, node: usize) {
        if node < self.nodes.len() {
            self.placed.push(Placed { pod, node });
        }
    }

    /// Of every node, whether the scheduler would take it for the pod, and else the first filter that it fails.
    pub fn filter(&self, pod: &Pod) -> Vec<(&Node, Result<(), Reason>)> {
        let pods = self.placed.iter().map(|placed| &placed.pod).chain([pod]);
        let (mut board, groups) = Board::new(&self.nodes, &self.namespaces, pods);
        self.fill(&mut board, &groups);
        let verdicts = groups.last().map(|group| board.verdicts(*group)).unwrap_or_default();
        self.nodes.iter().zip(verdicts).collect()
    }

    /// Whether there is a place for every one of these pods beside those that run, and an order in which the scheduler
    /// could find it. Nothing that runs is moved. Pods that are bound take the place that they name.
    pub fn assign(&self, pods: &[Pod]) -> Assignment {
        self.assign_within(pods, assign::STEPS)
    }

    /// The same with a bound of one's own on the number of steps: a step is some microseconds of work.
    pub fn assign_within(&self, pods: &[Pod], steps: usize) -> Assignment {
        let running = self.placed.iter().map(|placed| &placed.pod);
        let (mut board, mut groups) = Board::new(&self.nodes, &self.namespaces, running.chain(pods));
        self.fill(&mut board, &groups);
        let asked = groups.split_off(self.placed.len());
        assign::assign(board, &asked, steps)
    }

    fn fill(&self, board: &mut Board<'_>, groups: &[usize]) {
        for (placed, group) in self.placed.iter().zip(groups) {
            board.place(*group, placed.node, 1);
        }
    }

    /// What becomes of the pods of a node when it is lost: the others stay, and these look for another place. `None`
    /// where there is no node of this name.
    pub fn loss_of(&self, name: &str) -> Option<Loss> {
        let lost = self.node(name)?;
        let mut remaining = self.clone();
        remaining.nodes.remove(lost);
        remaining.placed.retain(|placed| placed.node != lost);
        for placed in &mut remaining.placed {
            placed.node -= usize::from(placed.node > lost);
        }
        let is_moved = |placed: &Placed| placed.node == lost && !placed.pod.belongs_to(name);
        let moved: Vec<usize> = (0..self.placed.len()).filter(|index| is_moved(&self.placed[*index])).collect();
        let pods: Vec<Pod> = moved.iter().map(|index| self.placed[*index].pod.clone()).collect();
        let assignment = remaining.assign(&pods);
        Some(Loss { moved, remaining, assignment })
    }
}
