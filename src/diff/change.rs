//! One difference: its kind, what would settle it, and the texts on both sides.

use std::sync::Arc;

use crate::diff::UnifiedDiff;
use crate::text::Source;

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Rendered, and not committed.
    Missing,
    /// The bytes differ.
    Changed,
    /// Only the line endings differ.
    LineEndings,
    /// The content is right and the file is executable.
    Mode,
    /// Written by groundplan, and no longer rendered.
    Orphaned,
    /// In the way of a rendered file, and without groundplan's header.
    Unowned,
    /// Not UTF-8 text where text is expected.
    NotText,
    /// Could not be read.
    Unreadable,
    /// A symbolic link.
    Symlink,
    /// Never written by groundplan.
    Foreign,
    /// Left behind by a run that was stopped.
    Leftover,
}

impl Kind {
    /// Every kind, in the order in which they are counted.
    pub const ALL: [Self; 11] = [
        Self::Missing,
        Self::Changed,
        Self::LineEndings,
        Self::Mode,
        Self::Orphaned,
        Self::Unowned,
        Self::NotText,
        Self::Unreadable,
        Self::Symlink,
        Self::Foreign,
        Self::Leftover,
    ];

    /// One or two words for a report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::LineEndings => "line endings",
            Self::Mode => "executable",
            Self::Orphaned => "orphaned",
            Self::Unowned => "not owned",
            Self::NotText => "not text",
            Self::Unreadable => "unreadable",
            Self::Symlink => "symlink",
            Self::Foreign => "foreign",
            Self::Leftover => "interrupted",
        }
    }
}

/// What `groundplan render` does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Writes the rendered text.
    Write,
    /// Takes the executable bit away.
    Repair,
    /// Removes a file that it wrote and no longer renders.
    Remove,
    /// Removes what a stopped run left behind.
    Clear,
    /// Refuses: something stands in the way that is not groundplan's to replace.
    Refuse,
    /// Nothing: the file is somebody else's.
    Leave,
}

/// One path at which the trees differ.
#[derive(Debug, Clone)]
pub struct Change {
    /// From the project root, with `/`.
    pub path: String,
    /// What differs.
    pub kind: Kind,
    /// What `groundplan render` does about it.
    pub action: Action,
    /// The rendered text, where something is rendered here.
    pub rendered: Option<Arc<Source>>,
    /// The committed text, where text is committed here.
    pub committed: Option<Arc<Source>>,
    /// Why it is unreadable, where the link leads, or what stands in the way if that is not a file.
    pub detail: Option<String>,
}

impl Change {
    pub(super) fn new(path: &str, kind: Kind, action: Action) -> Self {
        let path = path.to_owned();
        Self { path, kind, action, rendered: None, committed: None, detail: None }
    }

    pub(super) fn missing(source: &Arc<Source>) -> Self {
        Self::new(&source.path, Kind::Missing, Action::Write).rendered(source)
    }

    pub(super) fn rendered(mut self, source: &Arc<Source>) -> Self {
        self.rendered = Some(Arc::clone(source));
        self
    }

    pub(super) fn committed(mut self, source: &Arc<Source>) -> Self {
        self.committed = Some(Arc::clone(source));
        self
    }

    pub(super) fn detail(mut self, detail: &str) -> Self {
        self.detail = Some(detail.to_owned());
        self
    }

    /// Whether this fails the gate. Only a foreign file that neither kubectl nor Argo CD reads does not.
    pub fn is_drift(&self) -> bool {
        self.kind != Kind::Foreign || is_read_by_the_cluster(&self.path)
    }

    /// The difference by line, for a changed file; made when asked for.
    pub fn unified_diff(&self) -> Option<UnifiedDiff> {
        match (self.kind, &self.committed, &self.rendered) {
            (Kind::Changed, Some(committed), Some(rendered)) => Some(UnifiedDiff::between(committed, rendered)),
            _ => None,
        }
    }
}

/// Whether kubectl or Argo CD would read a file of this name when given its folder.
pub(super) fn is_read_by_the_cluster(path: &str) -> bool {
    const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "jsonnet"];
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    // A file of this name turns its folder into a Kustomize application and changes how all others are read.
    name == "Kustomization" || extension.is_some_and(|found| EXTENSIONS.contains(&found))
}
