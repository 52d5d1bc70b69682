//! Two files of one environment hold the same object.
//!
//! Source: Argo CD `controller/state.go` (`RepeatedResourceWarning`, `SharedResourceWarning`).

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "object-rendered-twice",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "Two documents of one environment are the same object.",
    why: "the last one applied wins, and two Applications overwrite each other for ever",
    source: "Argo CD, controller/state.go: RepeatedResourceWarning, SharedResourceWarning",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut seen = BTreeMap::new();
    for object in context.cluster.objects().iter().filter(|object| !object.id().is_kustomization()) {
        // The API server keeps one object per group, whatever the version.
        let id = object.id();
        if id.name.is_empty() {
            continue;
        }
        let key = (id.group(), &id.kind, &id.namespace, &id.name);
        if let Some(first) = seen.insert(key, object) {
            sink.report(
                object
                    .about(&["metadata", "name"], format!("{id} is rendered twice"))
                    .also(first.place(&["metadata", "name"]), "first rendered here")
                    .help("let one of the templates make it, or give one of them another name"),
            );
        }
    }
}
