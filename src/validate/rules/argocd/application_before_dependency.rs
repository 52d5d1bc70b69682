//! An Application comes in an earlier wave than the one that brings the kinds or namespaces of its objects.
//!
//! Compared are Applications that live together and apply to the same cluster. One that creates its namespace itself, or
//! waits for kinds with `SkipDryRunOnMissingResource=true`, may come early.

use std::collections::BTreeMap;

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::applied::Applied;
use crate::cluster::argocd::realm::Realm;
use crate::cluster::argocd::sync;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "application-before-dependency",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application comes in an earlier wave than the one that brings the kinds or namespaces of its objects.",
    why: "its first sync fails: what it applies has no kind or no namespace yet",
    source: "argo-cd, docs/user-guide/sync-waves.md, docs/user-guide/sync-options.md",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r#"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: plans, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "10"}}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/plans}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: kinds, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "20"}}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/kinds}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/plans/plan.yaml
apiVersion: shop.example.com/v1
kind: Plan
metadata: {name: cart, namespace: shop}
# apps/kinds/plans.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: plans.shop.example.com}
spec:
  group: shop.example.com
  names: {kind: Plan, plural: plans}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
"#,
        good: r#"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: plans, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "20"}}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/plans}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: kinds, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "10"}}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/kinds}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/plans/plan.yaml
apiVersion: shop.example.com/v1
kind: Plan
metadata: {name: cart, namespace: shop}
# apps/kinds/plans.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: plans.shop.example.com}
spec:
  group: shop.example.com
  names: {kind: Plan, plural: plans}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
"#,
    }),
    check,
};

/// What is brought: a kind by group, or a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing<'a> {
    Kind(&'a str, &'a str),
    Namespace(&'a str),
}

/// Who brings something first, by where it lives and what it applies to.
type Brought<'a> = BTreeMap<(&'a Realm, &'a str, Thing<'a>), (i64, &'a Application<'a>)>;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let written = || cluster.applications().all.iter().filter(|application| application.object.maker.is_none());
    if written().all(|application| application.object.annotation(sync::WAVE).is_none()) {
        return;
    }
    let mut brought = Brought::new();
    for application in written() {
        let wave = sync::wave(&application.object);
        for thing in brings(cluster, application) {
            let kept = brought.entry((&application.realm, application.cluster(), thing)).or_insert((wave, application));
            if wave < kept.0 {
                *kept = (wave, application);
            }
        }
    }
    for application in written() {
        check_application(cluster, application, &brought, sink);
    }
}

fn brings<'a>(cluster: &'a Cluster<'a>, application: &'a Application<'a>) -> Vec<Thing<'a>> {
    let thing = |applied: &'a Applied<'a>| {
        let object = cluster.objects()[applied.at];
        let text = |path: &[&str]| object.at(path).and_then(Node::text);
        match (object.id().group(), object.id().kind.as_str()) {
            ("apiextensions.k8s.io", "CustomResourceDefinition") => {
                Some(Thing::Kind(text(&["spec", "group"])?, text(&["spec", "names", "kind"])?))
            }
            ("", "Namespace") => Some(Thing::Namespace(&applied.name)),
            _ => None,
        }
    };
    application.applies.iter().filter_map(thing).collect()
}

fn check_application<'a>(
    cluster: &'a Cluster<'a>,
    application: &'a Application<'a>,
    brought: &Brought<'a>,
    sink: &mut Sink<'_>,
) {
    let wave = sync::wave(&application.object);
    let declared = |name: &str| {
        let mut namespaces = cluster.facts.external.iter().flat_map(|external| &external.namespaces);
        namespaces.any(|declared| declared.name == name)
    };
    let mut said = Vec::new();
    for applied in &application.applies {
        let object = cluster.objects()[applied.at];
        let waits = application.has_option("SkipDryRunOnMissingResource=true")
            || sync::has_option(&object, "SkipDryRunOnMissingResource=true");
        let own = application.has_option("CreateNamespace=true") && application.namespace() == Some(&applied.namespace);
        let things = [
            (!waits).then_some(Thing::Kind(object.id().group(), &object.id().kind)),
            (!own && !declared(&applied.namespace)).then_some(Thing::Namespace(&applied.namespace)),
        ];
        for thing in things.into_iter().flatten() {
            let key = (&application.realm, application.cluster(), thing);
            let Some((later, other)) = brought.get(&key).filter(|(later, _)| *later > wave) else { continue };
            if said.contains(&other.object.id()) {
                continue;
            }
            said.push(other.object.id());
            let (what, option) = match thing {
                Thing::Kind(_, kind) => (format!("the kind `{kind}`"), "SkipDryRunOnMissingResource=true"),
                Thing::Namespace(name) => (format!("namespace `{name}`"), "CreateNamespace=true"),
            };
            let (name, path) = (other.object.id(), ["metadata", "annotations", sync::WAVE]);
            let message = format!("this comes in wave {wave}, and {name}, which brings {what}, in wave {later}");
            sink.report(
                application
                    .object
                    .about(&path, message)
                    .also(other.object.place(&path), format!("this comes in wave {later}"))
                    .also(object.place(&["metadata", "name"]), format!("this needs {what}"))
                    .help(format!("give {name} a wave of {wave} or less, or add `{option}` to `syncOptions` here")),
            );
        }
    }
}
