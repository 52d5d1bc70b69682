//! What is wrong with kustomizations.

use crate::kustomize::tests::overlay;
use crate::kustomize::tests::said;

/// Expects one finding that begins so, and says whether kustomize refuses.
fn check(kustomization: &str, expected: &str, is_refused: bool) {
    let build = overlay(&format!("resources: [../base]\n{kustomization}"));
    let said = said(&build);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with(expected), "{said:?}");
    assert_eq!(build.is_refused, is_refused, "{expected}");
}

#[test]
fn a_change_that_reaches_nothing_is_said() {
    check(
        "patches: [{path: patch.yaml, target: {kind: Failover, name: cach}}]",
        "patch-matches-nothing prod/kustomization.yaml:2:61: this patch is for Failover cach",
        false,
    );
    check(
        "images: [{name: web, newTag: '2'}]",
        "image-entry-matches-nothing prod/kustomization.yaml:2:17: no container has the image `web`",
        false,
    );
    check("replicas: [{name: wep, count: 2}]", "replicas-entry-matches-nothing prod/kustomization.yaml:2:19", true);
    let by_name = "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: a}}'}]";
    check(
        by_name,
        "patch-matches-nothing prod/kustomization.yaml:2:19: this patch is for Deployment a/web (apps/v1)",
        true,
    );
}

#[test]
fn the_image_that_was_meant_is_named() {
    let build = overlay("resources: [../base]\nimages: [{name: web, newTag: '2'}]\n");
    let help = build.findings.iter().next().and_then(|finding| finding.help.clone()).unwrap();
    assert!(help.contains("`registry.example/web`"), "{help}");
}

#[test]
fn what_kustomize_refuses_is_refused_with_its_place() {
    let missing = r#"patches: [{target: {kind: Deployment}, patch: '[{"op": "remove", "path": "/spec/paused"}]'}]"#;
    check(
        missing,
        "patch-path-missing prod/kustomization.yaml:2:47: Deployment default/web has nothing at `/spec/paused`",
        true,
    );
    check("bases: [../bas]", "missing-resource-file prod/kustomization.yaml:2:9: there is no `../bas`", true);
    check("components: [../base]", "kustomization-refused prod/kustomization.yaml:2:14", true);
    let shape = "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: 1}'}]";
    check(shape, "patch-refused prod/kustomization.yaml:2:19: this patch has another type", true);
    let flow = "patches: [{target: {kind: Deployment}, patch: '[{op: remove, path: /spec/paused}]'}]";
    check(flow, "patch-refused prod/kustomization.yaml:2:47: a patch that begins with `[` is read as JSON", true);
    let selector = "patches: [{path: patch.yaml, target: {labelSelector: 'a b'}}]";
    check(selector, "patch-refused prod/kustomization.yaml:2:54: `labelSelector` of this target cannot be read", true);
    check("configMapGenerator: [{name: a, literals: [b]}]", "kustomization-refused prod/kustomization.yaml:2:43", true);
}

#[test]
fn an_object_that_is_there_twice_is_said_with_both_places() {
    let build = overlay("resources: [../base, ../base/failover.yaml]\n");
    let twice = build.findings.iter().find(|finding| finding.rule == "duplicate-resource-id").unwrap();
    assert_eq!(twice.also[0].0.to_string(), "base/failover.yaml:1:1");
    assert!(said(&build).iter().any(|said| said.starts_with("file-outside-kustomization")));
}
