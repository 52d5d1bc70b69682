//! An object stands in a namespace that does not exist: in a project, one that its model does not have; otherwise, one that
//! is neither among the documents nor declared.
//!
//! Source: Kubernetes API conventions (an object cannot be created in a namespace that does not exist); Argo CD's
//! `CreateNamespace` creates the destination's namespace only.

use std::collections::BTreeSet;

use crate::cluster::namespaces::BUILT_IN;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-namespace",
    group: Group::References,
    severity: Severity::Error,
    summary: "An object stands in a namespace that does not exist.",
    why: "the API server refuses objects in a namespace that does not exist",
    source: "Kubernetes API conventions; Argo CD, sync options: CreateNamespace creates the namespace of the destination only",
    example: Some(Example {
        facts: "external: {namespaces: [shop]}",
        bad: r"
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shops}
",
        good: r"
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(project) = context.project else {
        among_documents(context.cluster, sink);
        return;
    };
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

/// Says once of every namespace that objects stand in it, and it is neither among the documents nor declared.
fn among_documents(cluster: &Cluster<'_>, sink: &mut Sink<'_>) {
    let mut said = BTreeSet::new();
    for object in cluster.objects().iter().filter(|object| object.maker.is_none()) {
        let namespace = object.id().namespace.as_str();
        if namespace.is_empty() || !said.insert(namespace) {
            continue;
        }
        match cluster.namespace(namespace) {
            Known::There(_) => {}
            Known::Unknown => sink.lacks(Need::External),
            Known::Missing => {
                let declared = cluster.facts.external.iter().flat_map(|external| &external.namespaces);
                let known = declared.map(|declared| declared.name.as_str());
                let known = known.chain(cluster.of_kind("", "Namespace").map(|namespace| namespace.id().name.as_str()));
                let help = suggest::nearest(namespace, known).map_or_else(
                    || format!("add a Namespace `{namespace}`, or declare it under `external.namespaces`"),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("there is no Namespace `{namespace}`");
                sink.report(object.about(&["metadata", "namespace"], message).help(help));
            }
        }
    }
}
