//! The texts of a revision, read as what they are; what another revision has in common with it is not read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::ci::checkout::Checkout;
use crate::ci::checkout::Reading;
use crate::ci::checkout::reading;
use crate::code::dockerfile;
use crate::code::dockerfile::Dockerfile;
use crate::code::pyproject;
use crate::code::pyproject::Project;
use crate::code::python;
use crate::code::python::Module;
use crate::code::requirements;
use crate::code::requirements::Requirements;
use crate::finding::Finding;
use crate::text::Source;

/// What a text says.
#[derive(Debug)]
pub enum Read {
    /// As Python.
    Python(Module),
    /// As a requirements file.
    Requirements(Requirements),
    /// As `pyproject.toml`.
    Pyproject(Project),
    /// As a Dockerfile.
    Dockerfile(Dockerfile),
}

/// Everything that was read of a revision.
#[derive(Debug, Default)]
pub struct Parsed {
    by_path: BTreeMap<String, Text>,
}

/// A text and what it says.
type Text = (Arc<Source>, Arc<Read>);

impl Parsed {
    /// Reads the texts of a revision, but for those that `known` has already.
    pub fn new(checkout: &Checkout, known: Option<&Self>) -> Self {
        let sources: Vec<&Arc<Source>> = checkout.sources().collect();
        let read = |source: &Arc<Source>| -> Option<(String, Text)> {
            let same = known.and_then(|known| known.by_path.get(&source.path));
            if let Some(same) = same.filter(|(old, _)| Arc::ptr_eq(old, source)) {
                return Some((source.path.clone(), same.clone()));
            }
            let read = match reading(&source.path)? {
                Reading::Python => Read::Python(python::read(source)),
                Reading::Requirements => Read::Requirements(requirements::read(source)),
                Reading::Pyproject => Read::Pyproject(pyproject::read(source)),
                Reading::Dockerfile => Read::Dockerfile(dockerfile::read(source)),
            };
            Some((source.path.clone(), (Arc::clone(source), Arc::new(read))))
        };
        Self { by_path: sources.par_iter().filter_map(|source| read(source)).collect() }
    }

    /// The texts with what they say, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<Source>, &Read)> {
        self.by_path.values().map(|(source, read)| (source, read.as_ref()))
    }

    /// A Python file, if it was read.
    pub fn module(&self, path: &str) -> Option<&Module> {
        match self.by_path.get(path)?.1.as_ref() {
            Read::Python(module) => Some(module),
            _ => None,
        }
    }

    /// What is wrong with the texts themselves.
    pub fn problems(&self) -> impl Iterator<Item = &Finding> {
        self.iter().flat_map(|(_, read)| match read {
            Read::Python(module) => module.problems.as_slice(),
            Read::Pyproject(project) => project.problems.as_slice(),
            Read::Requirements(_) | Read::Dockerfile(_) => &[],
        })
    }

    /// How many Python files were read, and how many imports they have.
    pub fn count(&self) -> (usize, usize) {
        let modules = self.iter().filter_map(|(_, read)| match read {
            Read::Python(module) => Some(module.imports.len()),
            _ => None,
        });
        modules.fold((0, 0), |(files, imports), more| (files + 1, imports + more))
    }
}
