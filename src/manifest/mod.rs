//! How the rendered files are read back: as Kubernetes objects, each with its identity and a place for every node.
//!
//! What is not YAML, or no object, is reported here. Whether an object is right is for later stages.

pub mod documents;
pub mod identity;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest::documents::Found;
use crate::manifest::identity::ResourceId;
use crate::text::FileTree;
use crate::text::Place;
use crate::text::Source;
use crate::yaml;
use crate::yaml::Node;
use crate::yaml::parse::Parsed;

/// An object.
#[derive(Debug)]
pub struct Manifest {
    /// What it is called.
    pub id: ResourceId,
    document: yaml::Document,
}

impl Manifest {
    /// Reads a document as an object, or says what it lacks to be one.
    pub fn of(document: yaml::Document) -> Result<Self, Box<Finding>> {
        let id = ResourceId::of(document.root())?;
        Ok(Self { id, document })
    }

    /// The same object once more: its nodes are shared.
    #[must_use]
    pub fn again(&self) -> Self {
        Self { id: self.id.clone(), document: self.document.part(self.root()) }
    }

    /// The object itself.
    pub fn root(&self) -> Node<'_> {
        self.document.root()
    }

    /// The file that it stands in.
    pub fn source(&self) -> &Arc<Source> {
        self.document.source()
    }

    /// The place of the value at a path of keys, or of the deepest part of the path that is there.
    pub fn place(&self, path: &[&str]) -> Place {
        (0..=path.len()).rev().find_map(|length| self.root().at(&path[..length])).unwrap_or_else(|| self.root()).place()
    }
}

/// Reads every YAML file of a tree, in path order. Environments have many files in common, and a text is parsed once.
pub fn parse(findings: &mut Findings, tree: &FileTree) -> Vec<Manifest> {
    let files: Vec<&Arc<Source>> = tree.iter().filter(|source| is_manifest(&source.path)).collect();
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut distinct: Vec<&Arc<Source>> = Vec::new();
    for source in &files {
        texts.entry(&source.text).or_insert_with(|| {
            distinct.push(source);
            distinct.len() - 1
        });
    }
    let parsed: Vec<Parsed> = distinct.into_par_iter().map(yaml::parse).collect();
    let mut manifests = Vec::new();
    for source in &files {
        read(findings, &mut manifests, source, &parsed[texts[source.text.as_str()]]);
    }
    manifests
}

/// Whether a path is one that kubectl would read as YAML.
fn is_manifest(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|suffix| path.ends_with(suffix)) && !is_workflow_path(path)
}

/// Whether GitHub takes what lies at a path for a workflow, and nobody for an object.
pub fn is_workflow_path(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    (folder == ".github/workflows" || folder.ends_with("/.github/workflows"))
        && [".yaml", ".yml"].iter().any(|suffix| file.ends_with(suffix))
}

fn read(findings: &mut Findings, manifests: &mut Vec<Manifest>, source: &Arc<Source>, parsed: &Parsed) {
    for problem in &parsed.problems {
        findings.push(Finding::of_problem(source, problem));
    }
    if parsed.problems.is_empty() && parsed.documents.is_empty() {
        let finding = Finding::error("no-object", Place::whole_file(source), "this file holds no object");
        findings.push(finding.help("let the template's `when` say when there is nothing to render"));
    }
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for document in &parsed.documents {
        documents::objects(document.in_source(source), &mut found, &mut problems);
    }
    for found in found {
        match found {
            Found::Object(manifest) => manifests.push(manifest),
            Found::Other(_, finding) => findings.push(*finding),
        }
    }
    for problem in problems {
        findings.push(problem);
    }
}
