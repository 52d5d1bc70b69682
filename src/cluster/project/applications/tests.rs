//! Claims about the Applications of an ApplicationSet.

use super::*;
use crate::text::Source;
use crate::yaml;

fn set(spec: &str) -> Projection {
    let text = format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {{name: s, namespace: argocd}}\nspec: {spec}\n"
    );
    let manifest = Manifest::of(yaml::parse(&Source::new("a.yaml", text)).documents.remove(0)).unwrap();
    project(&manifest)
}

/// The spec with generators and a template of this name and path.
fn spec(head: &str, generators: &str, name: &str) -> String {
    format!("{{{head}generators: [{generators}], template: {{metadata: {{name: '{name}'}}, spec: {{project: p}}}}}}")
}

fn names(projection: &Projection) -> Vec<&str> {
    projection.made.iter().map(|made| made.manifest.id.name.as_str()).collect()
}

fn faults(projection: &Projection) -> Vec<(Fault, &str)> {
    projection.problems.iter().map(|problem| (problem.fault, problem.message.as_str())).collect()
}

const STAGES: &str = "{list: {elements: [{stage: staging}, {stage: live}]}}";
const SERVICES: &str = "{list: {elements: [{svc: a}, {svc: b}]}}";
const GO: &str = "goTemplate: true, goTemplateOptions: [missingkey=error], ";

fn matrix(children: &[&str]) -> String {
    format!("{{matrix: {{generators: [{}]}}}}", children.join(", "))
}

#[test]
fn a_list_makes_an_application_of_each_element() {
    let projection = set(&spec("", STAGES, "x-{{stage}}"));
    assert_eq!(names(&projection), ["x-staging", "x-live"]);
    assert_eq!(faults(&projection), []);
    let made = &projection.made[0];
    assert_eq!(
        (made.maker.to_string().as_str(), made.by),
        ("ApplicationSet argocd/s", "argocd-applicationset-controller")
    );
    assert_eq!(made.manifest.id.namespace, "argocd");
    let root = made.manifest.root();
    assert_eq!(root.at(&["spec", "project"]).unwrap().text(), Some("p"));
    let finalizer = root.at(&["metadata", "finalizers"]).unwrap().items().next().unwrap();
    assert_eq!(finalizer.text(), Some("resources-finalizer.argocd.argoproj.io"));
    let name = root.at(&["metadata", "name"]).unwrap().place();
    assert_eq!(name.text(), "'x-{{stage}}'", "what is inserted stands at the template");
}

#[test]
fn a_matrix_combines_two_generators_and_no_other_number() {
    let both = matrix(&[STAGES, SERVICES]);
    assert_eq!(names(&set(&spec(GO, &both, "{{.svc}}-{{ .stage }}"))), ["a-staging", "b-staging", "a-live", "b-live"]);
    let one = set(&spec(GO, &matrix(&[STAGES]), "{{.stage}}"));
    assert_eq!(faults(&one), [(Fault::GeneratorShape, "a matrix has two generators, and this has 1")]);
    let nested = matrix(&[&both, "{list: {elements: [{n: '1'}]}}"]);
    assert_eq!(names(&set(&spec(GO, &nested, "{{.svc}}-{{ .stage }}-{{.n}}"))).len(), 4);
}

#[test]
fn the_second_generator_of_a_matrix_is_filled_in_with_the_first() {
    let second = "{list: {elements: [{path: 'apps/{{stage}}'}]}}";
    assert_eq!(names(&set(&spec("", &matrix(&[STAGES, second]), "{{path}}"))), ["apps/staging", "apps/live"]);
}

#[test]
fn names_that_repeat_are_said_once_and_made_once() {
    let projection = set(&spec(GO, &matrix(&[STAGES, SERVICES]), "{{ .stage }}"));
    assert_eq!(names(&projection), ["staging", "live"]);
    let expected = ["2 Applications would be named `staging`", "2 Applications would be named `live`"];
    assert_eq!(faults(&projection), expected.map(|message| (Fault::RepeatedName, message)));
    assert_eq!(projection.problems[0].place.text(), "'{{ .stage }}'");
}

