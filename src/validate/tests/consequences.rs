//! What users are told of the consequences of a wrong shape, and what to write instead.

use crate::schema::Catalog;
use crate::validate::tests::found;

fn deployment(field: &str) -> String {
    let pod = "metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}";
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec: {{selector: {{matchLabels: {{a: b}}}}, \
         template: {{{pod}}}, {field}}}\n"
    )
}

fn catalog() -> Catalog {
    let mut catalog = Catalog::new(28).unwrap();
    catalog.add_newest(&[]).unwrap();
    catalog
}

/// The reason and the advice of the only finding.
fn why_and_help(text: &str) -> (String, String) {
    let mut all = found(&catalog(), text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    let finding = all.remove(0);
    (finding.why.unwrap_or_default(), finding.help.unwrap_or_default())
}

#[test]
fn a_field_that_does_not_exist_is_refused_or_lost() {
    let (why, _) = why_and_help(&deployment("replica: 2"));
    assert!(why.contains("refuses the object; otherwise it drops the field"), "{why}");
    let project = "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: a}\nspec: {sourceRepo: [a]}\n";
    let (why, _) = why_and_help(project);
    assert!(why.contains("Argo CD") && why.contains("prunes the field in silence"), "{why}");
    let kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresource: [a.yaml]\n";
    let (why, _) = why_and_help(kustomization);
    assert!(why.starts_with("kustomize refuses the file"), "{why}");
}

#[test]
fn a_value_of_another_type_is_shown_what_would_be_right() {
    for (field, help) in [
        ("replicas: two", "write a whole number, such as `3`"),
        ("replicas: [2]", "write a whole number, such as `3`"),
        ("replicas: \"2\"", "remove the quotes: `2`"),
        ("replicas: \"two\"", "write a whole number, such as `3`"),
        ("paused: maybe", "write `true` or `false`"),
        ("strategy: {rollingUpdate: {maxSurge: [1]}}", "write a whole number or a text, such as `8080` or `http`"),
    ] {
        let (why, said) = why_and_help(&deployment(field));
        assert_eq!((why.as_str(), said.as_str()), ("the API server cannot read the object, and refuses it", help));
    }
}

#[test]
fn every_wrong_shape_says_what_comes_of_it() {
    for (text, why) in [
        (deployment("strategy: {type: 1}"), "the API server cannot read the object, and refuses it"),
        (deployment("minReadySeconds: 99999999999"), "the API server refuses the object"),
        (
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {serviceName: a, selector: \
             {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{image: b}]}}}\n"
                .to_owned(),
            "the API server refuses the StatefulSet, or takes it and refuses every pod made from it",
        ),
    ] {
        assert_eq!(why_and_help(&text).0, why, "{text}");
    }
}

#[test]
fn a_scalar_that_may_be_read_as_a_number_is_quoted_only_where_a_text_is_right() {
    let text = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, targetPort: 0644}]}\n";
    assert_eq!(why_and_help(text).1, "write `420` or `0o644`, or `\"0644\"` for the text");
    assert_eq!(why_and_help(&deployment("replicas: 010")).1, "write `8` or `0o10`");
    assert_eq!(why_and_help(&deployment("paused: on")).1, "write `true`");
}
