//! The objects of one environment, judged together: what controllers make of them, and then the rules.

use crate::cluster::facts::Facts;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::validate::engine;
use crate::validate::engine::Ruled;
use crate::validate::levels::Levels;
use crate::validate::rule::Context;
use crate::validate::rule::Project;

/// Runs the rules over `manifests`. `complete` says whether no document stayed unread.
pub fn check(
    findings: &mut Findings,
    manifests: &[&Manifest],
    facts: &Facts,
    project: Option<Project<'_>>,
    complete: bool,
    levels: &Levels,
) -> Ruled {
    let objects = manifests.iter().map(|manifest| Object::written(manifest)).collect();
    let cluster = Cluster::new(objects, facts, complete);
    engine::run(findings, &Context { cluster: &cluster, project }, levels)
}
