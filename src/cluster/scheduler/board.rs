//! Nodes with groups of pods on them, in numbers, so that placing and taking back is cheap.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::cluster::scheduler::group;
use crate::cluster::scheduler::group::Group;
use crate::cluster::scheduler::group::Topologies;
use crate::cluster::scheduler::group::Wishes;
use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::pod::Pod;
use crate::cluster::scheduler::quantity::PODS;
use crate::cluster::scheduler::reason::Reason;

/// What changes when pods are placed.
#[derive(Debug, Clone)]
pub(super) struct Occupancy {
    /// By node and resource, what is left.
    free: Vec<i64>,
    /// By node, how many more pods it takes.
    slots: Vec<i64>,
    /// By group and node, how many pods run there.
    pub(super) placed: Vec<i64>,
}

/// Nodes, groups, and which pods run where.
pub(super) struct Board<'a> {
    pub(super) nodes: &'a [Node],
    pub(super) groups: Vec<Group<'a>>,
    pub(super) topologies: Topologies,
    pub(super) now: Occupancy,
    /// The names of resources, in order.
    pub(super) names: Vec<String>,
    /// By node and resource.
    allocatable: Vec<i64>,
}

impl<'a> Board<'a> {
    /// A board for these pods, none of which is placed; and the group of each.
    pub(super) fn new(
        nodes: &'a [Node],
        namespaces: &BTreeMap<String, Labels>,
        pods: impl Iterator<Item = &'a Pod>,
    ) -> (Self, Vec<usize>) {
        let mut distinct: Vec<&Pod> = Vec::new();
        let mut known: BTreeMap<&Pod, usize> = BTreeMap::new();
        let mut last: Option<(&Pod, usize)> = None;
        let member_of = |pod: &'a Pod| {
            // Replicas mostly stand beside each other.
            let id = match last {
                Some((before, id)) if before == pod => id,
                _ => *known.entry(pod).or_insert_with(|| {
                    distinct.push(pod);
                    distinct.len() - 1
                }),
            };
            last = Some((pod, id));
            id
        };
        let member: Vec<usize> = pods.map(member_of).collect();
        let mut names: Vec<String> = distinct.iter().flat_map(|pod| pod.requests.keys().cloned()).collect();
        names.sort_unstable();
        names.dedup();
        let mut topologies = Topologies::default();
        // Pods of many kinds often differ in nothing that a node by itself could look at.
        let mut barred: BTreeMap<Wishes<'_>, Rc<[Option<Reason>]>> = BTreeMap::new();
        let build = |pod: &&'a Pod| {
            let barred = barred.entry(group::wishes(pod)).or_insert_with(|| group::barred(pod, nodes)).clone();
            Group::of(pod, barred, &distinct, nodes, &names, namespaces, &mut topologies)
        };
        let groups: Vec<Group<'a>> = distinct.iter().map(build).collect();
        let amount = |node: &Node, name: &str| node.allocatable.get(name).copied().unwrap_or_default();
        let allocatable: Vec<i64> =
            nodes.iter().flat_map(|node| names.iter().map(move |name| amount(node, name))).collect();
        let now = Occupancy {
            free: allocatable.clone(),
            slots: nodes.iter().map(|node| amount(node, PODS)).collect(),
            placed: vec![0; groups.len() * nodes.len()],
        };
        (Self { nodes, groups, topologies, now, names, allocatable }, member)
    }

    /// Puts `count` more pods of a group on a node, or takes them away where `count` is negative; nothing is asked.
    pub(super) fn place(&mut self, group: usize, node: usize, count: i64) {
        let first = node * self.names.len();
        for (resource, amount) in &self.groups[group].requests {
            let free = &mut self.now.free[first + resource];
            *free = free.saturating_sub(amount.saturating_mul(count));
        }
        self.now.slots[node] -= count;
        self.now.placed[group * self.nodes.len() + node] += count;
    }

    /// How many pods of a group run on a node.
    pub(super) fn placed(&self, group: usize, node: usize) -> i64 {
        self.now.placed[group * self.nodes.len() + node]
    }

    /// How many pods of these groups run on a node.
    pub(super) fn sum(&self, groups: &[usize], node: usize) -> i64 {
        groups.iter().map(|group| self.placed(*group, node)).sum()
    }

    /// What is left of the resources of a node, in the order of their names.
    pub(super) fn free(&self, node: usize) -> &[i64] {
        let width = self.names.len();
        &self.now.free[node * width..(node + 1) * width]
    }

    /// What a node has of all resources.
    pub(super) fn allocatable(&self, node: usize) -> &[i64] {
        let width = self.names.len();
        &self.allocatable[node * width..(node + 1) * width]
    }

    /// How many more pods a node takes, whatever they request.
    pub(super) fn slots(&self, node: usize) -> i64 {
        self.now.slots[node]
    }
}
