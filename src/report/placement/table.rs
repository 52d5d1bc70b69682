//! The table: every node with pods on it, what they request, and what is left.

use std::collections::BTreeSet;
use std::io;
use std::io::Write;

use super::Placed;
use super::columns;
use crate::cluster::placement::amount;
use crate::cluster::scheduler::Pod;

pub(super) fn write(out: &mut dyn Write, placed: &Placed<'_, '_>) -> io::Result<()> {
    let resources = resources(placed);
    let mut head = vec!["node".to_owned(), "pods".to_owned()];
    head.extend(resources.iter().map(|resource| (*resource).to_owned()));
    head.push("left".to_owned());
    let mut rows = vec![head];
    let mut empty = Vec::new();
    for (number, node) in placed.placement.nodes().iter().enumerate() {
        let workloads = placed.on(number);
        if workloads.is_empty() {
            empty.push(node.name.as_str());
            continue;
        }
        let requested = |resource: &str| placed.arrangement.requested(number, resource);
        let allocatable = |resource: &str| node.allocatable.get(resource).copied().unwrap_or(0);
        let of = |resource: &str| {
            let (taken, all) = (requested(resource), allocatable(resource));
            format!("{} of {}", amount::text(resource, taken), amount::text(resource, all))
        };
        let mut row = vec![node.name.clone(), of("pods")];
        row.extend(resources.iter().map(|resource| of(resource)));
        let left = resources.iter().map(|resource| {
            let left = allocatable(resource).saturating_sub(requested(resource));
            format!("{} {resource}", amount::text(resource, left))
        });
        row.push(left.collect::<Vec<_>>().join(", "));
        rows.push(row);
        for (owner, count, first) in workloads {
            let id = placed.workload(owner).object.id();
            let pod: &Pod = &placed.arrangement.state.placed()[first].pod;
            let mut row = vec![format!("  {id}"), count.to_string()];
            row.extend(resources.iter().map(|resource| {
                let each = pod.requests.get(*resource).copied().unwrap_or(0);
                amount::text(resource, each.saturating_mul(i64::from(count)))
            }));
            rows.push(row);
        }
    }
    columns(out, &rows)?;
    if !empty.is_empty() {
        writeln!(out, "\nno pods of these manifests: {}", empty.join(", "))?;
    }
    let passing = placed.placement.demands.iter().filter(|demand| demand.is_passing && demand.most > 0).count();
    if passing > 0 {
        writeln!(out, "\nleft out: {}, whose pods come and go", super::count(passing, "Job"))?;
    }
    Ok(())
}

/// CPU and memory, and whatever else a pod requests.
fn resources<'p>(placed: &Placed<'p, '_>) -> Vec<&'p str> {
    let pods = placed.placement.demands.iter().map(|demand| &demand.pod);
    let pods = pods.chain(placed.placement.daemons.iter().map(|daemon| &daemon.pod));
    let others: BTreeSet<&str> = pods.flat_map(|pod| pod.requests.keys().map(String::as_str)).collect();
    ["cpu", "memory"].into_iter().chain(others.into_iter().filter(|name| !["cpu", "memory"].contains(name))).collect()
}
