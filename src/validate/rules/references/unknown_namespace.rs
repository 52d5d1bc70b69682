//! An object stands in a namespace that the environment does not have.
//!
//! Source: Kubernetes API conventions (an object cannot be created in a namespace that does not exist); Argo CD's
//! `CreateNamespace` creates the destination's namespace only.

use crate::cluster::namespaces::BUILT_IN;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-namespace",
    group: Group::References,
    severity: Severity::Error,
    summary: "An object stands in a namespace that is not in the model.",
    why: "the API server refuses objects in a namespace that does not exist",
    source: "Kubernetes API conventions; Argo CD, sync options: CreateNamespace creates the namespace of the destination only",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(project) = context.project else { return };
    let namespaces = &project.environment.model.namespaces;
    for object in context.cluster.objects() {
        let namespace = object.id().namespace.as_str();
        if namespace.is_empty() || BUILT_IN.contains(&namespace) || namespaces.get(namespace).is_some() {
            continue;
        }
        let near = suggest::nearest(namespace, namespaces.names());
        sink.report(
            object
                .about(
                    &["metadata", "namespace"],
                    format!("environment {} has no namespace `{namespace}`", project.environment.name),
                )
                .help(near.map_or_else(
                    || format!("add `{namespace}: {{}}` under `namespaces`, with `managed: false` if others create it"),
                    |near| format!("did you mean `{near}`?"),
                )),
        );
    }
}
