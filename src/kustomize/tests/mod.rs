//! Claims about builds, in memory. That they are those of kustomize is held by `tests/it/kustomize`.

mod findings;
mod places;
mod trees;

use crate::kustomize::Build;
use crate::kustomize::Files;
use crate::kustomize::build;
use crate::text::Source;
use crate::yaml::Node;

/// One text for each path.
fn files(texts: &[(&str, &str)]) -> Files {
    Files::new(texts.iter().map(|(path, text)| Source::new(*path, *text)))
}

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: web
        image: registry.example/web:1.0
        resources: {limits: {memory: 64Mi}}
";

const FAILOVER: &str = "apiVersion: databases.example/v1
kind: Failover
metadata:
  name: cache
spec:
  config:
  - maxmemory 1gb
  - timeout 300
";

/// An overlay on a Deployment and an object of a custom kind.
fn overlay(kustomization: &str) -> Build {
    let files = files(&[
        ("base/kustomization.yaml", "resources: [deployment.yaml, failover.yaml]\n"),
        ("base/deployment.yaml", DEPLOYMENT),
        ("base/failover.yaml", FAILOVER),
        ("prod/kustomization.yaml", kustomization),
        ("prod/patch.yaml", "spec:\n  config: [maxmemory 2gb]\n"),
    ]);
    build(&files, "prod")
}

/// Rule, place and message of each finding.
fn said(build: &Build) -> Vec<String> {
    let findings = build.findings.iter();
    findings.map(|finding| format!("{} {}: {}", finding.rule, finding.place, finding.message)).collect()
}

fn node<'b>(build: &'b Build, kind: &str, path: &[&str]) -> Node<'b> {
    let manifest = build.manifests.iter().find(|manifest| manifest.id.kind == kind).unwrap();
    path.iter().fold(manifest.root(), |node, part| match part.parse::<usize>() {
        Ok(at) => node.items().nth(at).unwrap(),
        Err(_) => node.get(part).unwrap(),
    })
}
