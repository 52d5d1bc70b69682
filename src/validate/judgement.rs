//! One document judged: whether it is to be checked, by what, and what was found.

use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::manifest::documents::Found;
use crate::manifest::identity::ResourceId;
use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::validate;
use crate::validate::cel::NotEvaluated;
use crate::validate::outcome::Skip;
use crate::validate::outcome::Verdict;
use crate::validate::selection::Selection;
use crate::validate::unknown;
use crate::workflow;
use crate::workflow::Workflow;

/// What was decided about a document, and why.
pub(super) struct Judgement<'a> {
    pub(super) found: Found,
    pub(super) verdict: Verdict,
    pub(super) findings: Findings,
    /// What judged it.
    pub(super) schema: Option<&'a str>,
    /// Its kind, if a definition in another file could decide about it.
    pub(super) custom: Option<u64>,
    /// What it defines, with its name.
    pub(super) defined: Option<(String, CustomKinds)>,
    pub(super) not_evaluated: NotEvaluated,
    /// What its schema demands and nobody checked.
    pub(super) unchecked: &'a [String],
    /// What it is called, if it is a workflow.
    pub(super) workflow: Option<ResourceId>,
}

/// Tells kinds apart without keeping their names; two with the same number are only judged once too often.
pub fn kind_hash(api_version: &str, kind: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (api_version, kind).hash(&mut hasher);
    hasher.finish()
}

/// Judges a document; `problems` is what is wrong with it as YAML, which leaves it readable.
pub(super) fn judge<'a>(
    catalog: &'a Catalog,
    selection: &Selection,
    found: Found,
    problems: Vec<Finding>,
) -> Judgement<'a> {
    let mut judgement = Judgement {
        found,
        verdict: Verdict::Valid,
        findings: Findings::default(),
        schema: None,
        custom: None,
        defined: None,
        not_evaluated: NotEvaluated::default(),
        unchecked: &[],
        workflow: None,
    };
    let skip = judgement.fill(catalog, selection);
    for problem in problems {
        judgement.findings.push(problem);
    }
    judgement.verdict = match skip {
        _ if judgement.findings.has_errors() => Verdict::Invalid,
        Some(skip) => Verdict::Skipped(skip),
        None => Verdict::Valid,
    };
    judgement
}

impl<'a> Judgement<'a> {
    fn path(&self) -> &str {
        match &self.found {
            Found::Object(manifest) => &manifest.source().path,
            Found::Other(document, _) => &document.source().path,
        }
    }

    /// Looks at the document; gives the reason if it is not to be checked.
    fn fill(&mut self, catalog: &'a Catalog, selection: &Selection) -> Option<Skip> {
        if !selection.parts.is_empty() && selection.parts.contains(self.path()) {
            return Some(Skip::Part);
        }
        let manifest = match &self.found {
            Found::Object(manifest) => manifest,
            Found::Other(document, finding) => {
                let Some((workflow, found)) = Workflow::read(document) else {
                    self.findings.push((**finding).clone());
                    return None;
                };
                for finding in found {
                    self.findings.push(finding);
                }
                self.schema = Some(workflow::SYNTAX);
                self.workflow = Some(workflow.id);
                return None;
            }
        };
        let id = &manifest.id;
        if id.kind == "CustomResourceDefinition" {
            self.defined = Some((id.name.clone(), CustomKinds::read(manifest.root())));
        }
        if selection.reject.iter().any(|pattern| pattern.matches(id)) {
            self.findings.push(rejected(manifest));
            return None;
        }
        if selection.skip.iter().any(|pattern| pattern.matches(id)) {
            return Some(Skip::Kind);
        }
        let Some(kind) = catalog.find(&id.api_version, &id.kind) else {
            self.custom = Some(kind_hash(&id.api_version, &id.kind));
            if selection.ignore_missing_schemas {
                return Some(Skip::NoSchema);
            }
            self.findings.push(unknown::finding(catalog, manifest));
            return None;
        };
        self.not_evaluated = validate::judge_as(&kind, catalog.minor(), manifest, &mut self.findings);
        self.custom = kind.is_custom().then(|| kind_hash(&id.api_version, &id.kind));
        self.schema = Some(kind.source());
        self.unchecked = kind.unchecked();
        None
    }
}

fn rejected(manifest: &Manifest) -> Finding {
    let id = &manifest.id;
    Finding::error("rejected-kind", manifest.place(&["kind"]), format!("{} is not allowed here", id.kind))
        .why("its kind was named with --reject")
        .resource(id.to_string())
}
