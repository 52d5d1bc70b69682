//! Facts that no single value can hold: quotas, database numbers, directives that another key decides, and releases
//! for which there are schemas.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::Environment;
use crate::model::Model;
use crate::model::redis::Persistence;
use crate::schema;
use crate::text::suggest;

/// Redis has 16 databases unless started otherwise, and the operator cannot change it: `databases` is immutable.
const DATABASES: u32 = 16;

/// Reports quotas exceeded, database numbers that do not exist or are used twice, and directives set in two ways.
pub fn check(findings: &mut Findings, environment: &Environment) {
    quota(findings, environment);
    databases(findings, environment);
    directives(findings, environment);
    schemas(findings, environment);
}

/// The releases whose schemas judge custom resources: project, version, and where the version stands.
pub fn releases(model: &Model) -> Vec<(&str, &str, Vec<&str>)> {
    let mut releases = vec![
        ("argo-cd", model.argocd.version.as_str(), vec!["argocd", "version"]),
        ("prometheus-operator", model.redis.monitoring.version.as_str(), vec!["redis", "monitoring", "version"]),
    ];
    let installed = model.cluster.operators.iter();
    releases.extend(installed.map(|(name, version)| (name, version.as_str(), vec!["cluster", "operators", name])));
    releases
}

fn schemas(findings: &mut Findings, environment: &Environment) {
    for (project, version, path) in releases(&environment.model) {
        let versions = schema::embedded_versions(project);
        if versions.contains(&version) {
            continue;
        }
        let (place, missing, help) = if versions.is_empty() {
            let projects = schema::embedded_projects();
            let near = suggest::nearest(project, projects.iter().copied());
            let help =
                near.map_or_else(|| suggest::known(projects.iter().copied()), |near| format!("did you mean `{near}`?"));
            (environment.key_place(&path), format!("`{project}`"), help)
        } else {
            (environment.place(&path), format!("{project} {version}"), suggest::known(versions))
        };
        findings.push(
            Finding::error("unknown-schema-version", place, format!("there are no schemas for {missing}"))
                .why("nothing could check its custom resources")
                .help(help),
        );
    }
}

/// `persistence` decides these; written a second time, the operator would set one value and then the other, for ever.
fn directives(findings: &mut Findings, environment: &Environment) {
    for (name, instance) in environment.model.redis.instances.iter() {
        let decided: &[&str] = match instance.persistence {
            Persistence::None => &["appendonly", "save"],
            Persistence::Rdb => &["appendonly"],
            Persistence::Aof => &["appendonly", "appendfsync"],
        };
        for directive in instance.config.names().filter(|directive| decided.contains(directive)) {
            findings.push(
                Finding::error(
                    "directive-set-twice",
                    environment.place(&["redis", "instances", name, "config", directive]),
                    format!("`{directive}` follows from `persistence` and must not be set beside it"),
                )
                .also(environment.place(&["redis", "instances", name, "persistence"]), "what decides it")
                .why("the operator replays every entry each 30 seconds, so the value would change back and forth")
                .help("remove the directive, or change `persistence`"),
            );
        }
    }
}

fn quota(findings: &mut Findings, environment: &Environment) {
    let model = &environment.model;
    let types = &model.cluster.instance_types;
    let vcpu: u32 =
        model.nodes.iter().filter_map(|(_, node)| types.get(&node.instance_type)).map(|kind| kind.vcpu).sum();
    let Some(quota) = model.cluster.quotas.get("vcpu").filter(|quota| vcpu > **quota) else { return };
    findings.push(
        Finding::error(
            "quota-exceeded",
            environment.place(&["cluster", "quotas", "vcpu"]),
            format!("the nodes need {vcpu} vCPU, and the account allows {quota}"),
        )
        .resource(format!("environment {}", environment.name))
        .path("cluster.quotas.vcpu")
        .why("the cloud refuses the last instances, and their pods stay Pending")
        .help("use smaller instance types, fewer nodes, or have the quota raised"),
    );
}

fn databases(findings: &mut Findings, environment: &Environment) {
    for (name, instance) in environment.model.redis.instances.iter() {
        let mut taken = BTreeMap::new();
        for (database, number) in instance.databases.iter() {
            let place = environment.place(&["redis", "instances", name, "databases", database]);
            if *number >= DATABASES {
                findings.push(
                    Finding::error("database-out-of-range", place, format!("there is no database {number}"))
                        .why("Redis answers `ERR DB index is out of range`; the operator cannot raise `databases` at run time")
                        .help("use a number from 0 to 15"),
                );
            } else if let Some(other) = taken.insert(number, database) {
                let message = format!("`{database}` and `{other}` of {} share database {number}", instance.name);
                findings.push(
                    Finding::error("database-shared", place, message)
                        .why("one purpose could flush or overwrite the keys of the other"),
                );
            }
        }
    }
}
