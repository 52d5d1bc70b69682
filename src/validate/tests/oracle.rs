//! Against the verdicts of a real API server, where the reference folder is at hand.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::Source;
use crate::validate::tests::found;
use crate::yaml;

/// Manifests that the server takes and that are refused here all the same, with the reason. Besides these there are
/// those for which the reference itself says that a finding is right: templates of which no pod can be made.
const STRICTER: &[(&str, &str)] = &[
    ("redisfailover/007", "the definition's int32 is not enforced, but the operator cannot decode the number"),
    ("document/029", "`!!binary` is refused when YAML is read: the text would not be what stands in the file"),
];

/// Manifests that the server refuses and that are taken here, with the reason.
const TAKEN: &[(&str, &str)] = &[
    ("service/039", "the ranges of addresses are a matter of the cluster"),
    ("service/045", "the families of addresses are a matter of the cluster"),
    ("pod/062", "which accounts there are is a matter of the cluster"),
    ("pod/066", "which namespaces there are is a matter of the cluster"),
    ("pod/068", "which limits a namespace has is a matter of the cluster"),
    ("document/077", "a Kustomization is meant for kustomize, and checked as such"),
];

/// Refusals that are reported elsewhere than at the field of the server, with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    ("clusterrolebinding/001", ABOVE),
    ("cronjob/033", ABOVE),
    ("cronjob/069", ABOVE),
    ("daemonset/041", ABOVE),
    ("deployment/090", ABOVE),
    ("limitrange/010", ABOVE),
    ("cronjob/025", "the server leaves an `s` and the index out"),
    ("daemonset/034", "the server names `operator`, and the value is what has to change"),
    ("daemonset/048", "the server names the labels that a missing selector does not match"),
    ("secret/015", "the server names `data`, into which it has put what stands in `stringData`"),
    ("service/041", "the server names `clusterIPs`, into which it has put what stands in `clusterIP`"),
];

const ABOVE: &str = "what is missing as a whole is reported once, and not for everything that it would hold";

/// By the layer that decides: all, refused here, and at the field that the server names if it names one. Of the layer
/// `client` one is no text and never reaches these stages.
const COUNTS: &[(&str, [usize; 3])] = &[
    ("accepted", [241, 20, 20]),
    ("admission", [7, 4, 4]),
    ("client", [46, 44, 44]),
    ("decode", [198, 198, 198]),
    ("real creation", [4, 4, 4]),
    ("schema", [83, 83, 83]),
    ("validation", [231, 229, 218]),
];

#[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
fn reference() -> Option<PathBuf> {
    std::env::var("GROUNDPLAN_REFERENCE").ok().map(PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
fn text(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).unwrap();
    String::from_utf8(bytes).ok()
}

/// The kinds of the cluster that gave the verdicts.
fn catalog(reference: &Path) -> Catalog {
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
    catalog.add_crd("widget-crd.yaml", CustomKinds::read(parsed.documents[0].root()));
    catalog
}

/// A path as the server writes it, which has `[key]` for `["key"]` and leaves some indices out.
fn plain(path: &str) -> String {
    let path = path.replace("spec.versions[0].schema", "spec.validation").to_lowercase();
    let mut out = String::new();
    for part in path.split(['.', '[', ']', '"']) {
        if !part.is_empty() && part.parse::<usize>().is_err() {
            out.push_str(part);
            out.push('.');
        }
    }
    out
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn names(finding: &Finding, field: &str) -> bool {
    let path = finding.path.as_deref().unwrap_or_default();
    if field == "<nil>" {
        return path.is_empty();
    }
    // An object without a name is told from the others before there is a path.
    plain(path).starts_with(&plain(field)) || path.is_empty() && finding.message.contains(&format!("`{field}`"))
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
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for verdict in verdicts.as_array().unwrap() {
        let word = |key: &str| verdict[key].as_str().unwrap_or_default();
        let id = word("id");
        let valid = verdict["valid"].as_bool().unwrap();
        let layer = match (valid, word("layer")) {
            (true, _) => "accepted",
            (false, "ok") => "real creation",
            (false, layer) => layer,
        };
        let count = counts.entry(layer).or_default();
        count[0] += 1;
        // Text that is no UTF-8 is refused when it is read from the disk.
        let Some(text) = text(&reference.join("oracle").join(word("file"))) else { continue };
        let found: Vec<Finding> = found(&catalog, &text).into_iter().filter(is_error).collect();
        let causes: Vec<&str> =
            verdict["causes"].as_array().unwrap().iter().filter_map(|cause| cause["field"].as_str()).collect();
        let refused = !found.is_empty();
        let at_field = causes.is_empty() || found.iter().any(|found| causes.iter().any(|field| names(found, field)));
        count[1] += usize::from(refused);
        count[2] += usize::from(refused && at_field);
        let known = |list: &[(&str, &str)]| list.iter().any(|(known, _)| *known == id);
        let stricter = verdict["stricter_is_right"].as_bool().unwrap_or(false) || known(STRICTER);
        let as_expected = match (valid, refused) {
            (true, _) => !refused || stricter,
            (false, false) => known(TAKEN),
            (false, true) => !known(TAKEN) && at_field != known(ELSEWHERE),
        };
        if !as_expected {
            let said: Vec<String> = found.iter().map(|found| format!("{:?} {}", found.path, found.message)).collect();
            wrong.push(format!("{id} {layer} {}: {causes:?}, and here {said:?}", word("fault")));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), COUNTS);
}
