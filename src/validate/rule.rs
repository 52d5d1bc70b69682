//! What a rule is: an id, what it means, and a function from facts to findings.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::model::Environment;
use crate::text::FileTree;

/// A question about the rendered objects of one environment that no schema can answer.
pub struct Rule {
    /// Names the bad pattern; stamped on every finding.
    pub id: &'static str,
    /// What is wrong when it fires, in one sentence.
    pub summary: &'static str,
    /// What would happen in the cluster; stamped on every finding without a reason of its own.
    pub why: &'static str,
    /// Looks at the facts and reports.
    pub check: fn(&Context<'_>, &mut Findings),
}

/// What a rule may look at.
pub struct Context<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// Its objects, in path order.
    pub manifests: &'a [&'a Manifest],
    /// Every rendered file.
    pub tree: &'a FileTree,
}

impl Context<'_> {
    /// Objects of one kind, whatever their version.
    pub fn of_kind(&self, group: &str, kind: &str) -> impl Iterator<Item = &Manifest> {
        self.manifests.iter().copied().filter(move |manifest| manifest.id.group() == group && manifest.id.kind == kind)
    }

    /// The objects of each file.
    pub fn by_file(&self) -> BTreeMap<&str, Vec<&Manifest>> {
        let mut files: BTreeMap<&str, Vec<&Manifest>> = BTreeMap::new();
        for manifest in self.manifests {
            files.entry(&manifest.source().path).or_default().push(manifest);
        }
        files
    }
}

/// A finding of a rule about an object, or about one of its fields; the rest is stamped by the caller.
pub fn about(manifest: &Manifest, path: &[&str], message: impl Into<String>) -> Finding {
    let finding = Finding::error("", manifest.place(path), message).resource(manifest.id.to_string());
    if path.is_empty() { finding } else { finding.path(path.join(".")) }
}
