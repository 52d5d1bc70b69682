//! `needs`: jobs that there are, and no circle of them.

use crate::finding::Finding;
use crate::text::suggest;
use crate::workflow::meaning::scope::Scope;
use crate::yaml::Node;

pub(super) fn check(scope: &Scope<'_>, findings: &mut Vec<Finding>) {
    let mut edges: Vec<Vec<(usize, Node<'_>)>> = Vec::with_capacity(scope.jobs.len());
    for own in &scope.jobs {
        let mut needed = Vec::new();
        for node in own.job.needs() {
            let Some(name) = node.text() else { continue };
            if let Some(at) = scope.by_id.get(&name.to_ascii_lowercase()) {
                needed.push((*at, node));
                continue;
            }
            let near = suggest::nearest(name, scope.jobs.iter().map(|own| own.job.id));
            let help = near.map_or_else(
                || suggest::known(scope.jobs.iter().map(|own| own.job.id)),
                |near| format!("write `{near}`"),
            );
            let finding = Finding::error("unknown-needed-job", node.place(), format!("there is no job `{name}`"))
                .why("GitHub refuses the workflow: none of its jobs runs")
                .help(help)
                .resource(own.job.resource())
                .path(format!("jobs.{}.needs", own.job.id));
            findings.push(finding);
        }
        edges.push(needed);
    }
    if let Some((at, node)) = circle(&edges) {
        let own = &scope.jobs[at];
        let name = node.text().unwrap_or_default();
        let message = if name.eq_ignore_ascii_case(own.job.id) {
            format!("job `{name}` needs itself")
        } else {
            format!("job `{}` needs `{name}`, which needs it in turn", own.job.id)
        };
        let finding = Finding::error("needs-cycle", node.place(), message)
            .why("each waits for the other: GitHub refuses the workflow")
            .help("leave one of the two out of `needs`")
            .resource(own.job.resource())
            .path(format!("jobs.{}.needs", own.job.id));
        findings.push(finding);
    }
}

/// The first edge that closes a circle; without recursion, for jobs may be many.
fn circle<'n>(edges: &[Vec<(usize, Node<'n>)>]) -> Option<(usize, Node<'n>)> {
    let mut done = vec![false; edges.len()];
    let mut open = vec![false; edges.len()];
    for start in 0..edges.len() {
        let mut path = if done[start] { Vec::new() } else { vec![(start, 0)] };
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            open[at] = true;
            let Some(&(to, node)) = edges[at].get(*next) else {
                (open[at], done[at]) = (false, true);
                path.pop();
                continue;
            };
            *next += 1;
            if open[to] {
                return Some((at, node));
            }
            if !done[to] {
                path.push((to, 0));
            }
        }
    }
    None
}
