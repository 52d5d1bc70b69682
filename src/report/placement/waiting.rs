//! Pods that find no place, with the reason of every node in the words of the scheduler.

use std::io;
use std::io::Write;

use super::Placed;
use super::columns;
use crate::cluster::placement::Owner;
use crate::cluster::placement::amount;
use crate::cluster::scheduler::Reason;

pub(super) fn write(out: &mut dyn Write, placed: &Placed<'_, '_>) -> io::Result<()> {
    let all = &placed.arrangement.waiting;
    if all.is_empty() {
        return Ok(());
    }
    let certain = if placed.arrangement.is_certain { "" } else { " (as far as was searched)" };
    writeln!(out, "\nno place{certain}")?;
    for waiting in all {
        let id = placed.workload(Owner::Demand(waiting.demand)).object.id();
        writeln!(out, "  {} of {} of {id}", waiting.pods, super::count(waiting.of as usize, "pod"))?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (node, reason) in waiting.reasons.iter().enumerate() {
            rows.push(vec![format!("    {}", placed.node(node)), words(reason)]);
        }
        columns(out, &rows)?;
    }
    Ok(())
}

/// The scheduler's words, and the numbers behind them.
pub(super) fn words(reason: &Reason) -> String {
    let Reason::Resources(shortages) = reason else { return reason.to_string() };
    let each = shortages.iter().map(|shortage| {
        let text = |number| amount::text(&shortage.resource, number);
        format!("{shortage}: {} asked for, {} left", text(shortage.requested), text(shortage.free.max(0)))
    });
    each.collect::<Vec<_>>().join("; ")
}
