//! What users see when the API server would refuse an object of the right shape.

mod cluster;
mod faults;
mod kinds;
mod pods;
mod releases;

use crate::finding::Findings;
use crate::manifest;
use crate::text::FileTree;
use crate::text::Source;
use crate::validate::object::check;

/// The minor of the cluster, where a test does not name one.
const MINOR: u32 = 33;

fn findings_of(minor: u32, text: &str) -> Findings {
    let mut tree = FileTree::default();
    tree.insert(Source::new("a.yaml", text));
    let mut findings = Findings::default();
    for manifest in manifest::parse(&mut findings, &tree) {
        check(&manifest, None, minor, &mut findings);
    }
    findings
}

/// `rule at path` of everything found.
fn found(text: &str) -> Vec<String> {
    found_in(MINOR, text)
}

fn found_in(minor: u32, text: &str) -> Vec<String> {
    let say = |finding: &crate::finding::Finding| {
        format!("{} at {}", finding.rule, finding.path.as_deref().unwrap_or_default())
    };
    findings_of(minor, text).iter().map(say).collect()
}

fn object(kind: &str, name: &str) -> String {
    format!("apiVersion: {kind}\nmetadata: {{name: {name}}}\n")
}

#[test]
fn every_kind_has_its_own_names() {
    let core = |kind: &str| format!("v1\nkind: {kind}");
    let rbac = |kind: &str| format!("rbac.authorization.k8s.io/v1\nkind: {kind}");
    let long = "n".repeat(53);
    let right = [
        (core("ServiceAccount"), "a.b-1"),
        (core("Namespace"), "1-a"),
        (rbac("Role"), "\"system:Node Reader.\""),
        ("policy/v1\nkind: PodDisruptionBudget".to_owned(), "Upper_Case"),
        ("example.com/v1\nkind: Widget".to_owned(), long.as_str()),
    ];
    for (kind, name) in right {
        assert_eq!(found(&object(&kind, name)), Vec::<String>::new(), "{kind} {name}");
    }
    let wrong = [
        (core("ServiceAccount"), "Auth_Redis"),
        (core("ServiceAccount"), "a..b"),
        (core("Namespace"), "data.prod"),
        (rbac("Role"), "a/b"),
        ("example.com/v1\nkind: Widget".to_owned(), "-a"),
    ];
    for (kind, name) in wrong {
        assert_eq!(found(&object(&kind, name)), ["invalid-name at metadata.name"], "{kind} {name}");
    }
}

#[test]
fn a_finding_says_what_happens_and_what_to_write() {
    let text = object("v1\nkind: ServiceAccount", "Auth_Redis");
    let findings = findings_of(MINOR, &text);
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.place.to_string(), "a.yaml:3:18");
    assert_eq!(finding.message, "`metadata.name` cannot be `Auth_Redis`");
    assert_eq!(finding.why.as_deref(), Some("the API server refuses the object"));
    assert!(finding.help.as_deref().unwrap().starts_with("write `auth-redis`: use at most 253"));
    assert_eq!(finding.resource.as_deref(), Some("ServiceAccount Auth_Redis"));
}

#[test]
fn a_generated_name_may_end_with_a_hyphen() {
    let text = |name| format!("apiVersion: v1\nkind: ServiceAccount\nmetadata: {{generateName: {name}}}\n");
    assert_eq!(found(&text("a-")), Vec::<String>::new());
    assert_eq!(found(&text("A-")), ["invalid-name at metadata.generateName"]);
}

#[test]
fn labels_and_annotations_are_keyed_alike_and_only_labels_have_short_values() {
    let text = |metadata: &str| format!("apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: a, {metadata}}}\n");
    for right in [
        "labels: {app.kubernetes.io/name: v1.2_x, empty: \"\", none: null}",
        "annotations: {Example.com/x: \"https://example.com/a b\"}",
        "finalizers: [example.com/x, foregroundDeletion]",
    ] {
        assert_eq!(found(&text(right)), Vec::<String>::new(), "{right}");
    }
    for (wrong, expected) in [
        ("labels: {branch: feature/x}", "invalid-label at metadata.labels.branch"),
        ("labels: {app/kind/x: z}", "invalid-label at metadata.labels[\"app/kind/x\"]"),
        ("labels: {Example.com/x: z}", "invalid-label at metadata.labels[\"Example.com/x\"]"),
        ("annotations: {a b: z}", "invalid-annotation at metadata.annotations[\"a b\"]"),
    ] {
        assert_eq!(found(&text(wrong)), [expected], "{wrong}");
    }
    let annotation = |length: usize| text(&format!("annotations: {{a: {}}}", "x".repeat(length)));
    assert_eq!(found(&annotation(262_143)), Vec::<String>::new());
    assert_eq!(found(&annotation(262_144)), ["invalid-annotation at metadata.annotations"]);
}

#[test]
fn what_kustomize_reads_never_reaches_a_server() {
    let text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: Not_A_Name}\n";
    assert_eq!(found(text), Vec::<String>::new());
}
