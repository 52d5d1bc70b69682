//! The report in every format, to standard output and to files.

use std::fmt::Write;

use serde_json::Value;

use crate::project::Project;
use crate::project::Said;
use crate::validate::MISSPELT;
use crate::validate::SERVICE;
use crate::validate::folder;

const FORMATS: [&str; 7] = ["text", "pretty", "json", "junit", "tap", "sarif", "github"];

fn mixed() -> Project {
    folder([
        ("bad.yaml", MISSPELT),
        ("good.yaml", SERVICE),
        ("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\n"),
    ])
}

fn as_format(project: &Project, format: &str) -> Said {
    project.run(["validate", ".", "--skip", "Secret", "--format", format])
}

#[test]
fn every_format_keeps_the_exit_code_and_ends_with_the_sums() {
    let empty = folder([("readme.md", "nothing\n")]);
    let good = folder([("good.yaml", SERVICE)]);
    for format in FORMATS {
        for (project, code, sums) in
            [(&mixed(), 1, "failed: 1 error"), (&good, 0, "ok: 1 document"), (&empty, 3, "nothing to check")]
        {
            let said = as_format(project, format);
            assert_eq!(said.code, code, "{format}: {}{}", said.out, said.err);
            let for_people = matches!(format, "text" | "pretty");
            let (with, without) = if for_people { (&said.out, &said.err) } else { (&said.err, &said.out) };
            assert!(with.contains(sums), "{format}: {with}");
            // TAP has comments, and so says it there as well.
            assert!(format == "tap" || !without.contains(sums), "{format}: {without}");
        }
    }
}

#[test]
fn json_holds_the_published_schema_and_the_place_of_every_finding() {
    let said = as_format(&mixed(), "json");
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/report.schema.json")).unwrap();
    let faults: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(faults, [""; 0]);
    let finding = &report["findings"][0];
    assert_eq!((&finding["file"], &finding["line"], &finding["column"]), (&"bad.yaml".into(), &7.into(), &3.into()));
    assert_eq!(report["summary"]["documents"], 3);
}

#[test]
fn sarif_has_a_region_and_a_fingerprint_for_every_result() {
    let report: Value = serde_json::from_str(&as_format(&mixed(), "sarif").out).unwrap();
    let result = &report["runs"][0]["results"][0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"], &region["endColumn"]),
        (&7.into(), &3.into(), &11.into())
    );
    assert!(result["partialFingerprints"].as_object().is_some_and(|prints| !prints.is_empty()), "{result}");
    let moved = folder([("bad.yaml", &format!("# one line more\n{MISSPELT}"))]);
    let after: Value = serde_json::from_str(&as_format(&moved, "sarif").out).unwrap();
    assert_eq!(result["partialFingerprints"], after["runs"][0]["results"][0]["partialFingerprints"]);
}

#[test]
fn junit_and_tap_count_every_document() {
    let said = as_format(&mixed(), "junit");
    let xml = roxmltree::Document::parse(&said.out).unwrap();
    let count = |name: &str| xml.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("testcase"), count("failure"), count("skipped")), (3, 1, 1), "{}", said.out);
    let said = as_format(&mixed(), "tap");
    let lines = |start: &str| said.out.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((lines("ok "), lines("not ok "), lines("1..3")), (2, 1, 1), "{}", said.out);
}

#[test]
fn reports_go_to_files_beside_what_is_printed() {
    let project = mixed();
    let plain = as_format(&project, "text");
    let said = project.run([
        "validate",
        ".",
        "--skip",
        "Secret",
        "--report",
        "sarif=a.sarif",
        "--report",
        "junit=b.xml",
        "--report",
        "json=c",
    ]);
    assert_eq!((said.code, &said.out), (1, &plain.out));
    let sarif: Value = serde_json::from_str(&project.read("a.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(project.read("b.xml").contains("<testcase"));
    assert_eq!(project.read("c"), as_format(&project, "json").out, "what JUnit lists is not listed here");
    let again = project.run(["validate", "good.yaml", "--report", "tap=c"]);
    assert_eq!(again.code, 0);
    assert!(project.read("c").starts_with("TAP version"), "a report replaces the one before");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_of_its_own() {
    let project = mixed();
    let said = project.run(["validate", ".", "--report", "json=missing/folder/a.json"]);
    assert_eq!(said.code, 4, "{}{}", said.out, said.err);
    assert!(said.err.contains("missing/folder/a.json"), "{}", said.err);
}

#[test]
fn a_format_that_does_not_exist_is_answered_with_the_nearest() {
    let project = mixed();
    for arguments in [["--format", "serif"], ["--report", "serif=a"]] {
        let said = project.run(["validate", ".", arguments[0], arguments[1]]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains("`sarif`"), "{}", said.err);
    }
    for report in ["json", "json="] {
        assert_eq!(project.run(["validate", ".", "--report", report]).code, 2);
    }
}

#[test]
fn github_shows_annotations_and_the_rest_in_the_step_summary() {
    let bad = MISSPELT.replace("name: web\n", "name: web\n  labels: { a: \"b c\" }\n");
    let project = (0..30).fold(Project::empty(), |project, number| project.file(&format!("f{number}.yaml"), &bad));
    let alone = project.run(["validate", ".", "--format", "github"]);
    assert_eq!(alone.code, 1);
    let annotations = alone.out.lines().filter(|line| line.starts_with("::error ")).count();
    assert_eq!(annotations, 10, "{}", alone.out);
    assert!(alone.out.contains("::error file=f0.yaml,line=8,"), "{}", alone.out);
    let mut command = project.command();
    command.args(["validate", ".", "--format", "github"]).env("GITHUB_STEP_SUMMARY", project.path("summary.md"));
    let said = crate::project::said(&mut command);
    assert_eq!(said.code, 1);
    let summary = project.read("summary.md");
    assert!((0..30).all(|number| summary.contains(&format!("f{number}.yaml"))), "{summary}");
    let said = project.run(["validate", ".", "--format", "text"]);
    assert!(said.out.contains("f29.yaml"), "{}", said.out);
}

#[test]
fn a_hostile_file_name_breaks_no_format() {
    let project = Project::empty().file("::error::x\n\u{1b}[31m.yaml", MISSPELT);
    for format in FORMATS {
        let said = as_format(&project, format);
        assert_eq!(said.code, 1, "{format}: {}{}", said.out, said.err);
        assert!(!said.out.contains('\u{1b}'), "{format}: {}", said.out);
        assert!(!said.out.contains("\n::error::x"), "{format}: {}", said.out);
    }
}

#[test]
fn standard_input_has_a_name_in_every_format() {
    for format in FORMATS {
        let said = Project::empty().fed(MISSPELT.as_bytes(), ["validate", "-", "--format", format]);
        assert_eq!(said.code, 1, "{format}: {}{}", said.out, said.err);
        assert!(said.out.contains('7'), "{format}: {}", said.out);
    }
}

#[test]
fn more_findings_than_anybody_reads_are_counted_and_not_kept() {
    let mut text = String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n");
    for key in 0..12_000 {
        writeln!(text, "  k{key}: {key}").unwrap();
    }
    let project = folder([("a.yaml", &text), ("b.yaml", &text), ("c.yaml", &text)]);
    let report: Value = serde_json::from_str(&as_format(&project, "json").out).unwrap();
    assert_eq!(report["summary"]["errors"], 36_000);
    let kept = report["findings"].as_array().unwrap().len();
    assert!(kept <= 25_000, "{kept}");
}
