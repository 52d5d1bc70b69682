//! What differs between the rendered tree and the committed one.
//!
//! Drift is decided by bytes and said by kind. This module looks at memory only: it never opens a file, never
//! decides an exit code, and never calls two files equal because they mean the same.

mod change;
mod plan;
mod unified;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text::CommittedFile;
use crate::text::CommittedTree;
use crate::text::Content;
use crate::text::FileTree;
use crate::text::Source;
use crate::text::ownership::is_owned;

pub use change::Action;
pub use change::Change;
pub use change::Kind;
pub use plan::Refusal;
pub use plan::WritePlan;
pub use unified::Line;
pub use unified::LineTag;
pub use unified::UnifiedDiff;

/// Every difference between two trees, in path order.
#[derive(Debug, Default)]
pub struct Changes {
    changes: Vec<Change>,
}

/// Compares what was rendered with what was found in the committed folder; both use paths from the project root.
pub fn compare(rendered: &FileTree, committed: &CommittedTree) -> Changes {
    let mut changes: BTreeMap<&str, Change> = BTreeMap::new();
    let mut closed_folders: Vec<String> = Vec::new();
    for (path, file) in committed.iter() {
        let change = match rendered.get(path) {
            Some(source) => at_a_rendered_path(path, file, source),
            None => Some(elsewhere(path, file, rendered)),
        };
        if let Some(change) = change {
            if change.action == Action::Refuse && matches!(change.kind, Kind::Symlink | Kind::Unreadable) {
                closed_folders.push(format!("{path}/"));
            }
            changes.insert(path, change);
        }
    }
    for source in rendered.iter() {
        let path = source.path.as_str();
        // What lies behind a link or an unreadable folder is not known to be missing; the obstacle itself is said.
        let hidden = || closed_folders.iter().any(|folder| path.starts_with(folder.as_str()));
        if committed.get(path).is_none() && !hidden() {
            let change = if committed.has_folder(path) {
                Change::new(path, Kind::Unowned, Action::Refuse).rendered(source).detail("it is a folder")
            } else {
                Change::missing(source)
            };
            changes.insert(path, change);
        }
    }
    Changes { changes: changes.into_values().collect() }
}

fn at_a_rendered_path(path: &str, file: &CommittedFile, source: &Arc<Source>) -> Option<Change> {
    let change = |kind, action| Change::new(path, kind, action).rendered(source);
    Some(match &file.content {
        Content::Text(found) if found.text == source.text => {
            if !file.executable {
                return None;
            }
            change(Kind::Mode, Action::Repair).committed(found)
        }
        Content::Text(found) if !is_owned(&found.text) => change(Kind::Unowned, Action::Refuse).committed(found),
        Content::Text(found) if equal_but_for_line_endings(&found.text, &source.text) => {
            change(Kind::LineEndings, Action::Write).committed(found)
        }
        Content::Text(found) => change(Kind::Changed, Action::Write).committed(found),
        Content::NotText { owned: true } => change(Kind::NotText, Action::Write),
        Content::NotText { owned: false } => change(Kind::NotText, Action::Refuse),
        Content::Unreadable(reason) => change(Kind::Unreadable, Action::Refuse).detail(reason),
        Content::Symlink(target) => change(Kind::Symlink, Action::Refuse).detail(target),
        Content::Leftover => change(Kind::Leftover, Action::Clear),
    })
}

/// What an entry means that stands where nothing is rendered; it may still be in the way of a rendered folder.
fn elsewhere(path: &str, file: &CommittedFile, rendered: &FileTree) -> Change {
    let in_the_way = rendered.has_folder(path);
    let unless_in_the_way = |action| if in_the_way { Action::Refuse } else { action };
    let change = |kind, action| Change::new(path, kind, unless_in_the_way(action));
    let not_ours = if in_the_way { Kind::Unowned } else { Kind::Foreign };
    match &file.content {
        Content::Text(found) if is_owned(&found.text) => change(Kind::Orphaned, Action::Remove).committed(found),
        Content::Text(found) => change(not_ours, Action::Leave).committed(found),
        Content::NotText { owned: true } => change(Kind::Orphaned, Action::Remove),
        Content::NotText { owned: false } if change::is_read_by_the_cluster(path) => {
            change(Kind::NotText, Action::Leave)
        }
        Content::NotText { owned: false } => change(not_ours, Action::Leave),
        Content::Unreadable(reason) => change(Kind::Unreadable, Action::Leave).detail(reason),
        Content::Symlink(target) => change(Kind::Symlink, Action::Leave).detail(target),
        Content::Leftover => change(Kind::Leftover, Action::Clear),
    }
}

fn equal_but_for_line_endings(a: &str, b: &str) -> bool {
    a.lines().eq(b.lines()) && a.ends_with('\n') == b.ends_with('\n')
}

impl Changes {
    /// Whether the committed tree is what was rendered, apart from files that nobody reads.
    pub fn is_clean(&self) -> bool {
        !self.changes.iter().any(Change::is_drift)
    }

    /// Every difference, in path order, also those that are only noted.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    /// The differences that fail the gate, in path order.
    pub fn drift(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.is_drift())
    }

    /// The files that are not groundplan's and that nobody reads, in path order.
    pub fn noted(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !change.is_drift())
    }

    /// How many of one kind fail the gate.
    pub fn count(&self, kind: Kind) -> usize {
        self.drift().filter(|change| change.kind == kind).count()
    }

    /// Every kind that fails the gate with how often, in the order of [`Kind::ALL`].
    pub fn counts(&self) -> impl Iterator<Item = (Kind, usize)> {
        Kind::ALL.into_iter().map(|kind| (kind, self.count(kind))).filter(|(_, count)| *count > 0)
    }

    /// What has to be written, removed or refused to make the committed tree the rendered one.
    pub fn write_plan(&self) -> WritePlan {
        WritePlan::new(&self.changes)
    }
}
