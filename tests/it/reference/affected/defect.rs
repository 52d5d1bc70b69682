//! A trigger that was missing when an import was added: told before its repair, and not after.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use crate::monorepo::Monorepo;
use crate::objects::entries;
use crate::reference::affected::edges::told;
use crate::reference::affected::texts;
use crate::reference::facts;

const FOLDER: &str = "eco2/defects/05-ci-missing-trigger-shared-events";

/// What is told of a state: the folders whose triggers are missing, each with a service.
fn missing(state: &str) -> Option<BTreeSet<(String, String)>> {
    let read = |name: &str| -> Option<Value> {
        let text = facts(&format!("{FOLDER}/{state}/{name}"), "a trigger that was missing")?;
        Some(serde_json::from_str(&text).unwrap())
    };
    let (imports, workflow) = (read("import-graph.json")?, read("ci-services.json")?);
    let mut services = String::new();
    let mut files = BTreeMap::new();
    for (service, shared) in entries(&imports) {
        writeln!(services, "  {service}: {{ namespace: shop, source: domains/{service} }}").unwrap();
        let mut text = String::new();
        for package in texts(shared) {
            writeln!(text, "import domains._shared.{package}").unwrap();
            files.insert(format!("domains/_shared/{package}/__init__.py"), String::new());
        }
        files.insert(format!("domains/{service}/app.py"), text);
    }
    let triggers = &workflow["shared_triggers"];
    let ci = format!("  python: {{ version: \"3.11\", roots: [domains] }}\n  sharedTriggers: {triggers}\n");
    let bare = Monorepo::bare(&services, &ci);
    let repository = files.into_iter().fold(bare, |repository, (path, text)| repository.file(&path, text));
    Some(told(&repository.triggers(), "missing-trigger"))
}

#[test]
fn a_missing_trigger_is_told_before_its_repair_and_not_after() {
    let (Some(before), Some(after)) = (missing("before"), missing("after")) else { return };
    let edge = |folder: &str, service: &str| (format!("domains/_shared/{folder}"), service.to_owned());
    let repaired = edge("events", "scan");
    assert!(before.contains(&repaired), "{before:?}");
    let open = [("cache", "character"), ("cache", "scan"), ("database", "character"), ("database", "my")];
    let open = open.into_iter().chain([("schemas", "chat"), ("schemas", "scan")]);
    let open: BTreeSet<(String, String)> = open.map(|(folder, service)| edge(folder, service)).collect();
    assert_eq!(after, open, "what the repair left");
    assert_eq!(before, open.into_iter().chain([repaired]).collect());
}
