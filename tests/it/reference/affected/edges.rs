//! What the code of services shares, and what the triggers of the reference lack of it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::monorepo::Monorepo;
use crate::objects::entries;
use crate::objects::items;
use crate::reference::affected::pairs;
use crate::reference::affected::system::configured;
use crate::reference::affected::system::repository;
use crate::reference::affected::texts;
use crate::reference::facts;

/// The facts; `None` where they are not at hand.
pub(super) fn graph(what: &str) -> Option<Value> {
    let text = facts("eco2/import-graph.json", what)?;
    Some(serde_json::from_str(&text).unwrap())
}

/// Shared folder and service of each edge that `ci triggers` found.
fn found(report: &Value) -> BTreeSet<(String, String)> {
    let shared = entries(&report["sharedTriggers"]);
    shared.flat_map(|(path, services)| entries(services).map(|it| (path.to_owned(), it.0.to_owned()))).collect()
}

/// The facts' own words where ours need others: whom a trigger selects that a package of `domains/_shared` has.
fn shared(map: &Value) -> BTreeSet<(String, String)> {
    pairs(map).into_iter().map(|(service, package)| (format!("domains/_shared/{package}"), service)).collect()
}

#[test]
fn services_need_what_the_reference_says() {
    let Some(graph) = graph("what the code of services shares") else { return };
    let report = repository(&graph, "derived").triggers();
    let mut expected = shared(&graph["services_including_tests_reaching_through_other_services"]);
    for (service, others) in entries(&graph["service_to_service"]) {
        expected.extend(entries(others).map(|(other, _)| (format!("domains/{other}"), service.to_owned())));
    }
    let base = texts(&graph["triggers"]["required"]["domains/_base"]);
    expected.extend(base.into_iter().map(|service| ("domains/_base".to_owned(), service)));
    assert_eq!(found(&report), expected);
}

#[test]
fn the_first_line_that_says_so_is_told() {
    let Some(graph) = graph("the lines that say what services need") else { return };
    let report = repository(&graph, "derived").triggers();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (table, folder) in [("evidence", "domains/_shared"), ("service_to_service", "domains")] {
        for (service, needs) in entries(&graph[table]) {
            for (name, lines) in entries(needs) {
                let first = items(lines).next().unwrap().as_str().unwrap().split(' ').next().unwrap();
                let reason = &report["sharedTriggers"][format!("{folder}/{name}")][service];
                let step = &reason["way"][0];
                let told = format!("{}:{}", step["file"].as_str().unwrap_or_default(), step["line"]);
                compared += 1;
                if told != first || items(&reason["way"]).count() != 1 {
                    wrong.push(format!("{service} -> {name}: {first}, and we say {told}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(compared, 14, "the facts were read");
}

/// Shared folder and service of each finding of a rule, read out of its words.
pub(super) fn told(report: &Value, rule: &str) -> BTreeSet<(String, String)> {
    let findings = items(&report["findings"]).filter(|finding| finding["rule"] == rule);
    let pair = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let folder = text("message").split('`').nth(1).unwrap().to_owned();
        (folder, text("resource").trim_start_matches("service ").to_owned())
    };
    findings.map(pair).collect()
}

#[test]
fn triggers_that_the_reference_lacks_or_has_in_vain_are_told() {
    let Some(graph) = graph("the triggers of services") else { return };
    let report = repository(&graph, &configured(&graph)).triggers();
    let triggers = &graph["triggers"];
    let mut missing = pairs(&triggers["missing"]);
    // Scan's tests import code of two other services, and reach the database through it.
    missing.extend(
        ["domains/character", "domains/my", "domains/_shared/database"].map(|it| (it.to_owned(), "scan".to_owned())),
    );
    assert_eq!(told(&report, "missing-trigger"), missing);
    assert_eq!(told(&report, "superfluous-trigger"), pairs(&triggers["superfluous"]));

    // With all of them there is nothing left to say.
    let mut required: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for (folder, service) in pairs(&triggers["required"]).into_iter().chain(missing) {
        required.entry(folder).or_default().push(service);
    }
    let report = repository(&graph, &serde_json::to_string(&required).unwrap()).triggers();
    assert_eq!(told(&report, "missing-trigger"), BTreeSet::new());
    assert_eq!(told(&report, "superfluous-trigger"), BTreeSet::new());
}

#[test]
fn a_name_in_a_string_is_no_import_where_the_model_does_not_say_so() {
    let Some(graph) = graph("strings that name tasks of services") else { return };
    let repository: Monorepo = repository(&graph, "derived");
    let inert = entries(&graph["shared_to_service_string_edges_inert"]).map(|(edge, _)| edge.split_once("->").unwrap());
    let report = repository.triggers();
    for (_, service) in inert {
        for user in ["character", "my"].into_iter().filter(|user| *user != service) {
            let folder = format!("domains/{service}");
            assert!(report["sharedTriggers"][&folder][user].is_null(), "{user} needs {folder}");
        }
    }
}
