//! Kustomizations that build on one another, and what cannot be followed.

use crate::kustomize::Gap;
use crate::kustomize::build;
use crate::kustomize::roots;
use crate::kustomize::tests::files;
use crate::kustomize::tests::overlay;
use crate::kustomize::tests::said;

#[test]
fn roots_are_what_nothing_else_is_built_from() {
    let files = files(&[
        ("a/base/kustomization.yaml", "resources: [web.yaml]\nconfigMapGenerator: [{name: x, files: [k=x.txt]}]\n"),
        ("a/base/web.yaml", "{}"),
        ("a/base/x.txt", ""),
        ("a/prod/Kustomization", "resources: [../base]\ncomponents: [../../more]\npatches: [{path: p.yaml}]\n"),
        ("a/prod/p.yaml", ""),
        ("a/stray.yaml", "{}"),
        ("more/kustomization.yml", "kind: Component\n"),
        ("unused/kustomization.yaml", "kind: Component\n"),
        ("loop/a/kustomization.yaml", "resources: [../b]\n"),
        ("loop/b/kustomization.yaml", "resources: [../a]\n"),
    ]);
    let roots = roots(&files);
    assert_eq!(roots.folders, ["a/prod", "loop/a"]);
    let read: Vec<&str> = roots.read.iter().map(String::as_str).filter(|path| path.starts_with("a/")).collect();
    let all = ["a/base/kustomization.yaml", "a/base/web.yaml", "a/base/x.txt", "a/prod/Kustomization", "a/prod/p.yaml"];
    assert_eq!(read, all);
}

#[test]
fn circles_and_depths_end_with_a_finding() {
    let circle =
        files(&[("a/kustomization.yaml", "resources: [../b]\n"), ("b/kustomization.yaml", "resources: [../a]\n")]);
    let build = build(&circle, "a");
    assert_eq!(said(&build), ["kustomization-cycle b/kustomization.yaml:1:13: `a` is built from itself: a -> b"]);
    assert!(build.is_refused && build.lacks_objects());
}

#[test]
fn what_needs_a_network_or_a_plugin_is_named_and_silences_what_cannot_be_known() {
    let build = overlay(
        "resources: [../base, 'https://example.org/crd.yaml']\npatches: [{path: patch.yaml, target: {kind: Crd}}]\nhelmCharts: [{name: a}]\n",
    );
    assert_eq!(said(&build), [""; 0]);
    assert!(build.lacks_objects() && !build.is_refused);
    let places: Vec<String> = build.incomplete.iter().map(|incomplete| incomplete.place.to_string()).collect();
    assert_eq!(places, ["prod/kustomization.yaml:1:22", "prod/kustomization.yaml:3:13"]);
    assert_eq!(build.manifests.len(), 2);
    let build = overlay("resources: [../base]\nvars: [{name: A}]\n");
    assert!(!build.lacks_objects() && build.incomplete[0].gap == Gap::Values);
    let build = overlay("resources: [../base, ../../elsewhere]\n");
    assert!(build.lacks_objects() && !build.is_refused);
}

#[test]
fn nothing_panics_on_what_is_no_kustomization() {
    for text in [
        "",
        "[]",
        "a",
        "resources: 1",
        "resources: [[a]]",
        "patches: [1, {patch: '['}]",
        "images: [{name: '('}]",
        "namespace: []",
        "labels: {a: b}",
        "configMapGenerator: [{}]",
    ] {
        let build = overlay(text);
        assert!(build.manifests.is_empty(), "{text}");
    }
}
