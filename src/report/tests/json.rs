//! The JSON report against the schema that is published for it.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use serde_json::json;

use crate::report::Format;
use crate::report::Options;
use crate::report::tests::fixture;
use crate::validate::outcome::Assessment;

fn published() -> Value {
    serde_json::from_str(include_str!("../../../schemas/report.schema.json")).unwrap()
}

/// The report, if the published schema admits it.
pub(super) fn valid(assessment: &Assessment, verbose: bool) -> Value {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| jsonschema::draft202012::new(&published()).unwrap());
    let text = fixture::report(Format::Json, assessment, Options { verbose, ..Options::default() });
    let report: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> =
        SCHEMA.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    report
}

#[test]
fn the_published_schema_is_one_and_refuses_what_it_does_not_know() {
    jsonschema::draft202012::meta::validate(&published()).unwrap();
    let validator = jsonschema::draft202012::new(&published()).unwrap();
    let mut report = valid(&fixture::small(), true);
    report["findings"][0]["colour"] = "red".into();
    assert!(!validator.is_valid(&report));
}

#[test]
fn a_finding_says_everything_that_is_known_of_it() {
    let report = valid(&fixture::small(), false);
    let expected = json!({
        "rule": "unknown-field",
        "severity": "error",
        "message": "`spec` has no field `replica`",
        "file": "apps/web.yaml",
        "line": 5,
        "column": 3,
        "endLine": 5,
        "endColumn": 10,
        "path": "spec.replica",
        "resource": { "apiVersion": "apps/v1", "kind": "Deployment", "namespace": "prod", "name": "web" },
        "why": "the API server refuses it",
        "help": "write `replicas`",
        "also": [{
            "file": "apps/web.yaml", "line": 2, "column": 1, "endLine": 2, "endColumn": 17, "message": "of this kind",
        }],
        "fingerprint": report["findings"][0]["fingerprint"],
    });
    assert_eq!(report["findings"][0], expected);
    assert_eq!(report["schema"], "groundplan.report/v1");
}

#[test]
fn what_reads_reports_of_kubeconform_reads_these() {
    let report = valid(&fixture::small(), true);
    let row = |resource: &Value| {
        ["filename", "version", "kind", "name", "status", "msg"].map(|key| resource[key].as_str().unwrap().to_owned())
    };
    let rows: Vec<[String; 6]> = report["resources"].as_array().unwrap().iter().map(row).collect();
    let expected = [
        ["apps/web.yaml", "apps/v1", "Deployment", "web", "statusInvalid", "`spec` has no field `replica`"],
        ["apps/web.yaml", "v1", "Service", "web", "statusValid", ""],
        ["apps/한글.yaml", "", "", "", "statusError", "this list does not end"],
        ["secrets.yaml", "v1", "Secret", "token", "statusSkipped", "of kinds named with --skip"],
    ];
    assert_eq!(rows, expected.map(|row| row.map(str::to_owned)));
    let sums = ["valid", "invalid", "errors", "skipped"].map(|key| report["summary"][key].as_u64().unwrap());
    assert_eq!(sums, [1, 2, 2, 1]);
}

#[test]
fn without_verbose_only_what_is_worth_telling_is_listed() {
    let report = valid(&fixture::small(), false);
    let names: Vec<&Value> = report["resources"].as_array().unwrap().iter().map(|resource| &resource["kind"]).collect();
    assert_eq!(names, ["Deployment", ""]);
    assert_eq!(report["summary"]["documents"], 3);
    assert_eq!(report["summary"]["skippedBecause"], json!({ "kind": 1 }));
}

#[test]
fn nothing_at_all_is_a_report_too() {
    let report = valid(&Assessment::default(), true);
    assert_eq!((&report["resources"], &report["findings"]), (&json!([]), &json!([])));
}
