//! Objects as a kustomization builds them, each against its schema: a patch that misspells a field is sound by itself,
//! and so is what it patches.

use rayon::prelude::*;

use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::manifest::documents::Found;
use crate::schema::Catalog;
use crate::validate::judgement::judge;
use crate::validate::selection::Selection;

/// What is wrong with objects that were built. What was wrong before is found once more.
pub fn findings(catalog: &Catalog, selection: &Selection, built: &[Manifest]) -> Findings {
    // Where an object comes from a file that is no manifest by itself, it is one now.
    let selection = selection.without_parts();
    let judged: Vec<Findings> = built
        .par_iter()
        .map(|manifest| judge(catalog, &selection, Found::Object(manifest.again()), Vec::new()).findings)
        .collect();
    let mut findings = Findings::default();
    for found in judged {
        findings.append(found);
    }
    findings
}
