//! What is read: files, folders, standard input, YAML, JSON, lists.

use crate::project::Project;
use crate::validate::MISSPELT;
use crate::validate::SERVICE;
use crate::validate::folder;
use crate::validate::last_line;

#[test]
fn a_file_without_fault_passes() {
    let said = folder([("a.yaml", SERVICE)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(last_line(&said.out).contains("1 document in 1 file"), "{}", said.out);
}

#[test]
fn a_finding_stands_at_the_field_with_a_suggestion() {
    let said = folder([("a.yaml", MISSPELT)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    for part in ["a.yaml:7:3", "selektor", "Service shop/web, `spec.selektor`", "write `selector`"] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
}

#[test]
fn a_missing_field_is_shown_where_it_would_stand() {
    let text = "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n  ports:\n    - name: http\n";
    let said = folder([("a.yaml", text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("a.yaml:6:7"), "{}", said.out);
    assert!(said.out.contains("spec.ports[0].port"), "{}", said.out);
}

#[test]
fn a_folder_is_searched_for_yaml_and_json_and_hidden_files_are_not_read() {
    let project = folder([
        ("all/a.yaml", SERVICE),
        ("all/b.yml", SERVICE),
        ("all/deep/er/c.json", r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}"#),
        ("all/readme.md", "# not a manifest\n"),
        ("all/.hidden.yaml", "no: object\n"),
        ("all/.github/workflow.yaml", "on: push\n"),
    ]);
    let said = project.run(["validate", "all"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("3 documents in 3 files"), "{}", said.out);
}

#[test]
fn a_file_that_is_named_is_read_whatever_it_is_called() {
    let project = folder([("manifest.txt", SERVICE), (".hidden", SERVICE)]);
    let said = project.run(["validate", "manifest.txt", ".hidden"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("2 documents in 2 files"), "{}", said.out);
}

#[test]
fn a_file_named_twice_and_within_its_folder_is_read_once() {
    let project = folder([("a/a.yaml", SERVICE)]);
    let said = project.run(["validate", "a", "./a/", "a/a.yaml", "./a//"]);
    assert!(last_line(&said.out).contains("1 document in 1 file"), "{}", said.out);
}

#[test]
fn standard_input_is_read_for_a_dash_and_if_nothing_is_named() {
    let project = Project::empty();
    for said in [project.fed(MISSPELT.as_bytes(), ["validate", "-"]), project.fed(MISSPELT.as_bytes(), ["validate"])] {
        assert_eq!(said.code, 1, "{}", said.out);
        assert!(said.out.contains("-:7:3"), "{}", said.out);
    }
}

#[test]
fn several_documents_are_judged_one_by_one() {
    let text = format!("# a comment\n---\n{SERVICE}---\n{MISSPELT}---\n# empty\n---\n{SERVICE}...\n");
    let said = folder([("a.yaml", &text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(last_line(&said.out).contains("3 documents in 1 file"), "{}", said.out);
    assert!(said.out.contains("a.yaml:20:3"), "{}", said.out);
}

#[test]
fn the_items_of_a_list_are_documents() {
    let indented = |text: &str| text.replace('\n', "\n    ").trim_end().to_owned();
    let text = format!(
        "apiVersion: v1\nkind: List\nitems:\n  - {}\n  - {}\n  - apiVersion: v1\n    kind: List\n    items: [{{}}]\n",
        indented(SERVICE),
        indented(MISSPELT)
    );
    let said = folder([("a.yaml", &text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(last_line(&said.out).contains("3 documents in 1 file"), "{}", said.out);
    assert!(said.out.contains("`spec.selektor`"), "{}", said.out);
    assert!(said.out.contains("`apiVersion` is missing"), "the innermost item is looked at: {}", said.out);
}

#[test]
fn items_of_a_list_of_one_kind_need_not_repeat_it() {
    let text = "apiVersion: v1\nkind: ConfigMapList\nitems:\n  - metadata: { name: a }\n    daat: {}\n";
    let said = folder([("a.yaml", text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("ConfigMap a, `daat`"), "{}", said.out);
}

#[test]
fn json_is_read_with_the_same_care() {
    let text = r#"{
	"apiVersion": "v1",
	"kind": "ConfigMap",
	"metadata": {"name": "a", "annotations": {"smile": "\ud83d\ude00 \/ \u00e9"}},
	"dat": {"a": "b"}
}
"#;
    let said = folder([("a.json", text)]).run(["validate", "a.json"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("a.json:5:2"), "{}", said.out);
    assert!(said.out.contains("write `data`"), "{}", said.out);
}

#[test]
fn json_with_a_slip_is_told_where() {
    let said =
        folder([("a.json", "{\"apiVersion\": \"v1\",\n \"kind\": \"ConfigMap\",\n}\n")]).run(["validate", "a.json"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("a.json:2:21") && said.out.contains("invalid-yaml"), "{}", said.out);
    let said = folder([("a.json", "{\"items\": [1, 2}\n")]).run(["validate", "a.json"]);
    assert!(said.out.contains("opened here") && said.out.contains("invalid-yaml"), "{}", said.out);
}

#[test]
fn a_kustomization_need_not_say_what_it_is() {
    let project = folder([
        ("a/kustomization.yaml", "resources: [b.yaml]\n"),
        ("a/b.yaml", SERVICE),
        ("b/kustomization.yml", "resource: [b.yaml]\n"),
    ]);
    let said = project.run(["validate", "a"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let said = project.run(["validate", "b"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("b/kustomization.yml:1:1") && said.out.contains("write `resources`"), "{}", said.out);
}

#[test]
#[cfg(unix)]
fn links_are_followed_and_circles_noticed() {
    let project = folder([("real/a.yaml", SERVICE), ("all/b.yaml", SERVICE)]);
    std::os::unix::fs::symlink("../real", project.path("all/linked")).unwrap();
    std::os::unix::fs::symlink("../real/a.yaml", project.path("all/c.yaml")).unwrap();
    let said = project.run(["validate", "all"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("3 documents in 3 files"), "{}", said.out);
    std::os::unix::fs::symlink("..", project.path("all/up")).unwrap();
    let said = project.run(["validate", "all"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("link to a folder around itself"), "{}", said.out);
}

#[test]
fn utf_16_and_a_byte_order_mark_are_read_as_the_api_server_reads_them() {
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(SERVICE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let project = Project::empty().file("a.yaml", utf16).file("b.yaml", format!("\u{feff}{MISSPELT}"));
    let said = project.run(["validate", "a.yaml"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let said = project.run(["validate", "b.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("b.yaml:7:3"), "{}", said.out);
}
