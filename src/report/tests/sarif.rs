//! The SARIF report against what the standard and code scanning demand.
//!
//! The schema of the standard is not part of this repository: `GROUNDPLAN_SARIF_SCHEMA` names a file with it. Without
//! it the tests say so, and check the structure by hand only.

#![expect(clippy::disallowed_methods, reason = "tests read what the environment names")]
#![expect(clippy::print_stderr, reason = "a test says what it could not compare with")]

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use serde_json::json;

use crate::finding::Finding;
use crate::report::Format;
use crate::report::sarif::write_at_most;
use crate::report::tests::fixture;
use crate::report::tests::fixture::at;
use crate::report::tests::fixture::outcome;
use crate::text::Place;
use crate::text::Source;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::MOST_FINDINGS;

/// The log, if it has what the standard and code scanning demand.
pub(super) fn valid(assessment: &Assessment) -> Value {
    let text = fixture::plain(Format::Sarif, assessment);
    let log: Value = serde_json::from_str(&text).unwrap();
    if let Some(schema) = of_the_standard() {
        let errors: Vec<String> = schema.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    }
    let run = &log["runs"][0];
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for part in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[part]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        assert!(!rule["properties"]["tags"].as_array().unwrap().is_empty());
    }
    let mut fingerprints = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for location in related.chain(result["locations"].as_array().unwrap()) {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%:".contains(&b)), "{uri}");
            assert_eq!(uri.contains(':'), uri.starts_with("file:///"), "{uri}");
            let region = |name: &str| physical["region"][name].as_u64();
            let start = (region("startLine").unwrap(), region("startColumn").unwrap_or(1));
            let end = (region("endLine").unwrap_or(start.0), region("endColumn").unwrap_or(start.1));
            assert!((1, 1) <= start && start <= end, "{physical}");
        }
        fingerprints.push(result["partialFingerprints"]["groundplan/v1"].as_str().unwrap().to_owned());
    }
    let given = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), given, "fingerprints tell results apart");
    log
}

fn results(assessment: &Assessment) -> Vec<Value> {
    valid(assessment)["runs"][0]["results"].as_array().unwrap().clone()
}

/// The schema of the standard, if the environment names it.
fn of_the_standard() -> Option<&'static Validator> {
    static SCHEMA: LazyLock<Option<Validator>> = LazyLock::new(|| {
        let Ok(path) = std::env::var("GROUNDPLAN_SARIF_SCHEMA") else {
            eprintln!("not compared with the schema of SARIF, as GROUNDPLAN_SARIF_SCHEMA is not set");
            return None;
        };
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        Some(jsonschema::validator_for(&schema).unwrap())
    });
    SCHEMA.as_ref()
}

#[test]
fn everything_that_a_run_can_say_is_sarif() {
    let mut stopped = fixture::many(30);
    stopped.tally.omitted = 3;
    stopped.tally.ignored_files = 1;
    stopped.tally.stopped_early = true;
    stopped.tally.not_checked.insert("rules in CEL".to_owned(), 4);
    for (assessment, notifications) in [(Assessment::default(), 0), (fixture::small(), 1), (stopped, 4)] {
        let log = valid(&assessment);
        let said = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        assert_eq!(said.len(), notifications);
    }
}

#[test]
fn a_result_stands_at_its_characters_and_names_the_object_and_the_field() {
    let result = &results(&fixture::small())[0];
    let place = &result["locations"][0];
    assert_eq!(
        place["physicalLocation"],
        json!({
            "artifactLocation": { "uri": "apps/web.yaml", "uriBaseId": "%SRCROOT%" },
            "region": {
                "startLine": 5, "startColumn": 3, "endLine": 5, "endColumn": 10, "snippet": { "text": "replica" },
            },
        })
    );
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "apps/v1 Deployment prod/web");
    assert_eq!(place["logicalLocations"][1]["fullyQualifiedName"], "spec.replica");
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "of this kind");
    assert_eq!(
        result["message"]["text"],
        "`spec` has no field `replica`\nwhy: the API server refuses it\nhelp: write `replicas`"
    );
}

#[test]
fn a_file_is_named_by_a_uri_wherever_it_is() {
    let uri = |path: &str| {
        let finding = Finding::error("invalid-yaml", Place::file(path), "it is not text");
        let results = results(&fixture::assessed(vec![outcome(path, 1, None, vec![finding])]));
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(place["region"], json!({ "startLine": 1 }));
        let location = &place["artifactLocation"];
        (location["uri"].as_str().unwrap().to_owned(), !location["uriBaseId"].is_null())
    };
    assert_eq!(uri("한 글.yaml"), ("%ED%95%9C%20%EA%B8%80.yaml".to_owned(), true));
    assert_eq!(uri("/srv/a.yaml"), ("file:///srv/a.yaml".to_owned(), false));
    assert_eq!(uri("-"), ("-".to_owned(), false));
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_differs_between_equal_findings() {
    let found = |before: &str| {
        let source = Source::new("a.yaml", format!("{before}a: 1\n"));
        let finding = Finding::error("unknown-field", at(&source, "a: 1"), "no such field").path("a");
        let id = fixture::id("v1", "Pod", "", "web");
        let log = fixture::assessed(vec![outcome("a.yaml", 1, Some(id), vec![finding.clone(), finding])]);
        results(&log).iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(found(""), found("# one\n\n# two\n"));
    assert_ne!(found("")[0], found("")[1]);
}

#[test]
fn more_results_than_a_run_may_hold_are_counted_in_a_notification() {
    let mut assessment = fixture::many(24);
    assessment.tally.omitted = 10;
    let mut out = Vec::new();
    write_at_most(&mut out, &assessment, 20).unwrap();
    let log: Value = serde_json::from_slice(&out).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 20);
    let said = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(said, "15 more findings are left out: a run holds 20 at most");
    assert_eq!(MOST_FINDINGS, 25_000, "GitHub refuses a run with more");
}

#[test]
fn a_rule_that_nobody_described_is_still_a_rule() {
    let finding = Finding::error("brand-new", Place::file("a"), "new");
    let log = valid(&fixture::assessed(vec![outcome("a", 1, None, vec![finding])]));
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!((&rule["id"], &rule["name"]), (&json!("brand-new"), &json!("BrandNew")));
}
