//! Topology spread constraints that a pod must meet.
//!
//! Source: `pkg/scheduler/framework/plugins/podtopologyspread`. Constraints with `ScheduleAnyway` only score.

use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::labels::Selector;
use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::pod::Pod;
use crate::cluster::scheduler::read;
use crate::cluster::scheduler::taint;
use crate::yaml;

/// A constraint with `whenUnsatisfiable: DoNotSchedule`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SpreadConstraint {
    pub(super) key: String,
    pub(super) max_skew: i64,
    pub(super) min_domains: i64,
    selector: Selector,
    honors_affinity: bool,
    honors_taints: bool,
}

impl SpreadConstraint {
    /// Reads those of a pod with these labels.
    pub(super) fn read(spec: yaml::Node<'_>, labels: &Labels) -> Vec<Self> {
        let required = read::items(spec, "topologySpreadConstraints")
            .filter(|constraint| read::text(*constraint, "whenUnsatisfiable") == "DoNotSchedule");
        let constraint = |constraint| {
            let mut selector = Selector::read(constraint, "labelSelector");
            selector.require_keys(&read::texts(constraint, "matchLabelKeys"), labels, true);
            Self {
                key: read::text(constraint, "topologyKey"),
                max_skew: read::number(constraint, "maxSkew").unwrap_or(1),
                min_domains: read::number(constraint, "minDomains").unwrap_or(1),
                selector,
                honors_affinity: read::text(constraint, "nodeAffinityPolicy") != "Ignore",
                honors_taints: read::text(constraint, "nodeTaintsPolicy") == "Honor",
            }
        };
        required.map(constraint).collect()
    }

    /// Whether `other` counts for the constraint of `own`. A selector that selects everything counts nothing.
    pub(super) fn counts(&self, own: &Pod, other: &Pod) -> bool {
        own.namespace == other.namespace && !self.selector.is_everything() && self.selector.matches(&other.labels)
    }

    /// Whether the pod counts itself.
    pub(super) fn counts_itself(&self, own: &Pod) -> bool {
        self.selector.matches(&own.labels)
    }

    /// Whether a node belongs to the domains among which the pod is spread.
    pub(super) fn includes(&self, own: &Pod, node: &Node) -> bool {
        let all_keys = own.spread.iter().all(|constraint| node.labels.contains_key(&constraint.key));
        all_keys
            && (!self.honors_affinity || own.node_affinity.selects(node))
            && (!self.honors_taints || taint::untolerated(&node.taints, &own.tolerations).is_none())
    }
}
