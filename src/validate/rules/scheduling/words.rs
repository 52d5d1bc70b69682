//! What findings about places for pods have in common: how they name nodes, and what waiting pods mean for their owner.

use crate::cluster::failover::GROUP;
use crate::cluster::failover::Half;
use crate::cluster::placement::Placement;
use crate::cluster::placement::Shortfall;
use crate::cluster::placement::amount;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::message;
use crate::cluster::workload::Workload;
use crate::finding::Finding;
use crate::validate::rule::Context;

/// At most this many names stand in a sentence.
const NAMES: usize = 4;

/// Names of nodes, the first few of them.
pub(super) fn names(placement: &Placement, nodes: &[usize]) -> String {
    let mut names: Vec<String> = nodes.iter().take(NAMES).map(|node| placement.nodes()[*node].name.clone()).collect();
    if nodes.len() > NAMES {
        names.push(format!("{} more", nodes.len() - NAMES));
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "no node".to_owned(),
    }
}

/// A number of pods.
pub(super) fn pods(count: u32) -> String {
    if count == 1 { "1 pod".to_owned() } else { format!("{count} pods") }
}

/// An amount of a resource, as a noun: `1824Mi of memory`, `4 pods`.
pub(super) fn of(resource: &str, amount: i64) -> String {
    match resource {
        "pods" => pods(u32::try_from(amount.max(0)).unwrap_or(u32::MAX)),
        "cpu" => format!("{} CPU", amount::text(resource, amount)),
        _ => format!("{} of {resource}", amount::text(resource, amount)),
    }
}

/// What the scheduler would say of each node, in its words, and what comes of it.
pub(super) fn verdict(placement: &Placement, reasons: &[Reason], consequence: &str) -> String {
    let nodes: Vec<_> = placement.nodes().iter().zip(reasons.iter().cloned().map(Err)).collect();
    format!("{}; {consequence}", message(&nodes).trim_end_matches('.'))
}

/// What it means that pods of this workload wait, where that is more than that they wait.
pub(super) fn consequence(workload: &Workload<'_>) -> Option<&'static str> {
    let maker = workload.object.maker.filter(|maker| maker.id.group() == GROUP)?;
    let is_redis = Half::of_workload(workload.name()) == Some((Half::Redis, maker.id.name.as_str()));
    Some(if is_redis {
        "the redis-operator makes no Redis the master while one of them is Pending: nobody can write, not even with the others running"
    } else {
        "a Sentinel that is Pending is missing where a majority has to agree on a failover"
    })
}

/// The sum that is too great, and what to do about it.
pub(super) fn sum(placement: &Placement, shortfall: Option<&Shortfall>) -> String {
    let Some(Shortfall { resource, asked, room, nodes, .. }) = shortfall else {
        return "the sums would fit; the pieces that are left on each node, or what keeps the pods apart, do not let them: \
                request less, only prefer that they stay apart, or add a node"
            .to_owned();
    };
    let what = if nodes.len() == placement.nodes().len() { "everything" } else { "what can only run there" };
    format!(
        "{} can hold {}, and {what} asks for {}: take {} off, or let it run elsewhere, too",
        names(placement, nodes),
        of(resource, *room),
        of(resource, *asked),
        of(resource, asked.saturating_sub(*room)),
    )
}

/// Adds the workloads that ask for the most of what there is too little of.
pub(super) fn askers(
    mut finding: Finding,
    context: &Context<'_>,
    placement: &Placement,
    shortfall: Option<&Shortfall>,
) -> Finding {
    const NAMED: usize = 3;
    let Some(Shortfall { resource, by, .. }) = shortfall else { return finding };
    for (number, amount) in by.iter().take(NAMED) {
        let workload = placement.demands[*number].workload(context.cluster);
        let place = workload.object.place(&[]);
        finding = finding.also(place, format!("{} asks for {}", workload.object.id(), of(resource, *amount)));
    }
    finding
}
