//! Names, namespaces, labels, annotations and finalizers.
//!
//! Source: apimachinery `pkg/api/validation/objectmeta.go`, and the name functions of each kind.

use crate::finding::Finding;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::word;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

/// Keys and values of all annotations together.
const ANNOTATION_BYTES: usize = 262_144;

/// How objects of a kind may be called, and a shorter limit with its reason.
fn naming(group: &str, kind: &str, minor: u32) -> (Grammar, Option<(usize, &'static str)>) {
    match (group, kind) {
        ("", "Namespace") => (Grammar::Label, None),
        ("", "Service") => (of_service(minor), None),
        ("apps", "StatefulSet") => (
            if minor < 27 { Grammar::Subdomain } else { Grammar::Label },
            Some((52, "pods carry the name and a hash in a label of 63 characters, so that none is ever made")),
        ),
        ("batch", "CronJob") => {
            (Grammar::Subdomain, Some((52, "the API server keeps 11 characters for the names of its jobs")))
        }
        ("batch", "Job") => (Grammar::Subdomain, Some((63, "the API server puts the name into a label of its pods"))),
        ("rbac.authorization.k8s.io" | "certificates.k8s.io" | "apiregistration.k8s.io", _)
        | ("policy", "PodDisruptionBudget")
        | ("networking.k8s.io", "IPAddress") => (Grammar::PathSegment, None),
        _ => (Grammar::Subdomain, None),
    }
}

/// Names of services may begin with a digit since 1.36.
pub(super) fn of_service(minor: u32) -> Grammar {
    if minor < 36 { Grammar::Label1035 } else { Grammar::Label }
}

/// The metadata of an object; `built_in` says whether its kind is one of Kubernetes.
pub(super) fn check(sink: &mut Sink, group: &str, kind: &str, metadata: &Field<'_>, built_in: bool) {
    let own = metadata.get("name");
    let (grammar, limit) = naming(group, kind, sink.minor);
    let before = sink.len();
    name(sink, &own, grammar);
    if let Some((limit, why)) = limit.filter(|(limit, _)| own.text_or_empty().len() > *limit && sink.len() == before) {
        let message = format!("the name of a {kind} cannot be longer than {limit} characters");
        let length = own.text_or_empty().len();
        sink.push(fault("invalid-name", &own, message).why(why).help(format!("shorten it: it has {length}")));
    }
    let generated = metadata.get("generateName");
    if generated.is_set() {
        generated_name(sink, &generated, grammar);
    }
    name(sink, &metadata.get("namespace"), Grammar::Label);
    annotations(sink, &metadata.get("annotations"));
    labels(sink, &metadata.get("labels"));
    let finalizers = metadata.get("finalizers");
    if finalizers.is_set() {
        self::finalizers(sink, &finalizers, built_in);
    }
    let owners = metadata.get("ownerReferences");
    if owners.is_set() {
        self::owners(sink, &owners);
    }
    let version = metadata.get("resourceVersion");
    if version.is_set() && !matches!(version.text_or_empty(), "" | "0") {
        sink.push(
            fault("conflicting-fields", &version, "`metadata.resourceVersion` belongs to one state of one cluster")
                .why("the API server refuses to create an object that says it is there already")
                .help("leave it out, and with it `uid`, `creationTimestamp` and `generation`"),
        );
    }
}

fn finalizers(sink: &mut Sink, finalizers: &Field<'_>, built_in: bool) {
    finalizers.items().for_each(|finalizer| finalizer_name(sink, &finalizer, built_in));
    if ["orphan", "foregroundDeletion"].iter().all(|name| finalizers.items().any(|own| own.is_text(name))) {
        sink.push(
            fault("conflicting-fields", finalizers, "`orphan` and `foregroundDeletion` contradict each other")
                .help("keep one of them"),
        );
    }
}

fn owners(sink: &mut Sink, owners: &Field<'_>) {
    for owner in owners.items() {
        for field in ["apiVersion", "kind", "name", "uid"] {
            required(sink, &owner.get(field));
        }
    }
    if let Some(second) = owners.items().filter(|owner| owner.get("controller").is_true()).nth(1) {
        sink.push(
            fault("conflicting-fields", &second.get("controller"), "an object has at most one controller")
                .help("write `controller: true` for one owner only"),
        );
    }
}

/// Something follows a generated name, so that a hyphen at its end is right.
fn generated_name(sink: &mut Sink, field: &Field<'_>, grammar: Grammar) {
    let text = field.text_or_empty();
    if !text.is_empty() && !grammar.matches(text) && !grammar.matches(&format!("{}a", text.trim_end_matches('-'))) {
        word(sink, "invalid-name", field, grammar, text);
    }
}

pub(super) fn finalizer_name(sink: &mut Sink, field: &Field<'_>, built_in: bool) {
    let before = sink.len();
    name(sink, field, Grammar::Qualified);
    let text = field.text_or_empty();
    let standard = ["kubernetes", "orphan", "foregroundDeletion"].contains(&text);
    if built_in && sink.len() == before && !text.is_empty() && !standard && !text.contains('/') {
        sink.push(
            fault("invalid-name", field, format!("`{text}` is no finalizer of Kubernetes, and has no domain"))
                .help(format!("put a domain of your own before it: `example.com/{text}`")),
        );
    }
}

/// Labels of an object or of a pod template.
pub(super) fn labels(sink: &mut Sink, labels: &Field<'_>) {
    for (key, value) in labels.pairs() {
        let text = key.text().unwrap_or_default();
        if !Grammar::Qualified.matches(text) {
            word(sink, "invalid-label", &Field::key(key, value), Grammar::Qualified, text);
        }
        if value.string().is_some_and(|text| !Grammar::LabelValue.matches(text)) {
            spelt(sink, "invalid-label", &Field::root(value), Grammar::LabelValue);
        }
    }
}

/// Annotations of an object or of a pod template.
pub(super) fn annotations(sink: &mut Sink, annotations: &Field<'_>) {
    let mut bytes = 0;
    for (key, value) in annotations.pairs() {
        let text = key.text().unwrap_or_default();
        bytes += text.len() + value.string().unwrap_or_default().len();
        // The domain may have upper case here, unlike in labels.
        if !Grammar::Qualified.matches(text) && !Grammar::Qualified.matches(&text.to_lowercase()) {
            word(sink, "invalid-annotation", &Field::key(key, value), Grammar::Qualified, text);
        }
    }
    if bytes > ANNOTATION_BYTES {
        sink.push(too_large("invalid-annotation", annotations, bytes, ANNOTATION_BYTES));
    }
}

pub(super) fn too_large(rule: &'static str, field: &Field<'_>, bytes: usize, limit: usize) -> Finding {
    let path = field.path();
    let what = if path.is_empty() { "the data" } else { &format!("`{path}`") };
    fault(rule, field, format!("{what} takes {bytes} bytes, and {limit} are allowed"))
        .help("split it, or keep the large part outside of the cluster")
}
