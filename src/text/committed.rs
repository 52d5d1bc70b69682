//! The committed tree as it was found: every entry, also those that are not plain text.
//!
//! `disk` fills it and `diff` measures against it, so that neither has to know the other. Nothing found on disk is
//! left out: what could not be read stands here with the reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text::FileTree;
use crate::text::Source;
use crate::text::ownership::is_owned;

/// What stands below one folder, by relative path (with `/`), in path order.
#[derive(Debug, Default, Clone)]
pub struct CommittedTree {
    /// Whether the folder is there at all; a folder that is not there has no files.
    pub exists: bool,
    files: BTreeMap<String, CommittedFile>,
}

/// One entry that is not a folder.
#[derive(Debug, Clone)]
pub struct CommittedFile {
    /// What is in it.
    pub content: Content,
    /// Whether anyone may execute it, which git keeps and rendered files never are.
    pub executable: bool,
}

/// What an entry holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// UTF-8 without NUL.
    Text(Arc<Source>),
    /// Something else.
    NotText {
        /// Whether the file nevertheless begins with groundplan's header: it was ours and was damaged.
        owned: bool,
    },
    /// Could not be read, for this reason.
    Unreadable(String),
    /// A symbolic link with this target; never followed.
    Symlink(String),
    /// A file of a run that was stopped half way, known by its name.
    Leftover,
}

impl CommittedFile {
    /// A file that holds `source` and is not executable.
    pub fn text(source: Arc<Source>) -> Self {
        Self::new(Content::Text(source))
    }

    /// A file that is not executable.
    pub fn new(content: Content) -> Self {
        Self { content, executable: false }
    }
}

impl CommittedTree {
    /// Adds what was found at `path`.
    pub fn insert(&mut self, path: impl Into<String>, file: CommittedFile) {
        self.exists = true;
        self.files.insert(path.into(), file);
    }

    /// Takes over from another tree what is ours or stands where a file of ours belongs; the rest of it is nobody's concern.
    pub fn adopt(&mut self, other: Self, rendered: &FileTree) {
        for (path, file) in other.files {
            let ours = match &file.content {
                Content::Text(source) => is_owned(&source.text),
                Content::NotText { owned } => *owned,
                Content::Leftover => true,
                Content::Unreadable(_) | Content::Symlink(_) => false,
            };
            if ours || rendered.contains(&path) || rendered.has_folder(&path) {
                self.files.insert(path, file);
            }
        }
    }

    /// What was found at `path`.
    pub fn get(&self, path: &str) -> Option<&CommittedFile> {
        self.files.get(path)
    }

    /// Whether some entry lies below `path`.
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.files.range(prefix.clone()..).next().is_some_and(|(entry, _)| entry.starts_with(&prefix))
    }

    /// Every entry, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &CommittedFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
