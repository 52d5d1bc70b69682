//! Why a node does not take a pod: the scheduler's words, and the numbers behind them.

use std::collections::BTreeMap;

use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::port::HostPort;
use crate::cluster::scheduler::quantity::PODS;
use crate::cluster::scheduler::taint::Taint;

/// The first filter that a node fails. Displayed in the words of kube-scheduler.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The pod has scheduling gates; no node is looked at.
    Gated,
    /// A claim of the pod is not bound, and does not wait for a pod; no node is looked at.
    UnboundClaims,
    /// There is no claim of this name; no node is looked at.
    MissingClaim(String),
    /// The terms of the pod's node affinity name nodes and contradict each other; no node is looked at.
    AffinityConflict,
    /// The pod's node affinity names other nodes; this one is not looked at, nor counted.
    NotNamed,
    /// The node is cordoned.
    Unschedulable,
    /// The pod is bound to another node, by this name.
    NodeName(String),
    /// The first taint that the pod does not tolerate.
    Taint(Taint),
    /// Labels or name are not those that the pod selects.
    NodeAffinity,
    /// Ports that pods on the node have.
    Ports(Vec<HostPort>),
    /// Everything of which there is too little.
    Resources(Vec<Shortage>),
    /// The node has no label with the topology key of a spread constraint.
    SpreadKey(String),
    /// The pod would be spread too unevenly.
    Spread(Skew),
    /// No pod that the pod must be near is in the node's domain of this topology key.
    PodAffinity(String),
    /// A pod that the pod must not be near is in the node's domain of this topology key.
    PodAntiAffinity(String),
    /// A pod in the node's domain of this topology key does not want to be near this one.
    ExistingAntiAffinity(String),
}

/// A resource of which a node has too little left.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortage {
    /// Its name; `pods` for the number of pods.
    pub resource: String,
    /// What the pod requests: millicores of `cpu`, bytes of `memory` and `ephemeral-storage`, else pieces.
    pub requested: i64,
    /// What the node's pods leave, in the same unit; negative where they have more than there is.
    pub free: i64,
    /// What the node has for all pods, in the same unit.
    pub allocatable: i64,
}

/// How a spread constraint would be violated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skew {
    /// The topology key.
    pub key: String,
    /// The node's domain: the value of its label.
    pub domain: String,
    /// Matching pods in that domain, with this one if it matches.
    pub count: i64,
    /// Matching pods in the emptiest domain; 0 while there are fewer domains than `minDomains`.
    pub least: i64,
    /// By how much they may differ.
    pub max_skew: i64,
}

impl Reason {
    /// What the scheduler would report for a node: one text for each resource of which there is too little.
    pub fn words(&self) -> Vec<String> {
        match self {
            Self::Resources(shortages) => shortages.iter().map(ToString::to_string).collect(),
            other => vec![other.to_string()],
        }
    }

    /// Whether this is said of the pod and not of a single node.
    pub fn is_of_pod(&self) -> bool {
        matches!(self, Self::Gated | Self::UnboundClaims | Self::MissingClaim(_) | Self::AffinityConflict)
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Gated => "Scheduling is blocked due to non-empty scheduling gates",
            Self::UnboundClaims => "pod has unbound immediate PersistentVolumeClaims",
            Self::MissingClaim(claim) => return write!(out, "persistentvolumeclaim {claim:?} not found"),
            Self::AffinityConflict => "pod affinity terms conflict",
            Self::NotNamed => "node(s) didn't satisfy plugin(s) [NodeAffinity]",
            Self::Unschedulable => "node(s) were unschedulable",
            Self::NodeName(_) => "node(s) didn't match the requested node name",
            Self::Taint(taint) => {
                return write!(out, "node(s) had untolerated taint {{{}: {}}}", taint.key, taint.value);
            }
            Self::NodeAffinity => "node(s) didn't match Pod's node affinity/selector",
            Self::Ports(_) => "node(s) didn't have free ports for the requested pod ports",
            Self::Resources(_) => return out.write_str(&self.words().join(", ")),
            Self::SpreadKey(_) => "node(s) didn't match pod topology spread constraints (missing required label)",
            Self::Spread(_) => "node(s) didn't match pod topology spread constraints",
            Self::PodAffinity(_) => "node(s) didn't match pod affinity rules",
            Self::PodAntiAffinity(_) => "node(s) didn't match pod anti-affinity rules",
            Self::ExistingAntiAffinity(_) => "node(s) didn't satisfy existing pods anti-affinity rules",
        })
    }
}

impl std::fmt::Display for Shortage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.resource == PODS {
            return out.write_str("Too many pods");
        }
        write!(out, "Insufficient {}", self.resource)
    }
}

/// What `kubectl describe pod` would show for a pod that no node takes, up to where preemption is spoken of.
pub fn message(verdicts: &[(&Node, Result<(), Reason>)]) -> String {
    let reasons = || verdicts.iter().filter_map(|(_, verdict)| verdict.as_ref().err());
    let nodes = verdicts.len();
    match reasons().find(|reason| reason.is_of_pod()) {
        Some(Reason::Gated) => return Reason::Gated.to_string(),
        Some(reason) => return format!("0/{nodes} nodes are available: {reason}."),
        None => {}
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for words in reasons().filter(|reason| **reason != Reason::NotNamed).flat_map(Reason::words) {
        *counts.entry(words).or_default() += 1;
    }
    let mut parts: Vec<String> = counts.into_iter().map(|(words, count)| format!("{count} {words}")).collect();
    // The scheduler sorts them as texts, numbers included.
    parts.sort_unstable();
    format!("0/{nodes} nodes are available: {}.", parts.join(", "))
}
