//! The objects of one environment, judged together: what controllers make of them, and then the rules.

use crate::cluster::facts::Facts;
use crate::cluster::objects::Cluster;
use crate::cluster::project::project_all;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::model::suppression::Date;
use crate::validate::engine;
use crate::validate::engine::Ruled;
use crate::validate::levels::Levels;
use crate::validate::rule::Context;
use crate::validate::rule::Project;
use crate::validate::suppression;

/// Runs the rules over `manifests`. `complete` says whether no document stayed unread.
pub fn check(
    findings: &mut Findings,
    manifests: &[&Manifest],
    facts: &Facts,
    project: Option<Project<'_>>,
    complete: bool,
    policy: &Policy,
) -> Ruled {
    let projected = project_all(manifests, facts.redis_operator);
    let cluster = Cluster::new(manifests, &projected, facts, complete);
    let mut found = Findings::default();
    let ruled = engine::run(&mut found, &Context { cluster: &cluster, project }, &policy.levels);
    let suppressions = facts.suppress.as_deref().unwrap_or_default();
    for finding in suppression::apply(found.into_sorted(), suppressions, policy.today) {
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
