//! An Application applies an object that is too large for it on the client's side.
//!
//! `kubectl apply` keeps the whole object in an annotation, and annotations may have 262,144 bytes.

use crate::cluster::argocd::sync;
use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "object-too-large-to-apply",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application applies an object that is too large for it on the client's side.",
    why: "the API server refuses the annotation `last-applied-configuration`, and the sync fails",
    source: "argo-cd, docs/user-guide/sync-options.md; apimachinery, pkg/api/validation/objectmeta.go (TotalAnnotationSizeLimitB)",
    // It would be as large as what it is about.
    example: None,
    check,
};

/// What the annotations of an object may have, in bytes.
const MOST: usize = 262_144;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for application in &cluster.applications().all {
        if ["ServerSideApply=true", "Replace=true"].into_iter().any(|option| application.has_option(option)) {
            continue;
        }
        for applied in &application.applies {
            let object = cluster.objects()[applied.at];
            if is_applied_otherwise(&object) {
                continue;
            }
            let size = size(object.manifest.root());
            if size > MOST {
                let id = object.id();
                let message = format!("{id} has {size} bytes, and can be applied by the server only");
                let help = "add `ServerSideApply=true` to `syncOptions`, or to the annotation of the object";
                sink.report(
                    application
                        .object
                        .about(&["spec", "syncPolicy", "syncOptions"], message)
                        .also(object.place(&["metadata", "name"]), "the large object")
                        .help(help),
                );
            }
        }
    }
}

fn is_applied_otherwise(object: &Object<'_>) -> bool {
    ["ServerSideApply=true", "Replace=true"].into_iter().any(|option| sync::has_option(object, option))
}

/// The size of a node as JSON, in bytes.
fn size(node: Node<'_>) -> usize {
    const NO_CHANCE: usize = 2;
    // JSON takes less than twice what YAML does.
    if node.span().range().len() * NO_CHANCE < MOST {
        return 0;
    }
    exact(node)
}

fn exact(node: Node<'_>) -> usize {
    if node.is_mapping() {
        let entries = node.entries().map(|(key, value)| key.text().unwrap_or_default().len() + exact(value) + 4);
        return entries.sum::<usize>() + 1 + usize::from(node.entries().len() == 0);
    }
    if node.is_sequence() {
        return node.items().map(|item| exact(item) + 1).sum::<usize>() + 1 + usize::from(node.items().len() == 0);
    }
    let text = node.text().unwrap_or_default();
    let escaped = text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\t')).count();
    if node.string().is_some() { text.len() + escaped + 2 } else { text.len().max(4) }
}
