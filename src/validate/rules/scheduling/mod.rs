//! Rules on nodes, taints, capacity and spreading.

mod autoscaling_beyond_nodes;
mod empty_node_selector_term;
mod host_port_taken;
mod pod_larger_than_node;
mod pods_beyond_nodes;
mod replicas_on_one_node;
mod replicas_without_domains;
mod selector_without_node;
mod topology_key_without_node;
mod untolerated_taint;
mod words;

use crate::cluster::placement::Demand;
use crate::cluster::placement::Placement;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &selector_without_node::RULE,
    &empty_node_selector_term::RULE,
    &untolerated_taint::RULE,
    &pod_larger_than_node::RULE,
    &pods_beyond_nodes::RULE,
    &autoscaling_beyond_nodes::RULE,
    &replicas_without_domains::RULE,
    &host_port_taken::RULE,
    &replicas_on_one_node::RULE,
    &topology_key_without_node::RULE,
];

/// The nodes and pods; says so where pods are known and nodes are not.
fn placement<'c>(context: &'c Context<'_>, sink: &mut Sink<'_>) -> Option<&'c Placement> {
    let placement = context.cluster.placement();
    if placement.is_none() && context.cluster.facts.nodes.is_none() && !context.cluster.workloads().is_empty() {
        sink.lacks(Need::Nodes);
    }
    placement
}

/// What asks for at least one pod at one time or another.
fn demands(placement: &Placement) -> impl Iterator<Item = &Demand> {
    placement.demands.iter().filter(|demand| demand.most > 0)
}

/// How grave it is that no node takes the pods of a workload: one without pods has no harm from it until it is scaled.
fn gravity(demand: &Demand, rule: &Rule) -> Severity {
    if demand.most > 0 { rule.severity } else { Severity::Warning }
}
