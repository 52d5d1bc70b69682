//! Custom kinds that the inputs define themselves.

use crate::validate::WIDGETS;
use crate::validate::folder;
use crate::validate::last_line;
use crate::validate::widget;

#[test]
fn a_definition_among_the_inputs_counts_wherever_it_stands() {
    for (first, second) in [("a.yaml", "z.yaml"), ("z.yaml", "a.yaml")] {
        let project = folder([(first, WIDGETS), (second, &widget("none"))]);
        let said = project.run(["validate", "."]);
        assert_eq!(said.code, 1);
        assert!(said.out.contains(&format!("{second}:6:9")), "{}", said.out);
        assert!(!said.out.contains("unknown-kind"), "{}", said.out);
        assert!(last_line(&said.out).contains("2 documents in 2 files, 2 validated"), "{}", said.out);
    }
    let one = format!("{}---\n{WIDGETS}", widget("0"));
    let said = folder([("a.yaml", &one)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("at least 1"), "{}", said.out);
}

#[test]
fn a_custom_resource_is_held_to_its_definition() {
    for (fields, part) in [
        ("size: 3", ""),
        ("size: 3\n  port: 80\n  note:\n  free: { anything: [1, a] }\n  names: [a, b]", ""),
        ("size: 3\n  port: http", ""),
        ("port: 1", "lacks the field `size`"),
        ("size: \"3\"", "must be an integer"),
        ("size: 0", "at least 1"),
        ("size: 3\n  port: [80]", "spec.port"),
        ("size: 3\n  sise: 4", "write `size`"),
        ("size: 3\n  names: [a, b, a]", "two items"),
    ] {
        let text = format!("apiVersion: example.org/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  {fields}\n");
        let said = folder([("crd.yaml", WIDGETS), ("w.yaml", &text)]).run(["validate", "."]);
        assert_eq!(said.code, i32::from(!part.is_empty()), "{fields}: {}", said.out);
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
}

#[test]
fn a_definition_among_the_inputs_comes_before_an_embedded_one() {
    let definition = WIDGETS
        .replace("widgets.example.org", "applications.argoproj.io")
        .replace("group: example.org", "group: argoproj.io")
        .replace("kind: Widget,", "kind: Application,")
        .replace("plural: widgets", "plural: applications")
        .replace("name: v1\n", "name: v1alpha1\n");
    let application = widget("3").replace("example.org/v1", "argoproj.io/v1alpha1").replace("Widget", "Application");
    let project = folder([("crd.yaml", &definition), ("a.yaml", &application)]);
    assert_eq!(project.run(["validate", "a.yaml"]).code, 1, "Argo CD knows no size");
    // To the rules it is an Application all the same, and one that lacks everything.
    let said = project.run(["validate", ".", "--allow=argocd"]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn a_version_that_is_not_served_is_unknown() {
    let definition = WIDGETS.replace("served: true", "served: false");
    let said = folder([("crd.yaml", &definition), ("w.yaml", &widget("3"))]).run(["validate", "."]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("unknown-kind"), "{}", said.out);
}

#[test]
fn kinds_of_well_known_operators_need_no_definition() {
    let said = folder([(
        "a.yaml",
        "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata: { name: a }\nspec:\n  redis: { replica: 3 }\n",
    )])
    .run(["validate", "a.yaml"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("write `replicas`"), "{}", said.out);
}
