use std::collections::BTreeSet;

use serde_json::Value;

use super::facts;
use crate::objects::entries;
use crate::objects::items;
use crate::objects::object;
use crate::objects::parse;
use crate::project::Project;

const CRD: &str = "generated/prod/redis-operator/crd.yaml";

/// Every restriction of a schema, as `path keyword value`.
fn restrictions(schema: &Value) -> BTreeSet<String> {
    fn walk(path: &str, schema: &Value, found: &mut BTreeSet<String>) {
        for (keyword, value) in entries(schema) {
            match keyword {
                "properties" => {
                    for (name, inner) in entries(value) {
                        found.insert(format!("{path}.{name}"));
                        walk(&format!("{path}.{name}"), inner, found);
                    }
                }
                "items" => walk(&format!("{path}[]"), value, found),
                "additionalProperties" if value.is_object() => walk(&format!("{path}.*"), value, found),
                "anyOf" | "allOf" | "oneOf" => {
                    for (index, inner) in items(value).enumerate() {
                        walk(&format!("{path} {keyword} {index}"), inner, found);
                    }
                }
                "required" | "enum" => {
                    found.extend(items(value).map(|item| format!("{path} {keyword} {item}")));
                }
                "description" => {}
                keyword => {
                    found.insert(format!("{path} {keyword} {value}"));
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk("", schema, &mut found);
    found
}

/// The only version of a CRD: its schema, and whatever else it says but for columns and empty settings.
fn version(crd: &Value) -> (&Value, BTreeSet<String>) {
    let versions: Vec<&Value> = items(&crd["spec"]["versions"]).collect();
    assert_eq!(versions.len(), 1);
    let says = |key: &str| format!("{key}: {}", versions[0][key]);
    (&versions[0]["schema"]["openAPIV3Schema"], ["name", "served", "storage"].map(says).into())
}

#[track_caller]
fn check(operator: &str, project: &Project) {
    let file = format!("crds/spotahome/redisfailovers-{operator}.yaml");
    let Some(theirs) = facts(&file, &format!("the fields of the CRD of operator {operator}")) else { return };
    let theirs = parse(&file, &theirs).remove(0);
    let ours = object(project, CRD);
    let (their_schema, their_version) = version(&theirs);
    let (our_schema, our_version) = version(&ours);
    assert_eq!(our_version, their_version);
    for key in ["group", "scope"] {
        assert_eq!(ours["spec"][key], theirs["spec"][key]);
    }
    for (key, name) in entries(&theirs["spec"]["names"]) {
        assert_eq!(ours["spec"]["names"][key], *name, "{key}");
    }
    let (theirs, ours) = (restrictions(their_schema), restrictions(our_schema));
    assert!(theirs.len() > 2000, "{} restrictions", theirs.len());
    let only = |left: &BTreeSet<String>, right: &BTreeSet<String>| -> Vec<String> {
        left.difference(right).take(20).cloned().collect()
    };
    assert_eq!(only(&theirs, &ours), [""; 0], "said by the operator's CRD of {operator} alone");
    assert_eq!(only(&ours, &theirs), [""; 0], "said by the rendered CRD of {operator} alone");
}

#[test]
fn the_crd_of_the_stable_operator_accepts_and_rejects_the_same() {
    check("v1.2.4", &Project::copy_of_repository());
}

#[test]
fn the_crd_of_the_release_candidate_accepts_and_rejects_the_same() {
    let project = Project::copy_of_repository();
    let project = project.replace("environments/base.yaml", "version: v1.2.4", "version: v1.3.0-rc1").rendered();
    check("v1.3.0-rc1", &project);
}
