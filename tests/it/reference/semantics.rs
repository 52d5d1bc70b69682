//! Pairs of manifests of which one works and the other nearly does, each with what is known beside it.
//!
//! A pair is told apart if something at least as grave as its fault is said of the bad one, and neither an error nor a
//! warning of the good one.

#![expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::path::Path;

use serde_json::Value;

use crate::project::Project;
use crate::project::said;
use crate::reference::facts;

/// Everything found in a folder, as severity and words.
fn found(folder: &Path, context: &Value) -> Vec<(u8, String)> {
    let project = Project::empty().file("facts.json", serde_json::to_string(context).unwrap());
    let mut command = project.command();
    command.arg("validate").arg(".").arg("--project").arg(folder).arg("--assume").arg(project.path("facts.json"));
    let said = said(command.arg("--format=json"));
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let findings = report["findings"].as_array().unwrap().iter();
    let told = findings.map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default();
        let gravity = match text("severity") {
            "error" => 0,
            "warning" => 1,
            _ => 2,
        };
        (gravity, format!("{}:{} {}: {}", text("file"), finding["line"], text("rule"), text("message")))
    });
    told.collect()
}

#[test]
fn what_works_is_told_from_what_nearly_does() {
    if facts("semantics/README.md", "pairs of manifests of which one works").is_none() {
        return;
    }
    let root = std::path::PathBuf::from(std::env::var("GROUNDPLAN_REFERENCE").unwrap()).join("semantics");
    let mut folders: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for folder in folders.iter().filter(|folder| folder.join("case.json").is_file()) {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("case.json")).unwrap()).unwrap();
        if case["kind"] != "manifests" {
            continue;
        }
        seen += 1;
        let name = folder.file_name().unwrap().to_str().unwrap();
        let grave = u8::from(case["severity"] == "warn");
        let bad = found(&folder.join("bad"), &case["context"]);
        let mut good = found(&folder.join("good"), &case["context"]);
        good.retain(|(gravity, _)| *gravity < 2);
        let told = bad.iter().any(|(gravity, _)| *gravity <= grave) && good.is_empty();
        if !told {
            wrong.push(format!("{name}: bad {bad:?}, good {good:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 60, "{seen} pairs were compared");
}
