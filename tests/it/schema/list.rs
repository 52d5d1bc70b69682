//! `groundplan schema list`: kinds, and where their schemas come from.

use crate::project::Project;
use crate::schema::WIDGET;

/// The columns of the line for a kind.
fn line<'o>(out: &'o str, api_version: &str, kind: &str) -> Option<Vec<&'o str>> {
    let mut lines = out.lines().map(|line| line.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect());
    lines.find(|parts: &Vec<&str>| parts.starts_with(&[api_version, kind]))
}

#[test]
fn every_kind_says_where_its_schema_comes_from() {
    let said = Project::empty().run(["schema", "list", "--kubernetes-version", "v1.28.3"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(line(&said.out, "apps/v1", "Deployment").unwrap()[2], "Kubernetes 1.28");
    let operator = line(&said.out, "databases.spotahome.com/v1", "RedisFailover").unwrap();
    assert_eq!(operator[2], "redis-operator v1.2.4");
    assert!(line(&said.out, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema").is_none());
    let newer = Project::empty().run(["schema", "list", "--kubernetes-version", "1.29"]);
    assert!(line(&newer.out, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema").is_some());
}

#[test]
fn a_version_without_schemas_is_a_usage_error() {
    let said = Project::empty().run(["schema", "list", "--kubernetes-version", "1.12"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("there are no schemas for Kubernetes 1.12; known are 1.25 to"), "{}", said.err);
}

#[test]
fn locations_are_asked_in_the_order_given() {
    let project = Project::empty().file("crds/widget.yaml", WIDGET).file("files/apps/deployment_v1.json", "{}");
    let template = "files/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json";
    let said = project.run([
        "schema",
        "list",
        "--schema-location",
        template,
        "--schema-location",
        "default",
        "--schema-location",
        "crds",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(line(&said.out, "example.org/v1", "Widget").unwrap()[2], "crds");
    assert_eq!(line(&said.out, "apps/v1", "Deployment").unwrap()[2], template);
    assert!(line(&said.out, "v1", "Pod").is_some());
    assert!(said.out.ends_with(&format!("and those with a file in {template}\n")), "{}", said.out);
    let said = project.run(["schema", "list", "--schema-location", "crds"]);
    assert_eq!(said.out, "example.org/v1  Widget  crds\n");
}

#[test]
fn a_location_of_no_use_ends_with_2_and_says_which() {
    let project = Project::empty().file("crds/broken.yaml", WIDGET.replace("metadata: {", "metadata: }"));
    for (location, says) in [
        ("nowhere", "`nowhere`: there is no file or folder of this name"),
        ("https://example.org/{{ .Group }}.json", "groundplan has no network code"),
        ("crds/{{ .Groop }}.json", "character 6: there is no variable `.Groop`; did you mean `{{ .Group }}`?"),
        ("crds", "crds/broken.yaml:3:"),
    ] {
        let said = project.run(["schema", "list", "--schema-location", location]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{location}");
        assert!(said.err.contains(says), "{}", said.err);
    }
}

#[test]
fn a_damaged_schema_file_ends_with_2_and_its_place() {
    let project = Project::empty().file("files/deployment.json", "{\n  \"type\": \"strng\"\n}\n");
    let arguments =
        ["schema", "list", "--schema-location", "files/{{.ResourceKind}}.json", "--schema-location", "default"];
    let said = project.run(arguments);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("files/deployment.json:2:11: there is no such type"), "{}", said.err);
}
