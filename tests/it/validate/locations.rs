//! Where schemas come from, as `--schema-location` says: in the order given, the first that has the kind.

use crate::project::Project;
use crate::validate::SERVICE;
use crate::validate::WIDGETS;
use crate::validate::folder;
use crate::validate::last_line;
use crate::validate::widget;

const BY_KIND: &str = "crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json";

/// As the catalogues of JSON schemas publish a kind.
const WIDGET_SCHEMA: &str = r#"{
  "type": "object",
  "required": ["spec"],
  "properties": {
    "apiVersion": {"type": "string"},
    "kind": {"type": "string"},
    "metadata": {"type": "object"},
    "spec": {
      "type": "object",
      "additionalProperties": false,
      "properties": {"size": {"type": "integer"}, "address": {"type": "string", "format": "ipv4"}}
    }
  }
}
"#;

fn widgets() -> Project {
    folder([
        ("crds/example.org/widget_v1.json", WIDGET_SCHEMA),
        ("good.yaml", &widget("3")),
        ("bad.yaml", &widget("x")),
    ])
    .file("service.yaml", SERVICE)
}

#[test]
fn a_path_with_variables_leads_to_the_schema_of_a_kind() {
    let project = widgets();
    let said = project.run(["validate", "good.yaml", "--schema-location", BY_KIND]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = project.run(["validate", "bad.yaml", "--schema-location", BY_KIND]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("bad.yaml:6:9"), "{}", said.out);
}

#[test]
fn embedded_kinds_are_asked_where_default_stands_and_nowhere_else() {
    let project = widgets();
    let alone = project.run(["validate", "service.yaml", "--schema-location", BY_KIND]);
    assert_eq!(alone.code, 1, "{}", alone.out);
    assert!(alone.out.contains("unknown-kind"), "{}", alone.out);
    assert!(alone.out.contains("name `--schema-location default`"), "{}", alone.out);
    assert!(!alone.out.contains("removed"), "{}", alone.out);
    let both = ["validate", "good.yaml", "service.yaml", "--schema-location", "default", "--schema-location", BY_KIND];
    let said = project.run(both);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn the_first_location_that_has_the_kind_decides() {
    let strict = WIDGET_SCHEMA.replace("integer", "string");
    let project = widgets().file("other/widget.json", strict);
    let other = "other/{{ .ResourceKind }}.json";
    let first = project.run(["validate", "good.yaml", "--schema-location", other, "--schema-location", BY_KIND]);
    assert_eq!(first.code, 1, "{}", first.out);
    let second = project.run(["validate", "good.yaml", "--schema-location", BY_KIND, "--schema-location", other]);
    assert_eq!(second.code, 0, "{}", second.out);
    let elsewhere = "crds/{{ .Group }}/{{ .ResourceKind }}-missing.json";
    let passed_on =
        project.run(["validate", "good.yaml", "--schema-location", elsewhere, "--schema-location", BY_KIND]);
    assert_eq!(passed_on.code, 0, "a location without the kind passes on: {}{}", passed_on.out, passed_on.err);
}

#[test]
fn a_folder_of_definitions_is_a_location() {
    let project = widgets().file("definitions/deep/widgets.yaml", WIDGETS);
    let said =
        project.run(["validate", "good.yaml", "--schema-location", "default", "--schema-location", "definitions"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = project.run(["validate", "bad.yaml", "--schema-location", "definitions"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("bad.yaml:6:9"), "{}", said.out);
}

#[test]
fn a_definition_among_the_inputs_comes_before_every_location() {
    let project = widgets().file("crd.yaml", WIDGETS.replace("minimum: 1", "minimum: 5"));
    let said = project.run([
        "validate",
        "crd.yaml",
        "good.yaml",
        "--schema-location",
        "default",
        "--schema-location",
        BY_KIND,
    ]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("at least 5"), "{}", said.out);
}

#[test]
fn an_imported_set_is_a_location() {
    let project = widgets().file("crd.yaml", WIDGETS);
    let said = project.run(["schema", "import", "crd.yaml", "--output", "widgets.schemas"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = project.run(["validate", "good.yaml", "--schema-location", "widgets.schemas"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = project.run(["validate", "bad.yaml", "--schema-location", "widgets.schemas"]);
    assert_eq!(said.code, 1);
}

#[test]
fn a_damaged_schema_is_shown_and_nothing_passes_by_it() {
    let project = widgets().file("crds/example.org/widget_v1.json", "{\n  \"type\": \"object\",\n}\n");
    let said = project.run(["validate", "good.yaml", "--schema-location", BY_KIND]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    assert!(said.err.contains("crds/example.org/widget_v1.json:3:1"), "{}", said.err);
}

#[test]
fn a_location_that_is_not_there_or_not_a_location_is_a_wrong_command_line() {
    let project = widgets().file("empty/readme.md", "nothing\n");
    for (location, part) in [
        ("nowhere", "nowhere"),
        ("empty", "empty"),
        ("nowhere/{{ .ResourceKind }}.json", "nowhere"),
        ("crds/{{ .Foo }}.json", "Foo"),
        ("https://example.org/{{ .ResourceKind }}.json", "network"),
    ] {
        let said = project.run(["validate", "good.yaml", "--schema-location", location]);
        assert_eq!(said.code, 2, "{location}: {}{}", said.out, said.err);
        assert!(said.err.contains(part), "{part} in {}", said.err);
    }
}

#[test]
fn what_a_schema_demands_and_nobody_checks_is_said() {
    let said = widgets().run(["validate", "good.yaml", "--schema-location", BY_KIND]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("not checked: ") && said.out.contains("ipv4"), "{}", said.out);
}

#[test]
fn the_release_of_an_operator_can_be_chosen() {
    let text = "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata: { name: a }\nspec:\n  redis: { \
                disablePodDisruptionBudget: true }\n  sentinel: {}\n";
    let project = folder([("a.yaml", text)]);
    assert_eq!(project.run(["validate", "a.yaml"]).code, 1, "v1.2.4 does not have the field");
    let said = project.run(["validate", "a.yaml", "--release", "redis-operator=v1.3.0-rc1"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = project.run(["validate", "a.yaml", "--release", "redis-operator=v9"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("v1.2.4"), "{}", said.err);
    assert_eq!(project.run(["validate", "a.yaml", "--release", "redis-operater=v1.2.4"]).code, 2);
}
