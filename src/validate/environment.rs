//! The objects of one environment, judged together: what controllers make of them, and then the rules.

use crate::cluster::facts::Facts;
use crate::cluster::objects::Cluster;
use crate::cluster::project::project_all;
use crate::finding::Findings;
use crate::kustomize::Build;
use crate::manifest::Manifest;
use crate::model::suppression::Date;
use crate::validate::engine;
use crate::validate::engine::About;
use crate::validate::engine::Ruled;
use crate::validate::levels::Levels;
use crate::validate::rule::Context;
use crate::validate::rule::Project;
use crate::validate::rule::Workflows;
use crate::validate::suppression;

/// What is applied together.
#[derive(Default, Clone, Copy)]
pub struct Together<'a> {
    /// The objects.
    pub manifests: &'a [&'a Manifest],
    /// Every file of the repository, if that is known.
    pub files: Option<&'a [&'a str]>,
    /// Whether no document stayed unread, and nothing unbuilt.
    pub complete: bool,
    /// The project that rendered them, if one did.
    pub project: Option<Project<'a>>,
    /// Kustomizations, each with its folder: those of all environments.
    pub builds: &'a [(&'a str, &'a Build)],
}

/// Runs the rules over what is applied together.
pub fn check(findings: &mut Findings, together: Together<'_>, facts: &Facts, policy: &Policy) -> Ruled {
    let Together { manifests, files, complete, project, builds } = together;
    let projected = project_all(manifests, facts.redis_operator);
    let mut cluster = Cluster::new(manifests, &projected, facts, complete);
    if let Some(files) = files {
        cluster = cluster.with_files(files);
    }
    let mut found = Findings::default();
    let context = Context { cluster: &cluster, project, builds, workflows: Workflows::default() };
    let ruled = engine::run(&mut found, &context, About::Objects, &policy.levels);
    let suppressions = suppression::about(About::Objects, facts.suppress.as_deref().unwrap_or_default());
    for finding in suppression::apply(found.into_sorted(), &suppressions, policy.today) {
        findings.push(finding);
    }
    ruled
}

/// How much what is found counts.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Levels that differ from the rules' own.
    pub levels: Levels,
    /// The day on which suppressions have to be in force.
    pub today: Date,
}
