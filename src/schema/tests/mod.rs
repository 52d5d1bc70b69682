//! The packs are complete and can be read: everything in them is parsed here once.

mod import;
mod kubeconform;
mod locations;

use super::*;

fn parse_all(definitions: &Definitions) -> usize {
    let names: Vec<&str> = definitions.names().collect();
    for name in &names {
        let text = definitions.text(name).unwrap();
        let parsed = serde_json::from_str::<Schema>(text);
        assert!(parsed.is_ok(), "{name}: {parsed:?}");
        understood(definitions, &parsed.unwrap(), name);
    }
    names.len()
}

/// Every reference leads somewhere, and every pattern can be compiled.
fn understood(definitions: &Definitions, schema: &Schema, name: &str) {
    if let Some(target) = &schema.reference {
        assert!(definitions.text(target).is_some(), "{name} refers to {target}");
    }
    if let Some(pattern) = &schema.pattern {
        assert!(pattern.is_understood(), "{name}: {}", pattern.text());
    }
    let each = match &schema.additional_properties {
        Additional::Each(each) => Some(&**each),
        _ => None,
    };
    let children = schema.properties.iter().map(|(_, child)| child).chain(schema.items.as_deref()).chain(each);
    for child in children.chain(&schema.any_of).chain(&schema.one_of).chain(&schema.all_of) {
        understood(definitions, child, name);
    }
}

#[test]
fn every_minor_is_packed_whole() {
    for minor in minors() {
        assert!(parse_all(&pack::kubernetes(minor).unwrap().definitions) > 400, "1.{minor}");
        let catalog = Catalog::new(minor).unwrap();
        for kind in ["apps/v1 Deployment", "v1 Pod", "policy/v1 PodDisruptionBudget", "batch/v1 CronJob"] {
            let (api_version, kind) = kind.split_once(' ').unwrap();
            assert!(catalog.find(api_version, kind).is_some(), "1.{minor} {kind}");
        }
    }
    assert!(Catalog::new(24).is_none());
    assert!(Catalog::new(38).is_none());
}

#[test]
fn every_operator_is_packed_whole() {
    assert!(parse_all(&pack::crds().definitions) > 100);
    for project in embedded_projects() {
        for version in embedded_versions(project) {
            let mut catalog = Catalog::new(28).unwrap();
            let before = catalog.kinds().count();
            assert!(catalog.add_embedded(project, version), "{project} {version}");
            assert!(catalog.kinds().count() > before);
        }
    }
    assert_eq!(embedded_versions("argo-cd"), ["v2.14.0", "v3.5.1"]);
    assert!(!Catalog::new(28).unwrap().add_embedded("argo-cd", "v0.0.1"));
}

#[test]
fn field_lists_name_only_types_that_exist() {
    parse_all(kustomize::definitions());
    for version in redisfailover::VERSIONS {
        parse_all(&redisfailover::definitions(version).unwrap());
    }
}

#[test]
fn a_kind_says_where_it_comes_from() {
    let mut catalog = Catalog::new(28).unwrap();
    catalog.add_embedded("argo-cd", "v2.14.0");
    let source = |api_version, kind| catalog.find(api_version, kind).map(|kind| kind.source());
    assert_eq!(source("apps/v1", "Deployment"), Some("Kubernetes 1.28"));
    assert_eq!(source("argoproj.io/v1alpha1", "Application"), Some("argo-cd v2.14.0"));
    assert_eq!(source("kustomize.config.k8s.io/v1beta1", "Kustomization"), Some("Kustomize"));
    assert_eq!(source("extensions/v1beta1", "Deployment"), None);
}

#[test]
fn a_catalog_is_shared_by_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Catalog::new(28).unwrap());
}
