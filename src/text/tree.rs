//! A tree of files in memory: what rendering makes and what drift is measured against.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text::Source;

/// Relative path (with `/`) to text, in path order.
#[derive(Debug, Default, Clone)]
pub struct FileTree {
    files: BTreeMap<String, Arc<Source>>,
}

impl FileTree {
    /// Adds a file. The last one wins; whoever fills a tree decides beforehand whether that may happen.
    pub fn insert(&mut self, source: Arc<Source>) {
        self.files.insert(source.path.clone(), source);
    }

    /// The file at `path`.
    pub fn get(&self, path: &str) -> Option<&Arc<Source>> {
        self.files.get(path)
    }

    /// Whether a file is at `path`.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether `path` is a folder, that is, some file lies below it.
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        self.files.range(prefix.clone()..).next().is_some_and(|(file, _)| file.starts_with(&prefix))
    }

    /// Every file, in path order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.files.values()
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
