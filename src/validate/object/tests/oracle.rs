//! Against the verdicts of a real API server, where the reference folder is at hand.

use serde_json::Value;

use crate::finding::Findings;
use crate::manifest;
use crate::schema::Catalog;
use crate::text::FileTree;
use crate::text::Source;
use crate::validate::judge;
use crate::validate::schema::tests::oracle::catalog;
use crate::validate::schema::tests::oracle::reference;
use crate::validate::schema::tests::oracle::text;

/// Manifests that the server takes and that are refused here all the same, with the reason.
const STRICTER: &[(&str, &str)] = &[
    ("redisfailover/007", "the definition's int32 is not enforced, but the operator cannot decode the number"),
    ("document/029", "`!!binary` is refused when YAML is read: the text would not be what stands in the file"),
];

/// How many refusals are found at least, and how many of them at the field that the server names. The rest depends on
/// the cluster (address ranges, dual stack), on a list of time zones, or on the languages of CEL and patterns.
const FLOOR: (usize, usize) = (226, 215);

/// The paths of everything that is found, with what is said; of a stage before the schema, too.
fn found(catalog: &Catalog, text: &str) -> Vec<(String, String)> {
    let mut tree = FileTree::default();
    tree.insert(Source::new("a.yaml", text));
    let mut findings = Findings::default();
    for manifest in manifest::parse(&mut findings, &tree) {
        findings.append(judge(catalog, &manifest).1);
    }
    let said = findings
        .iter()
        .map(|finding| (finding.path.clone().unwrap_or_default(), format!("{} {}", finding.rule, finding.message)));
    said.collect()
}

/// A path as the server writes it, which has `[key]` for `["key"]` and leaves some indices out.
fn plain(path: &str) -> String {
    let path = path.replace("spec.versions[0].schema", "spec.validation");
    let mut out = String::new();
    for part in path.split(['.', '[', ']', '"']) {
        if !part.is_empty() && part.parse::<usize>().is_err() {
            out.push_str(part);
            out.push('.');
        }
    }
    out
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
    let (mut accepted, mut of_validation, mut refused, mut at_field) = (0, 0, 0, 0);
    let mut false_alarms = Vec::new();
    for verdict in verdicts.as_array().unwrap() {
        let id = verdict["id"].as_str().unwrap();
        let Some(text) = text(&reference.join("oracle").join(verdict["file"].as_str().unwrap())) else {
            continue;
        };
        let found = found(&catalog, &text);
        let fault = verdict["fault"].as_str().unwrap();
        if verdict["valid"].as_bool().unwrap() {
            let stricter = verdict["stricter_is_right"].as_bool().unwrap_or(false);
            let known = stricter || STRICTER.iter().any(|(known, _)| *known == id);
            accepted += 1;
            false_alarms.extend(found.first().filter(|_| !known).map(|(_, said)| format!("{id} {fault}: {said}")));
        } else if verdict["layer"] == "validation" {
            of_validation += 1;
            refused += usize::from(!found.is_empty());
            let fields: Vec<&str> =
                verdict["causes"].as_array().unwrap().iter().filter_map(|cause| cause["field"].as_str()).collect();
            // An object without a name is told from the others before there is a path.
            let names = |path: &str, said: &str, field: &str| {
                plain(path).starts_with(&plain(field)) || path.is_empty() && said.contains(&format!("`{field}`"))
            };
            let right = found.iter().any(|(path, said)| fields.iter().any(|field| names(path, said, field)));
            at_field += usize::from(right);
            if !right {
                eprintln!("  {id} {fault}: {fields:?} is not in {found:?}");
            }
        }
    }
    eprintln!("{refused} of {of_validation} refused, {at_field} at the field of the server; {accepted} accepted");
    assert_eq!(false_alarms, Vec::<String>::new());
    assert!(refused >= FLOOR.0 && at_field >= FLOOR.1, "{refused} and {at_field}, below {FLOOR:?}");
}
