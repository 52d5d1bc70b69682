//! Whether what was rendered is right: every object against its schema, every environment against the rules.
//!
//! Nothing passes unchecked in silence: an unknown kind is a finding, and [`Coverage`] counts what was checked by what.

pub mod built;
pub mod cel;
pub mod engine;
pub mod environment;
pub mod file;
mod judgement;
pub mod levels;
pub mod object;
pub mod outcome;
pub mod rule;
pub mod rules;
pub mod schema;
pub mod selection;
pub mod suppression;
pub mod partition;
mod together;
#[cfg(test)]
mod tests;
mod unknown;
mod vicinity;
pub mod workflows;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::cluster::facts::Facts;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::model::Environment;
use crate::model::check;
use crate::render::GENERATED;
use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::schema::Kind;
use crate::text::FileTree;
use crate::validate::cel::NotEvaluated;
use crate::validate::engine::Ruled;
use crate::validate::environment::Policy;
use crate::validate::environment::Together;
use crate::validate::rule::Project;

/// What was checked.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Objects.
    pub documents: usize,
    /// Objects by the schema that judged them.
    pub by_schema: BTreeMap<String, usize>,
    /// Objects of a kind for which there is no schema; each is a finding too.
    pub unknown: usize,
    /// What came of the rules.
    pub ruled: Ruled,
    /// What CRDs ask of their objects and nothing here evaluated, by the kind of the objects.
    pub not_evaluated: BTreeMap<String, NotEvaluated>,
}

/// Checks the objects of all environments.
pub fn validate(
    findings: &mut Findings,
    environments: &[Environment],
    manifests: &[Manifest],
    tree: &FileTree,
    policy: &Policy,
) -> Coverage {
    let mut coverage = Coverage { documents: manifests.len(), ..Coverage::default() };
    let mut defined = BTreeMap::new();
    for environment in environments {
        let folder = format!("{GENERATED}/{}/", environment.name);
        let own: Vec<&Manifest> =
            manifests.iter().filter(|manifest| manifest.source().path.starts_with(&folder)).collect();
        // `model` accepts packed minors only.
        let Some(catalog) = catalog(&mut defined, environment, &own) else {
            coverage.unknown += own.len();
            continue;
        };
        let judged: Vec<(Option<String>, Findings, NotEvaluated)> =
            own.par_iter().map(|manifest| judge(&catalog, manifest)).collect();
        for (manifest, (schema, found, skipped)) in own.iter().zip(judged) {
            findings.append(found);
            if !skipped.is_empty() {
                coverage.not_evaluated.entry(manifest.id.kind.clone()).or_default().append(&skipped);
            }
            match schema {
                Some(schema) => *coverage.by_schema.entry(schema).or_default() += 1,
                None => coverage.unknown += 1,
            }
        }
        let facts = Facts::of(environment);
        let project = Some(Project { environment, tree });
        let together = Together { manifests: &own, complete: true, project, ..Together::default() };
        coverage.ruled.add(&environment::check(findings, together, &facts, policy));
    }
    coverage
}

/// The schemas of an environment: its Kubernetes minor, its operators, and the CRDs that it renders itself.
fn catalog(
    defined: &mut BTreeMap<String, CustomKinds>,
    environment: &Environment,
    manifests: &[&Manifest],
) -> Option<Catalog> {
    let model = &environment.model;
    let mut catalog = Catalog::new(model.cluster.kubernetes.0)?;
    // `model` accepts embedded releases only.
    for (project, version, _) in check::releases(model) {
        catalog.add_embedded(project, version);
    }
    for manifest in manifests.iter().filter(|manifest| manifest.id.kind == "CustomResourceDefinition") {
        let source = manifest.source();
        // Environments render the same definitions, and these are the largest objects of all.
        let kinds = defined.entry(source.text.clone()).or_insert_with(|| CustomKinds::read(manifest.root()));
        catalog.add_crd(&manifest.id.name, kinds.clone());
    }
    Some(catalog)
}

/// Checks one object; gives the name of the schema that judged it, and which of its rules were not evaluated.
fn judge(catalog: &Catalog, manifest: &Manifest) -> (Option<String>, Findings, NotEvaluated) {
    let mut findings = Findings::default();
    let id = &manifest.id;
    let Some(kind) = catalog.find(&id.api_version, &id.kind) else {
        findings.push(unknown::finding(catalog, manifest));
        return (None, findings, NotEvaluated::default());
    };
    let skipped = judge_as(&kind, catalog.minor(), manifest, &mut findings);
    (Some(kind.source().to_owned()), findings, skipped)
}

/// Checks an object of a known kind; gives the rules that could not be evaluated.
fn judge_as(kind: &Kind<'_>, minor: u32, manifest: &Manifest, findings: &mut Findings) -> NotEvaluated {
    if let Some(finding) = manifest.id.without_name(manifest.root()) {
        findings.push(finding);
        return NotEvaluated::default();
    }
    let mut violations = Vec::new();
    schema::check(kind, manifest.root(), &mut violations);
    // What is wrong in its shape is not looked into, so that one mistake is one finding.
    let mut skipped = NotEvaluated::default();
    if violations.is_empty() {
        object::check(manifest, Some(kind), minor, findings);
        let mut broken = Vec::new();
        skipped = cel::check(kind, manifest.root(), &mut broken);
        for finding in broken {
            findings.push(finding.resource(manifest.id.to_string()));
        }
    }
    for violation in violations {
        let why = schema::consequence(kind, &manifest.id, &violation);
        findings.push(violation.into_finding().why(why).resource(manifest.id.to_string()));
    }
    skipped
}
