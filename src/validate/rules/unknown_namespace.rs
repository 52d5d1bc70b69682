//! An object stands in a namespace that the environment does not have.
//!
//! Source: Kubernetes API conventions (an object cannot be created in a namespace that does not exist); Argo CD's
//! `CreateNamespace` creates the destination's namespace only.

use crate::finding::Findings;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Rule;
use crate::validate::rule::about;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-namespace",
    summary: "An object stands in a namespace that is not in the model.",
    why: "the API server refuses objects in a namespace that does not exist",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    /// Every cluster has these.
    const BUILT_IN: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];
    let namespaces = &context.environment.model.namespaces;
    for manifest in context.manifests {
        let namespace = manifest.id.namespace.as_str();
        if namespace.is_empty() || BUILT_IN.contains(&namespace) || namespaces.get(namespace).is_some() {
            continue;
        }
        let near = suggest::nearest(namespace, namespaces.names());
        findings.push(
            about(
                manifest,
                &["metadata", "namespace"],
                format!("environment {} has no namespace `{namespace}`", context.environment.name),
            )
            .help(near.map_or_else(
                || format!("add `{namespace}: {{}}` under `namespaces`, with `managed: false` if others create it"),
                |near| format!("did you mean `{near}`?"),
            )),
        );
    }
}
