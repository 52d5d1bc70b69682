//! Against the verdicts of a real API server, where the reference folder is at hand.

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::Source;
use crate::validate::schema::Violation;
use crate::validate::schema::check;
use crate::yaml;
use crate::yaml::Node;

/// Manifests that the server takes and this module refuses all the same, with the reason.
const STRICTER: &[(&str, &str)] = &[
    ("statefulset/085", "the server does not look into the template, and refuses its pods later"),
    ("redisfailover/007", "the definition's int32 is not enforced, but the operator cannot decode the number"),
];

#[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
pub(in crate::validate) fn reference() -> Option<PathBuf> {
    std::env::var("GROUNDPLAN_REFERENCE").ok().map(PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
pub(in crate::validate) fn text(path: &Path) -> Option<String> {
    String::from_utf8(std::fs::read(path).ok()?).ok()
}

pub(in crate::validate) fn catalog(reference: &Path) -> Catalog {
    let mut catalog = Catalog::new(28).unwrap();
    let operators = [
        ("redis-operator", "v1.2.4"),
        ("argo-cd", "v3.5.1"),
        ("prometheus-operator", "v0.93.0"),
        ("keda", "v2.16.0"),
        ("external-secrets", "v0.9.11"),
        ("istio", "v1.24.1"),
    ];
    for (project, version) in operators {
        assert!(catalog.add_embedded(project, version), "{project}");
    }
    let widget = text(&reference.join("oracle/context/widget-crd.yaml")).unwrap();
    let parsed = yaml::parse(&Source::new("widget-crd.yaml", widget));
    let kinds = CustomKinds::read(parsed.documents[0].root());
    assert_eq!(kinds.len(), 1);
    catalog.add_crd(&parsed.documents[0].source().path, kinds);
    catalog
}

/// Everything wrong; `None` when the text is no YAML or names no known kind, which is for others to say.
fn judge(catalog: &Catalog, text: &str) -> Option<Vec<Violation>> {
    let parsed = yaml::parse(&Source::new("a.yaml", text));
    if !parsed.problems.is_empty() || parsed.documents.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    for document in &parsed.documents {
        let root = document.root();
        let word = |key| root.get(key).and_then(Node::string);
        check(&catalog.find(word("apiVersion")?, word("kind")?)?, root, &mut found);
    }
    Some(found)
}

/// Whether the server's reason is one of shape: decoding, or the schema of a custom resource without its CEL rules.
fn is_of_shape(verdict: &Value) -> bool {
    let layer = verdict["layer"].as_str().unwrap_or_default();
    layer == "decode" || layer == "schema" && !verdict["fault"].as_str().unwrap_or_default().contains("CEL")
}

#[test]
#[expect(clippy::print_stderr, reason = "says what was compared, and what could not be")]
fn verdicts_agree_with_a_real_api_server() {
    let Some(reference) = reference() else {
        eprintln!("not compared with the verdicts of an API server: GROUNDPLAN_REFERENCE is not set");
        return;
    };
    let verdicts: Value = serde_json::from_str(&text(&reference.join("oracle/verdicts.json")).unwrap()).unwrap();
    let catalog = catalog(&reference);
    let (mut accepted, mut of_shape, mut agreed) = (0, 0, 0);
    let mut false_alarms = Vec::new();
    let mut missed = Vec::new();
    for verdict in verdicts.as_array().unwrap() {
        let id = verdict["id"].as_str().unwrap();
        let Some(text) = text(&reference.join("oracle").join(verdict["file"].as_str().unwrap())) else {
            continue;
        };
        let Some(found) = judge(&catalog, &text) else { continue };
        let valid = verdict["valid"].as_bool().unwrap();
        let fault = verdict["fault"].as_str().unwrap();
        if valid {
            accepted += 1;
            let known = STRICTER.iter().any(|(stricter, _)| *stricter == id);
            if let Some(first) = found.first().filter(|_| !known) {
                let stricter = verdict["stricter_is_right"].as_bool().unwrap_or(false);
                false_alarms.push(format!("{id} {fault}: {} (stricter_is_right {stricter})", first.message()));
            }
        } else if is_of_shape(verdict) {
            of_shape += 1;
            agreed += usize::from(!found.is_empty());
            if found.is_empty() {
                missed.push(format!("{id} {fault}: {} {}", verdict["message"], verdict["causes"]));
            }
        }
    }
    eprintln!("{agreed} of {of_shape} refusals for reasons of shape found; {accepted} accepted manifests");
    for miss in &missed {
        eprintln!("  missed: {miss}");
    }
    assert_eq!(false_alarms, Vec::<String>::new());
}
