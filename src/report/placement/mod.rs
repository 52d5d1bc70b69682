//! Which pod runs where, what finds no place, and what the loss of a node does: as a table, and as JSON.
//!
//! Amounts are shown as they are written in manifests. Of several ways to place the pods one is shown; that something
//! fits nowhere does not depend on it.

mod json;
mod losses;
mod table;
mod waiting;

use std::io;
use std::io::Write;

use crate::cluster::objects::Cluster;
use crate::cluster::placement::Arrangement;
use crate::cluster::placement::Demand;
use crate::cluster::placement::Owner;
use crate::cluster::placement::Placement;
use crate::cluster::workload::Workload;

pub use json::json;

/// The pods of one environment, placed.
pub struct Placed<'p, 'a> {
    /// The name of the environment.
    pub environment: &'p str,
    /// Its objects.
    pub cluster: &'p Cluster<'a>,
    /// Its nodes and pods.
    pub placement: &'p Placement,
    /// Where the pods are.
    pub arrangement: &'p Arrangement,
}

impl<'p, 'a> Placed<'p, 'a> {
    fn demand(&self, number: usize) -> &'p Demand {
        &self.placement.demands[number]
    }

    fn workload(&self, owner: Owner) -> &'p Workload<'a> {
        let number = match owner {
            Owner::Daemon(number) => self.placement.daemons[number].workload,
            Owner::Demand(number) => self.placement.demands[number].workload,
        };
        &self.cluster.workloads()[number]
    }

    fn node(&self, number: usize) -> &'p str {
        &self.placement.nodes()[number].name
    }

    /// The workloads with pods on a node, in the order in which they were placed, with the number of pods and the
    /// number of the first of them.
    fn on(&self, node: usize) -> Vec<(Owner, u32, usize)> {
        let mut all: Vec<(Owner, u32, usize)> = Vec::new();
        for number in self.arrangement.on(node) {
            let Some(owner) = self.arrangement.owners.get(number) else { continue };
            match all.iter_mut().find(|(known, ..)| known == owner) {
                Some((_, count, _)) => *count += 1,
                None => all.push((*owner, 1, number)),
            }
        }
        all
    }
}

/// Everything about one environment, for people.
pub fn text(out: &mut dyn Write, placed: &Placed<'_, '_>) -> io::Result<()> {
    let pods = placed.arrangement.owners.len();
    let nodes = placed.placement.nodes().len();
    writeln!(out, "{}: {}, {}\n", placed.environment, count(nodes, "node"), count(pods, "pod"))?;
    table::write(out, placed)?;
    waiting::write(out, placed)?;
    losses::write(out, placed)
}

/// `1 pod`, `2 pods`.
fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Lines of cells, each column as wide as its widest cell, with two blanks between columns and none at the end.
fn columns(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let wide = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..wide).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
