//! The files of a revision in memory: the names of all, the text of those that say what belongs to what.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ci::pattern::folder_of;
use crate::ci::pattern::is_within;
use crate::ci::pipeline::Pipeline;
use crate::text::Source;
use crate::text::suggest;

/// A revision of the repository.
#[derive(Debug, Default)]
pub struct Checkout {
    paths: Vec<String>,
    folders: BTreeSet<String>,
    /// Folders with Python directly in them.
    python: BTreeSet<String>,
    sources: BTreeMap<String, Arc<Source>>,
}

/// What a file is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Python.
    Python,
    /// A requirements file of pip.
    Requirements,
    /// `pyproject.toml`.
    Pyproject,
    /// A Dockerfile.
    Dockerfile,
}

/// What a file is read as, if its text matters.
pub fn reading(path: &str) -> Option<Reading> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ends = |ending: &str| name.ends_with(ending);
    if ends(".py") {
        return Some(Reading::Python);
    }
    if name == "pyproject.toml" {
        return Some(Reading::Pyproject);
    }
    if name == "Dockerfile" || name.starts_with("Dockerfile.") || ends(".Dockerfile") || ends(".dockerfile") {
        return Some(Reading::Dockerfile);
    }
    let folder = folder_of(path).rsplit('/').next().unwrap_or_default();
    let requirements = |name: &str| name.starts_with("requirements") || name.starts_with("constraints");
    (ends(".txt") && (requirements(name) || requirements(folder) || ends("requirements.txt")))
        .then_some(Reading::Requirements)
}

/// Whether a file is read as Python.
pub fn is_python(path: &str) -> bool {
    reading(path) == Some(Reading::Python)
}

/// Whether the text of a file is needed: Python counts in the roots, in the folders of services and in the folders that
/// tools look into for settings of the folders below.
pub fn is_wanted(pipeline: &Pipeline<'_>, path: &str) -> bool {
    match reading(path) {
        Some(Reading::Python) => {
            pipeline.is_in_root(path)
                || pipeline.services.iter().any(|service| service.owns(path))
                || pipeline.ci.python.path.iter().any(|folder| folder.0 != "." && is_within(path, &folder.0))
                || path.ends_with("conftest.py")
        }
        Some(_) => true,
        None => false,
    }
}

impl Checkout {
    /// A revision with these files.
    pub fn new(mut paths: Vec<String>, sources: impl IntoIterator<Item = Arc<Source>>) -> Self {
        paths.sort_unstable();
        paths.dedup();
        let (mut folders, mut python) = (BTreeSet::new(), BTreeSet::new());
        for path in &paths {
            let mut folder = folder_of(path);
            if is_python(path) && !python.contains(folder) {
                python.insert(folder.to_owned());
            }
            while !folder.is_empty() && !folders.contains(folder) {
                folders.insert(folder.to_owned());
                folder = folder_of(folder);
            }
        }
        let sources = sources.into_iter().map(|source| (source.path.clone(), source)).collect();
        Self { paths, folders, python, sources }
    }

    /// The files, in the order of their paths.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Whether there is a file at a path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.binary_search_by(|known| known.as_str().cmp(path)).is_ok()
    }

    /// Whether there is a folder at a path.
    pub fn has_folder(&self, path: &str) -> bool {
        path.is_empty() || path == "." || self.folders.contains(path)
    }

    /// Whether there is Python directly in a folder.
    pub fn has_python(&self, folder: &str) -> bool {
        self.python.contains(folder)
    }

    /// The files in a folder and its folders; of a file, that file.
    pub fn below<'c>(&'c self, folder: &str) -> impl Iterator<Item = &'c str> + use<'c> {
        let all = folder.is_empty() || folder == ".";
        let begin = if all { 0 } else { self.paths.partition_point(|path| path.as_str() < folder) };
        let folder = folder.to_owned();
        self.paths[begin..]
            .iter()
            .map(String::as_str)
            .take_while({
                let folder = folder.clone();
                move |path| all || path.starts_with(folder.as_str())
            })
            .filter(move |path| all || is_within(path, &folder))
    }

    /// The folder or file that somebody may have meant who wrote a path that is not there; as deep as that.
    pub fn nearest(&self, path: &str) -> Option<&str> {
        let depth = |path: &str| path.matches('/').count();
        let deep = depth(path);
        let all = self.folders.iter().chain(&self.paths).map(String::as_str);
        suggest::nearest(path, all.filter(|known| depth(known) == deep))
    }

    /// The texts that were read, in the order of their paths.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.values()
    }

    /// The text of a file, if it was read.
    pub fn source(&self, path: &str) -> Option<&Arc<Source>> {
        self.sources.get(path)
    }
}
