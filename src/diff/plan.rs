//! What `groundplan render` has to do to settle all differences.
//!
//! A plan is only data. `disk` carries it out, checks every path again, and does nothing at all while something is
//! refused: half a tree is worse than the old one.

use std::sync::Arc;

use crate::diff::Action;
use crate::diff::Change;
use crate::diff::Kind;
use crate::text::Source;

/// What to write, remove and refuse, each in path order.
#[derive(Debug, Default, Clone)]
pub struct WritePlan {
    /// Files to create or to replace.
    pub write: Vec<Arc<Source>>,
    /// Files with the right content that lose their executable bit.
    pub repair: Vec<String>,
    /// Files that groundplan wrote and no longer renders.
    pub remove: Vec<String>,
    /// What a stopped run left behind.
    pub clear: Vec<String>,
    /// What stands in the way.
    pub refuse: Vec<Refusal>,
}

/// A path that groundplan does not write to, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// From the project root, with `/`.
    pub path: String,
    /// What stands there, as the end of a sentence: "it is a symbolic link to `x`".
    pub reason: String,
}

impl WritePlan {
    pub(super) fn new(changes: &[Change]) -> Self {
        let mut plan = Self::default();
        for change in changes {
            match change.action {
                Action::Write => plan.write.extend(change.rendered.clone()),
                Action::Repair => plan.repair.push(change.path.clone()),
                Action::Remove => plan.remove.push(change.path.clone()),
                Action::Clear => plan.clear.push(change.path.clone()),
                Action::Refuse => plan.refuse.push(Refusal::of(change)),
                Action::Leave => {}
            }
        }
        plan
    }

    /// Whether there is nothing to do and nothing in the way.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty()
            && self.repair.is_empty()
            && self.remove.is_empty()
            && self.clear.is_empty()
            && self.refuse.is_empty()
    }
}

impl Refusal {
    fn of(change: &Change) -> Self {
        let detail = change.detail.as_deref().unwrap_or_default();
        let reason = match change.kind {
            Kind::Symlink => format!("it is a symbolic link to `{detail}`"),
            Kind::Unreadable => format!("it cannot be read: {detail}"),
            Kind::NotText => "it is not text and does not carry groundplan's header".to_owned(),
            Kind::Unowned if change.detail.is_some() => detail.to_owned(),
            _ if change.rendered.is_none() => "it is a file where a folder is rendered".to_owned(),
            _ => "it does not carry groundplan's header".to_owned(),
        };
        Self { path: change.path.clone(), reason }
    }
}
