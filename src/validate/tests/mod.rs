//! Whole verdicts: a text goes in, and everything that is said of its objects comes out.

mod consequences;
mod lists;
mod oracle;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest;
use crate::schema::Catalog;
use crate::text::FileTree;
use crate::text::Source;
use crate::validate::judge;

/// Everything that is found in a text.
fn found(catalog: &Catalog, text: &str) -> Vec<Finding> {
    let mut tree = FileTree::default();
    tree.insert(Source::new("a.yaml", text));
    let mut findings = Findings::default();
    for manifest in manifest::parse(&mut findings, &tree) {
        findings.append(judge(catalog, &manifest).1);
    }
    findings.into_sorted()
}
