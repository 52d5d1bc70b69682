//! The way back from a node to the collection that it is written in.
//!
//! Only whoever words a finding needs it, so that it is not kept from the start. What an alias repeats has the parent of
//! its first place; whether a document reaches a node at all is not asked here.

use crate::yaml::content::NodeData;
use crate::yaml::content::Shape;

/// No node: the outermost one is in no collection.
pub(super) const NONE: u32 = u32::MAX;

/// For every node the collection that it is first met in, going through each document from its start.
pub(super) fn of(nodes: &[NodeData], links: &[u32]) -> Vec<u32> {
    let mut parents = vec![NONE; nodes.len()];
    let mut met = vec![false; nodes.len()];
    let mut open = Vec::new();
    // Children are finished before their collection, so that the last node not yet met is the outermost of a document.
    for root in (0..nodes.len()).rev() {
        open.push((root, NONE));
        while let Some((id, parent)) = open.pop() {
            if std::mem::replace(&mut met[id], true) {
                continue;
            }
            parents[id] = parent;
            let (Shape::Mapping { first, length, .. } | Shape::Sequence { first, length }) = nodes[id].shape else {
                continue;
            };
            let children = &links[first as usize..(first + length) as usize];
            let own = u32::try_from(id).unwrap_or(NONE);
            open.extend(children.iter().rev().map(|child| (*child as usize, own)));
        }
    }
    parents
}
