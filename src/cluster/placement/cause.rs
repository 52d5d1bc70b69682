//! Why no node takes a pod even if nothing but `DaemonSet`s runs.

use super::Demand;
use super::Placement;
use crate::cluster::scheduler::HostPort;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::Shortage;

/// What would have to change first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// No node has the labels or the name that it selects.
    NotSelected,
    /// The nodes with these numbers are selected, and each has a taint that is not tolerated, or is cordoned.
    Tainted(Vec<usize>),
    /// Nodes that let it run, each with what it has too little of.
    TooBig(Vec<(usize, Vec<Shortage>)>),
    /// Nodes that let it run, on each of which a `DaemonSet` has one of the ports that it asks for.
    PortTaken(Vec<(usize, Vec<HostPort>)>),
    /// Nodes that let it run, none of which has the label of a spread constraint that it must meet.
    NoTopology(String),
}

/// Why no node takes a pod of this workload; `None` where one does, or where that depends on other pods.
pub(super) fn cause(placement: &Placement, demand: &Demand) -> Option<Cause> {
    let pod = &demand.pod;
    if pod.held.is_some() {
        return None;
    }
    let selected = |number: &usize| {
        let node = &placement.nodes()[*number];
        pod.selects(node) && pod.node_name.as_ref().is_none_or(|name| *name == node.name)
    };
    let selected: Vec<usize> = (0..placement.nodes().len()).filter(selected).collect();
    if selected.is_empty() {
        return Some(Cause::NotSelected);
    }
    let open = placement.open_to(pod);
    if open.is_empty() {
        return Some(Cause::Tainted(selected));
    }
    // Nearly always there is room, and nothing else to ask.
    let has_room = |node: &usize| {
        let mut requests = pod.requests.iter();
        requests.all(|(resource, amount)| *amount <= placement.room(*node, resource))
            && placement.room(*node, "pods") > 0
    };
    if !pod.depends_on_others() && open.iter().any(has_room) {
        return None;
    }
    let (mut short, mut taken, mut unlabelled) = (Vec::new(), Vec::new(), None);
    let verdicts = placement.state.filter(pod);
    for number in open {
        match verdicts[number].1.clone().err()? {
            Reason::Resources(shortages) => short.push((number, shortages)),
            Reason::Ports(ports) => taken.push((number, ports)),
            Reason::SpreadKey(key) => unlabelled = Some(key),
            _ => return None,
        }
    }
    // Where some nodes are too small and others lack a label, the label is easier to have.
    let unlabelled = unlabelled.map(Cause::NoTopology);
    let taken = (!taken.is_empty()).then_some(Cause::PortTaken(taken));
    unlabelled.or(taken).or_else(|| (!short.is_empty()).then_some(Cause::TooBig(short)))
}
