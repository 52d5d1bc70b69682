//! Two files of one environment hold the same object.
//!
//! Source: Argo CD `controller/state.go` (`RepeatedResourceWarning`, `SharedResourceWarning`).

use std::collections::BTreeMap;

use crate::finding::Findings;
use crate::validate::rule::Context;
use crate::validate::rule::Rule;
use crate::validate::rule::about;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "object-rendered-twice",
    summary: "Two documents of one environment are the same object.",
    why: "the last one applied wins, and two Applications overwrite each other for ever",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for manifest in context.manifests.iter().filter(|manifest| !manifest.id.is_kustomization()) {
        // The API server keeps one object per group, whatever the version.
        let id = &manifest.id;
        let key = (id.group(), &id.kind, &id.namespace, &id.name);
        if let Some(first) = seen.insert(key, manifest) {
            findings.push(
                about(manifest, &["metadata", "name"], format!("{id} is rendered twice"))
                    .also(first.place(&["metadata", "name"]), "first rendered here")
                    .help("let one of the templates make it, or give one of them another name"),
            );
        }
    }
}