#[test]
fn a_merge_lays_later_generators_over_the_first_by_their_keys() {
    let base = "{list: {elements: [{env: a, n: '1'}, {env: b, n: '1'}]}}";
    let over = "{list: {elements: [{env: b, n: '2'}, {env: c, n: '3'}]}}";
    let merge = |keys: &str| format!("{{merge: {{mergeKeys: [{keys}], generators: [{base}, {over}]}}}}");
    assert_eq!(names(&set(&spec("", &merge("env"), "{{env}}-{{n}}"))), ["a-1", "b-2"]);
    assert_eq!(faults(&set(&spec("", &merge("n"), "{{env}}")))[0].0, Fault::Refused);
    assert_eq!(faults(&set(&spec("", &merge(""), "{{env}}")))[0].0, Fault::GeneratorShape);
}

#[test]
fn a_parameter_that_nobody_has_is_said_once_and_nothing_is_made_of_it() {
    for (head, name) in [("", "{{svc}}"), (GO, "{{ .svc }}")] {
        let projection = set(&spec(head, STAGES, name));
        assert_eq!(faults(&projection), [(Fault::UnknownParameter, "no generator has a parameter `svc`")]);
        assert_eq!(projection.made.len(), 0);
    }
    let no_value = set(&spec("goTemplate: true, ", STAGES, "x{{ .svc }}"));
    assert_eq!(names(&no_value)[0], "x<no value>");
}

#[test]
fn what_others_find_is_not_known() {
    for generator in ["{clusters: {}}", "{git: {repoURL: x}}", "{pullRequest: {}}", "{list: {elementsYaml: '[]'}}"] {
        let projection = set(&spec("", generator, "x"));
        assert_eq!((projection.made.len(), faults(&projection)[0].0), (0, Fault::NotKnown), "{generator}");
        let inside = set(&spec("", &matrix(&[STAGES, generator]), "x"));
        assert_eq!((inside.made.len(), faults(&inside)[0].0), (0, Fault::NotKnown), "{generator}");
    }
    let patched = set(&spec("goTemplate: true, templatePatch: '', ", STAGES, "{{ .stage }}"));
    assert_eq!((patched.made.len(), faults(&patched)[0].0), (0, Fault::NotKnown));
}

#[test]
fn an_element_has_one_generator() {
    let two = "{list: {elements: [{x: a}]}, matrix: {generators: []}}";
    let projection = set(&spec("", two, "{{x}}"));
    assert_eq!(
        faults(&projection)[0],
        (Fault::GeneratorShape, "there are several generators in one element: list, matrix")
    );
    assert_eq!(names(&projection), ["a"], "each of them counts");
    assert_eq!(faults(&set(&spec("", "{lists: {}}", "x")))[0].1, "there is no generator `lists`");
}

#[test]
fn a_list_without_go_templates_holds_texts() {
    let projection = set(&spec("", "{list: {elements: [{port: 8080}]}}", "{{port}}"));
    assert_eq!(faults(&projection)[0].0, Fault::Refused);
    let values = set(&spec("", "{list: {elements: [{values: {a: x}}]}}", "{{values.a}}"));
    assert_eq!(names(&values), ["x"]);
    assert_eq!(names(&set(&spec(GO, "{list: {elements: [{port: 8080}]}}", "p{{ .port }}"))), ["p8080"]);
}

#[test]
fn a_selector_filters_and_a_template_of_a_generator_goes_first() {
    let element = "{list: {elements: [{stage: staging}, {stage: live}], template: {metadata: {}, spec: {project: own}}}, selector: {matchLabels: {stage: live}}}";
    let projection = set(&spec("", element, "{{stage}}"));
    assert_eq!(names(&projection), ["live"]);
    assert_eq!(projection.made[0].manifest.root().at(&["spec", "project"]).unwrap().text(), Some("own"));
}

#[test]
fn a_matrix_that_grows_beyond_measure_is_given_up() {
    let many = format!(
        "{{list: {{elements: [{}]}}}}",
        (0..200).map(|n| format!("{{a{n}: x}}")).collect::<Vec<_>>().join(", ")
    );
    let projection = set(&spec("", &matrix(&[&many, &many]), "x"));
    assert_eq!((projection.made.len(), faults(&projection)[0].0), (0, Fault::NotKnown));
}

#[test]
fn a_document_of_any_shape_is_survived() {
    for spec in [
        "1",
        "{generators: 1}",
        "{generators: [1, [], {list: 1}, {matrix: {generators: 3}}, {merge: x}]}",
        "{generators: [{list: {elements: [1, [2]]}}], template: [x]}",
    ] {
        assert_eq!(set(spec).made.iter().filter(|made| made.manifest.id.name.contains('x')).count(), 0, "{spec}");
    }
}
