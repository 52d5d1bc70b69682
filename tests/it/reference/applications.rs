//! An ApplicationSet of which Argo CD makes fewer Applications than it seems, and one that looks like it.

use groundplan::cluster::project::Fault;
use groundplan::cluster::project::Releases;
use groundplan::cluster::project::project;
use groundplan::manifest::Manifest;
use groundplan::model::redis::OperatorVersion;
use groundplan::text::Source;
use groundplan::yaml;

use super::facts;

/// The names of the Applications, and what is wrong, for one of the two.
fn made(which: &str) -> Option<(Vec<String>, Vec<Fault>)> {
    let path = format!("semantics/A-APPSET-UNIQUE-matrix/{which}/clusters/sets.yaml");
    let text = facts(&path, "the Applications of an ApplicationSet")?;
    let document = yaml::parse(&Source::new(path, text)).documents.remove(0);
    let releases = Releases { redis_operator: OperatorVersion::V1_2_4 };
    let projection = Manifest::of(document).map(|manifest| project(&manifest, releases)).unwrap_or_default();
    let names = projection.made.iter().map(|made| made.manifest.id.name.clone()).collect();
    Some((names, projection.problems.iter().map(|problem| problem.fault).collect()))
}

#[test]
fn a_matrix_whose_name_has_one_of_two_parameters_repeats_names() {
    let Some(bad) = made("bad") else { return };
    assert_eq!(bad, (vec!["staging".to_owned(), "live".to_owned()], vec![Fault::RepeatedName; 2]));
    let (names, faults) = made("good").unwrap_or_default();
    assert_eq!((names.len(), faults), (4, vec![]));
}
