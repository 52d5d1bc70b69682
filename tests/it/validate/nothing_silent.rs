//! No silent green: what could not be checked is a finding, and nothing to check is not success.

use crate::project::Project;
use crate::validate::SERVICE;
use crate::validate::folder;
use crate::validate::last_line;

#[test]
fn nothing_to_check_is_not_success() {
    let project = folder([("empty/readme.md", "nothing\n"), ("blank/a.yaml", "\n"), ("comment/a.yaml", "# a\n---\n")]);
    for folder in ["empty", "blank", "comment"] {
        let said = project.run(["validate", folder]);
        assert_eq!(said.code, 3, "{folder}: {}", said.out);
        assert!(last_line(&said.out).contains("nothing to check"), "{}", said.out);
    }
    assert_eq!(project.fed(b"", ["validate", "-"]).code, 3);
    assert_eq!(project.run(["validate", "comment", "--allow-empty"]).code, 0, "unless somebody says so");
    let list = b"apiVersion: v1\nkind: List\nitems: []\n";
    let said = project.fed(list, ["validate"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.contains("-:3:8"), "an empty list is said to be empty: {}", said.out);
}

#[test]
fn a_path_that_does_not_exist_is_a_wrong_command_line() {
    let said = folder([("a.yaml", SERVICE)]).run(["validate", "a.yaml", "b.yaml"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there is no file or folder `b.yaml`"), "{}", said.err);
}

#[test]
fn an_unknown_kind_fails_with_what_was_probably_meant() {
    let text = "apiVersion: v1\nkind: Deployment\nmetadata: { name: a }\n";
    let said = folder([("a.yaml", text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("unknown-kind"), "{}", said.out);
    assert!(said.out.contains("apps/v1"), "{}", said.out);
}

#[test]
fn what_is_no_text_is_a_finding() {
    let project = Project::empty()
        .file("latin1.yaml", b"apiVersion: v1\nkind: ConfigMap\nmetadata: { name: caf\xe9 }\n")
        .file("binary.yaml", b"\x7fELF\x02\x01\x01\0\0\0\0")
        .file("good.yaml", SERVICE);
    let said = project.run(["validate", "."]);
    assert_eq!(said.code, 1);
    for file in ["latin1.yaml", "binary.yaml"] {
        assert!(said.out.contains(file), "{file} in {}", said.out);
    }
    assert!(last_line(&said.out).contains("1 document in 3 files"), "{}", said.out);
}

#[test]
#[cfg(unix)]
fn what_cannot_be_opened_is_a_finding_and_the_rest_is_checked() {
    let project = folder([("all/a.yaml", SERVICE)]);
    std::os::unix::fs::symlink("nowhere.yaml", project.path("all/b.yaml")).unwrap();
    let said = project.run(["validate", "all"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("all/b.yaml"), "{}", said.out);
    assert!(last_line(&said.out).contains("1 document in 2 files"), "{}", said.out);
}

#[test]
fn a_template_is_recognised_and_said_once() {
    let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.x }}\nspec: {}\n{{ end }}\n";
    let said = folder([("templates/a.yaml", text)]).run(["validate", "templates"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("templates/a.yaml:4:9"), "{}", said.out);
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
    assert!(said.out.contains("helm template"), "{}", said.out);
}

#[test]
fn broken_yaml_is_shown_at_its_place_and_what_stands_before_it_is_checked() {
    let text = format!("{SERVICE}---\napiVersion: v1\nkind: ConfigMap\ndata: [\n");
    let said = folder([("a.yaml", &text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("invalid-yaml"), "{}", said.out);
    assert!(said.out.contains("a.yaml:1"), "{}", said.out);
}

#[test]
fn a_key_written_twice_is_an_error_with_both_places() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: x\n  b: y\n  a: z\n";
    let said = folder([("a.yaml", text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("a.yaml:7:3") && said.out.contains("first written here"), "{}", said.out);
}

#[test]
fn documents_that_are_no_objects_are_findings() {
    for (text, part) in [
        ("just text\n", "single value"),
        ("- a\n- b\n", "a list"),
        ("kind: Service\nmetadata: { name: a }\n", "`apiVersion` is missing"),
        ("apiVersion: v1\nmetadata: { name: a }\n", "`kind` is missing"),
        ("apiVersion: v1\nkind:\nmetadata: { name: a }\n", "`kind` is missing"),
        ("apiVersion: v1\nkind: ConfigMap\n", "metadata.name"),
    ] {
        let said = folder([("a.yaml", text)]).run(["validate", "a.yaml"]);
        assert_eq!(said.code, 1, "{text}: {}", said.out);
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
}

#[test]
fn the_last_line_says_what_was_skipped_and_why() {
    let project = folder([
        ("a.yaml", SERVICE),
        ("b.yaml", "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n"),
        ("c.yaml", "apiVersion: nobody.example.org/v1\nkind: Thing\nmetadata: { name: a }\n"),
    ]);
    let said = project.run(["validate", ".", "--skip", "Secret", "--ignore-missing-schemas"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let line = last_line(&said.out);
    for part in ["3 documents in 3 files", "1 validated", "1 skipped (of kinds named with --skip)", "without a schema"]
    {
        assert!(line.contains(part), "{part} in {line}");
    }
}
