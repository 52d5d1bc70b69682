//! What users see when the shape of a document is wrong.

mod differential;
mod json_schema;
mod published;

use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::Source;
use crate::validate::schema::Violation;
use crate::validate::schema::check;
use crate::yaml;

fn catalog() -> Catalog {
    let mut catalog = Catalog::new(28).unwrap();
    let operators = [("redis-operator", "v1.2.4"), ("argo-cd", "v3.5.1"), ("prometheus-operator", "v0.93.0")];
    for (project, version) in operators {
        assert!(catalog.add_embedded(project, version), "{project}");
    }
    catalog
}

fn violations_of(catalog: &Catalog, text: &str) -> Vec<Violation> {
    let parsed = yaml::parse(&Source::new("a.yaml", text));
    let mut sink = Vec::new();
    for document in &parsed.documents {
        let root = document.root();
        let word = |key| root.get(key).and_then(yaml::Node::string).unwrap_or_default();
        let kind = catalog.find(word("apiVersion"), word("kind")).unwrap();
        check(&kind, root, &mut sink);
    }
    sink
}

/// `place: message; help` of everything wrong.
fn said(text: &str) -> Vec<String> {
    let violations = violations_of(&catalog(), text);
    let say = |violation: &Violation| {
        let help = violation.help().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}: {}{help}", violation.place, violation.message())
    };
    violations.iter().map(say).collect()
}

fn pod(container: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - {container}\n")
}

#[test]
fn a_misspelt_field_is_named_with_the_right_one() {
    assert_eq!(
        said(&pod("{name: a, image: b, imagePullpolicy: Always}")),
        ["a.yaml:6:25: `spec.containers[0]` has no field `imagePullpolicy`; write `imagePullPolicy`"]
    );
}

#[test]
fn a_field_in_the_wrong_place_is_sent_home() {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n";
    let misplaced = |rest: &str| said(&format!("{deployment}{rest}"));
    assert_eq!(misplaced("replicas: 3\n"), ["a.yaml:4:1: there is no field `replicas` here; write it under `spec`"]);
    assert_eq!(
        misplaced("spec: {selector: {}, template: {}, containers: []}\n"),
        ["a.yaml:4:36: `spec` has no field `containers`; write it under `template.spec`"]
    );
}

#[test]
fn an_unquoted_yes_is_a_boolean_to_kubernetes() {
    assert_eq!(
        said(&pod("{name: a, env: [{name: B, value: yes}]}")),
        ["a.yaml:6:38: `spec.containers[0].env[0].value` must be a string, and `yes` is a boolean; \
          quote it: `\"yes\"`, for YAML reads it as a boolean"]
    );
}

#[test]
fn a_quoted_number_loses_its_quotes() {
    assert_eq!(
        said(&pod("{name: a, ports: [{containerPort: \"80\"}]}")),
        ["a.yaml:6:39: `spec.containers[0].ports[0].containerPort` must be an integer, and `\"80\"` is a string; \
          remove the quotes: `80`"]
    );
}

#[test]
fn a_missing_field_is_reported_where_it_belongs() {
    assert_eq!(said(&pod("{image: a}")), ["a.yaml:6:5: `spec.containers[0]` lacks the field `name`; add `name:`"]);
}

#[test]
fn null_is_absent_unless_the_field_is_required() {
    assert_eq!(said(&pod("{name: a, image: }")), [""; 0]);
    assert_eq!(
        said("apiVersion: v1\nkind: Pod\nspec: {containers: null}\n"),
        ["a.yaml:3:7: `spec` lacks the field `containers`; add `containers:`"]
    );
}

#[test]
fn quantities_are_numbers_with_known_units() {
    let limited = |memory| said(&pod(&format!("{{name: a, resources: {{limits: {{memory: {memory}}}}}}}")));
    assert_eq!(limited("0.5"), [""; 0]);
    assert_eq!(limited("128Mi"), [""; 0]);
    assert_eq!(
        limited("96MB"),
        ["a.yaml:6:44: `spec.containers[0].resources.limits.memory` must be a quantity, and `96MB` is none; \
          write `96M` or `96Mi`"]
    );
}

#[test]
fn custom_resources_take_no_fraction_where_pods_do() {
    let redis = |rest: &str| {
        said(&format!(
            "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover\nmetadata: {{name: a}}\nspec:\n  redis: {{{rest}}}\n"
        ))
    };
    assert_eq!(redis("replicas: 3.0, resources: {requests: {cpu: 500m, memory: 1}}"), [""; 0]);
    assert_eq!(
        redis("replicas: 3.5"),
        [
            "a.yaml:5:21: `spec.redis.replicas` must be an integer, and `3.5` is a number; write a whole number, such as `3`"
        ]
    );
    assert_eq!(
        redis("resources: {requests: {cpu: 0.5}}"),
        ["a.yaml:5:39: `spec.redis.resources.requests.cpu` must be an integer or a string, and `0.5` is a number; \
          quote it: `\"0.5\"`"]
    );
    assert_eq!(redis("replica: 3"), ["a.yaml:5:11: `spec.redis` has no field `replica`; write `replicas`"]);
}

#[test]
fn metadata_of_custom_resources_is_checked_like_any_other() {
    assert_eq!(
        said("apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: a, label: {}}\nspec: {}\n"),
        ["a.yaml:3:21: `metadata` has no field `label`; write `labels`"]
    );
}

#[test]
fn values_out_of_an_enumeration_are_listed() {
    assert_eq!(
        said(
            "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\n\
            spec: {selector: {}, endpoints: [{scheme: Htps, interval: 1.5m}]}\n"
        ),
        [
            "a.yaml:4:43: `spec.endpoints[0].scheme` cannot be `Htps`; write `HTTPS`",
            "a.yaml:4:59: `spec.endpoints[0].interval` must match \
             `^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$`, \
             and `1.5m` does not"
        ]
    );
}

#[test]
fn kustomizations_are_checked_too() {
    assert_eq!(
        said("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresource: [a.yaml]\n"),
        ["a.yaml:3:1: there is no field `resource` here; write `resources`"]
    );
}

#[test]
fn a_definition_among_the_documents_comes_before_the_embedded_one() {
    let mut catalog = catalog();
    let text = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  \
        group: argoproj.io\n  names: {kind: AppProject}\n  versions:\n  - name: v1alpha1\n    served: true\n    \
        schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {description: {type: integer}}}}}}\n";
    let parsed = yaml::parse(&Source::new("crd.yaml", text));
    let kinds = CustomKinds::read(parsed.documents[0].root());
    assert_eq!(kinds.len(), 1);
    catalog.add_crd(&parsed.documents[0].source().path, kinds);
    let kind = catalog.find("argoproj.io/v1alpha1", "AppProject").unwrap();
    assert_eq!(kind.source(), "CustomResourceDefinition crd.yaml");
    let project = "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nspec: {description: words}\n";
    assert_eq!(violations_of(&catalog, project)[0].rule(), "wrong-type");
}

#[test]
fn a_wrong_api_version_is_corrected() {
    let catalog = catalog();
    assert_eq!(catalog.nearest("extensions/v1beta1", "Deployment"), Some(("apps/v1", "Deployment")));
    assert_eq!(catalog.nearest("policy/v1beta1", "PodDisruptionBudget"), Some(("policy/v1", "PodDisruptionBudget")));
    assert_eq!(
        catalog.nearest("databases.spotahome.com/v1", "RedisFailovers"),
        Some(("databases.spotahome.com/v1", "RedisFailover"))
    );
}
