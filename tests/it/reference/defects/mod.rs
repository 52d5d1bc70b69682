//! Defects that the reference system really had, each as it was before and after its repair.
//!
//! What is at hand of each are the files that were repaired. What stood beside them is written here as a user has it
//! in the same repository, and what no manifest says is declared as a user knows it.

#![expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod listed; // the defects, and what tells them
mod surroundings; // what stood beside the repaired files

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::objects::items;
use crate::project::Project;
use crate::project::said;
use crate::project::walk;
use crate::reference::defects::listed::DEFECTS;
use crate::reference::defects::listed::Defect;
use crate::reference::defects::listed::ELSEWHERE;
use crate::reference::defects::listed::RELAYS;
use crate::reference::defects::listed::Told;
use crate::reference::facts;

/// A finding as the report has it, with the whole message.
type Found = (String, String, String, String);

/// The folder of a defect; `None` where the reference is not at hand.
fn folder(name: &str) -> PathBuf {
    Path::new(&std::env::var("GROUNDPLAN_REFERENCE").unwrap()).join("eco2/defects").join(name)
}

/// What is found in a state of a defect, with the whole message.
fn found(defect: &Defect, state: &str, known: &Value) -> BTreeSet<Found> {
    let root = folder(defect.folder).join(state);
    let mut files = Vec::new();
    walk(&root, &mut files);
    let mut project = Project::empty();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "yaml")) {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap();
        project = project.file(path, fs::read(file).unwrap());
    }
    for (path, text) in (defect.beside)() {
        project = project.file(&path, text);
    }
    let project = project.file("facts.json", known.to_string());
    let said = said(
        project
            .command()
            .args(["validate", ".", "--assume", "facts.json", "--format=json"])
            .args(["--ignore-filename-pattern", "^facts.json$"]),
    );
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let told = items(&report["findings"]).map(|finding| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let of = &finding["resource"];
        let object = format!("{} {}/{}", text(&of["kind"]), text(&of["namespace"]), text(&of["name"]));
        (text(&finding["rule"]), text(&finding["file"]), object, text(&finding["message"]))
    });
    told.collect()
}

/// What was not found, and what was found by the rules that tell the defect and is not listed.
fn differences(defect: &Defect, listed: &[Told], mut found: BTreeSet<Found>) -> Vec<String> {
    found.retain(|(rule, ..)| defect.told.iter().any(|told| told.0 == rule));
    let is_told = |told: &Told, found: &Found| {
        (told.0, told.1, told.2) == (&found.0, &found.1, &found.2) && found.3.contains(told.3)
    };
    let missing = listed.iter().filter(|told| !found.iter().any(|found| is_told(told, found)));
    let extra = found.iter().filter(|found| !listed.iter().any(|told| is_told(told, found)));
    missing.map(|told| format!("missing {told:?}")).chain(extra.map(|found| format!("not listed {found:?}"))).collect()
}

#[test]
fn every_defect_is_told_before_its_repair_and_not_after() {
    if facts("eco2/checks.md", "defects that the reference system had").is_none() {
        return;
    }
    let mut wrong = Vec::new();
    for defect in DEFECTS {
        let known = (defect.known)(&folder(defect.folder).join("before"));
        for (state, listed) in [("before", defect.told), ("after", defect.left)] {
            let differences = differences(defect, listed, found(defect, state, &known));
            wrong.extend(differences.into_iter().map(|one| format!("{}, {state} its repair: {one}", defect.folder)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let listed: BTreeSet<&str> =
        DEFECTS.iter().map(|defect| defect.folder).chain(ELSEWHERE.iter().map(|(name, _)| *name)).collect();
    let there = fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = there.collect();
    assert_eq!(listed, there.iter().map(String::as_str).collect(), "every defect is told");
}

#[test]
fn what_the_repair_left_in_production_is_told() {
    if facts("eco2/checks.md", "defects that were left").is_none() {
        return;
    }
    let relay = DEFECTS.iter().find(|defect| defect.folder.starts_with("15-")).unwrap();
    let known = surroundings::keys_of_secrets(&folder(relay.folder).join("after"), "secret-keys-prod.json");
    let left = RELAYS.iter().map(|told| (told.0, told.1, told.2, "`AUTH_AMQP_URL`")).collect::<Vec<Told>>();
    assert_eq!(differences(relay, &left, found(relay, "after", &known)), [""; 0]);
}

#[test]
fn a_repair_of_a_base_that_both_overlays_undo_is_told() {
    if facts("eco2/checks.md", "a repair that overlays undo").is_none() {
        return;
    }
    let scaling = DEFECTS.iter().find(|defect| defect.folder.starts_with("17-")).unwrap();
    let known = surroundings::worker_node(Path::new(""));
    let undone = |state: &str| {
        let mut found = found(scaling, state, &known);
        found.retain(|(rule, ..)| rule == "limit-raised-everywhere");
        found.into_iter().map(|(_, file, _, message)| format!("{file}: {message}")).collect::<Vec<String>>()
    };
    assert_eq!(undone("before"), [""; 0], "development has what the base says");
    let overlays = "`maxReplicaCount: 4` holds nowhere: 5 in workloads/scaling/dev, 10 in workloads/scaling/prod";
    let file = "workloads/scaling/base/scan-worker-scaledobject.yaml";
    assert_eq!(undone("after"), [format!("{file}: {overlays}")]);
}
