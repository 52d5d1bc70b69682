//! `validate` as a whole command against the verdicts of a real API server.
//!
//! Which field is blamed is compared beside the stages, in `src/validate/tests/oracle.rs`; here it is files and reports.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::objects::items;
use crate::project::Project;
use crate::reference::facts;

/// Taken by the server and refused here, with the reason. Others of which the reference says that it is right are not
/// listed.
const STRICTER: &[(&str, &str)] = &[
    ("redisfailover/007", "the definition's int32 is not enforced, but the operator cannot decode the number"),
    ("document/029", "`!!binary` is refused when YAML is read: the text would not be what stands in the file"),
];

/// Refused by the server and taken here, with the reason.
const TAKEN: &[(&str, &str)] = &[
    ("service/039", "the ranges of addresses are a matter of the cluster"),
    ("service/045", "the families of addresses are a matter of the cluster"),
    ("pod/062", "which accounts there are is a matter of the cluster"),
    ("pod/066", "which namespaces there are is a matter of the cluster"),
    ("pod/068", "which limits a namespace has is a matter of the cluster"),
    ("document/077", "a Kustomization is meant for kustomize, and checked as such"),
];

/// What every run is told of the cluster that gave the verdicts.
const CLUSTER: [&str; 11] = [
    "--kubernetes-version=1.28",
    "--release=redis-operator=v1.2.4",
    "--release=argo-cd=v3.5.1",
    "--release=prometheus-operator=v0.93.0",
    "--release=keda=v2.16.0",
    "--release=external-secrets=v0.9.11",
    "--release=istio=v1.24.1",
    // An API server looks at one object at a time.
    "--allow=all",
    "--format=json",
    "--verbose",
    "widget-crd.yaml",
];

#[test]
fn the_command_agrees_with_a_real_api_server_on_every_manifest() {
    let Some(verdicts) = facts("oracle/verdicts.json", "verdicts of an API server on 800 manifests") else { return };
    let widgets = facts("oracle/context/widget-crd.yaml", "a definition").unwrap();
    let verdicts: Value = serde_json::from_str(&verdicts).unwrap();
    let root = std::path::PathBuf::from(std::env::var("GROUNDPLAN_REFERENCE").unwrap()).join("oracle");
    let mut folders: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for verdict in items(&verdicts) {
        let id = verdict["id"].as_str().unwrap();
        // Each definition is alone, since they would define one another's kinds.
        let group = if id.starts_with("customresourcedefinition/") { id } else { verdict["kind"].as_str().unwrap() };
        folders.entry(group).or_default().push(verdict);
    }
    let mut wrong = Vec::new();
    let mut seen = 0;
    for verdicts in folders.values() {
        let mut project = Project::empty().file("widget-crd.yaml", &widgets);
        for verdict in verdicts {
            let file = verdict["file"].as_str().unwrap();
            project = project.file(file, std::fs::read(root.join(file)).unwrap());
        }
        let mut command = project.command();
        let said = crate::project::said(command.arg("validate").arg("cases").args(CLUSTER));
        let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
        let refused: BTreeSet<&str> = items(&report["findings"])
            .filter(|finding| finding["severity"] == "error")
            .map(|finding| finding["file"].as_str().unwrap())
            .collect();
        let documents: BTreeSet<&str> =
            items(&report["resources"]).map(|document| document["filename"].as_str().unwrap()).collect();
        for verdict in verdicts {
            let (id, file) = (verdict["id"].as_str().unwrap(), verdict["file"].as_str().unwrap());
            seen += 1;
            // Nothing in a file is nothing to apply: by itself that is exit code 3, and no success.
            let passes = !refused.contains(file) && documents.contains(file);
            let valid = verdict["valid"].as_bool().unwrap();
            let known = |list: &[(&str, &str)]| list.iter().any(|(known, _)| *known == id);
            let stricter = verdict["stricter_is_right"].as_bool().unwrap_or(false) || known(STRICTER);
            if passes != valid && !(if valid { stricter } else { known(TAKEN) }) {
                wrong.push(format!("{id}: {} is {}", verdict["fault"], if passes { "taken" } else { "refused" }));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(seen > 800, "{seen} manifests were compared");
}
