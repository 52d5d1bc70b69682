//! Where what was built came from, and what it overrides.

use crate::kustomize::tests::node;
use crate::kustomize::tests::overlay;
use crate::kustomize::tests::said;

#[test]
fn every_value_stands_where_it_was_written() {
    let build = overlay(
        "resources: [../base]
namespace: shop
images:
- name: registry.example/web
  newTag: '2.0'
replicas:
- name: web
  count: 3
patches:
- target: {kind: Deployment}
  patch: |-
    - op: add
      path: /spec/paused
      value: true
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {spec: {containers: [{name: web, command: [run]}]}}}
",
    );
    assert_eq!(said(&build), [""; 0]);
    let place = |path: &[&str]| node(&build, "Deployment", path).place().to_string();
    assert_eq!(place(&["metadata", "name"]), "base/deployment.yaml:4:9");
    assert_eq!(place(&["metadata", "namespace"]), "prod/kustomization.yaml:2:12");
    assert_eq!(place(&["spec", "replicas"]), "prod/kustomization.yaml:8:10");
    assert_eq!(place(&["spec", "paused"]), "prod/kustomization.yaml:14:14");
    let container = ["spec", "template", "spec", "containers", "0"];
    let in_container = |key: &str| place(&[container.as_slice(), &[key]].concat());
    assert_eq!(in_container("image"), "prod/kustomization.yaml:5:11");
    assert_eq!(in_container("command"), "prod/kustomization.yaml:19:64");
    assert_eq!(in_container("resources"), "base/deployment.yaml:12:20");
}

#[test]
fn what_an_overlay_overrides_is_known_with_both_places() {
    let build = overlay(
        "resources: [../base]
nameSuffix: -prod
patches:
- path: patch.yaml
  target: {kind: Failover, name: cache}
- target: {kind: Deployment}
  patch: '[{\"op\": \"replace\", \"path\": \"/spec/replicas\", \"value\": 2}]'
",
    );
    let overrides: Vec<String> = build
        .overrides
        .iter()
        .map(|it| {
            let (overlay, base) = (&it.place_in_overlay, &it.place_in_base);
            format!("{} {}: {} at {base} -> {} at {overlay}, lost {:?}", it.object, it.path, it.was, it.now, it.lost)
        })
        .collect();
    let expected = [
        "Deployment web-prod /spec/replicas: 1 at base/deployment.yaml:6:13 -> 2 at prod/kustomization.yaml:7:10, lost []",
        "Failover cache-prod /spec/config: [\"maxmemory 1gb\",\"timeout 300\"] at base/failover.yaml:7:3 -> [\"maxmemory \
         2gb\"] at prod/patch.yaml:2:11, lost [\"maxmemory 1gb\", \"timeout 300\"]",
    ];
    assert_eq!(overrides, expected);
    assert!(build.overrides[1].is_list && !build.overrides[0].is_list);
}
