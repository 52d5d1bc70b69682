//! An Application applies an object in an earlier wave than what the object cannot do without.
//!
//! Such are its kind, its namespace, and for pods the ConfigMaps, Secrets, claims and accounts that they name. Within one
//! wave Argo CD applies kinds in an order that suits. What exists already, or is applied by somebody else, is left alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::applied::Applied;
use crate::cluster::argocd::sync;
use crate::cluster::argocd::sync::Step;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Workload;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::argocd::needs;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "applied-before-dependency",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application applies an object in an earlier wave than what the object cannot do without.",
    why: "a wave begins when the one before it is healthy: pods that wait for a later wave never are, and the sync stands still",
    source: "argo-cd, docs/user-guide/sync-waves.md; gitops-engine, pkg/sync/sync_tasks.go",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r#"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/plan.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: plans.shop.example.com
  annotations: {argocd.argoproj.io/sync-wave: "10"}
spec:
  group: shop.example.com
  names: {kind: Plan, plural: plans}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
---
apiVersion: shop.example.com/v1
kind: Plan
metadata: {name: cart, namespace: shop}
"#,
        good: r#"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/plan.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: plans.shop.example.com
  annotations: {argocd.argoproj.io/sync-wave: "-10"}
spec:
  group: shop.example.com
  names: {kind: Plan, plural: plans}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
---
apiVersion: shop.example.com/v1
kind: Plan
metadata: {name: cart, namespace: shop}
"#,
    }),
    check,
};

/// Kind, namespace and name of what something needs.
type Key<'a> = (&'static str, &'a str, &'a str);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        if application.applies.iter().any(|applied| sync::wave(&context.cluster.objects()[applied.at]) != 0)
            || application.applies.iter().any(|applied| sync::is_hook(&context.cluster.objects()[applied.at]))
        {
            check_application(context.cluster, application, sink);
        }
    }
}

fn check_application<'a>(cluster: &'a Cluster<'a>, application: &'a Application<'a>, sink: &mut Sink<'_>) {
    let mut provided: BTreeMap<Key<'a>, (Step, Object<'a>)> = BTreeMap::new();
    for applied in &application.applies {
        let object = cluster.objects()[applied.at];
        let Some(step) = sync::first_step(&object) else { continue };
        for key in provides(cluster, &object, applied) {
            let kept = provided.entry(key).or_insert((step, object));
            if step < kept.0 {
                *kept = (step, object);
            }
        }
    }
    let by_object = |workload: &'a Workload<'a>| (std::ptr::from_ref(workload.object.manifest), workload);
    let workloads: BTreeMap<_, _> = cluster.workloads().iter().map(by_object).collect();
    let mut said = BTreeSet::new();
    for applied in &application.applies {
        let object = cluster.objects()[applied.at];
        let Some(step) = sync::first_step(&object) else { continue };
        let mut needed = vec![
            (("CustomResourceDefinition", object.id().group(), object.id().kind.as_str()), true),
            (("Namespace", "", applied.namespace.as_ref()), true),
        ];
        if let Some(workload) = workloads.get(&std::ptr::from_ref(object.manifest)).filter(|workload| blocks(workload))
        {
            let named = needs::of(workload).into_iter();
            needed.extend(named.map(|(kind, name)| ((kind, applied.namespace.as_ref(), name), false)));
        }
        for (key, at_dependency) in needed {
            let Some((later, dependency)) = provided.get(&key).filter(|(later, _)| *later > step) else { continue };
            if said.insert((applied.at, key)) {
                sink.report(finding(&object, step, dependency, *later, at_dependency));
            }
        }
    }
}

/// What an object is to others.
fn provides<'a>(cluster: &'a Cluster<'a>, object: &Object<'a>, applied: &'a Applied<'a>) -> Vec<Key<'a>> {
    let text = |path: &[&str]| object.at(path).and_then(Node::text).unwrap_or_default();
    let (namespace, name) = (applied.namespace.as_ref(), applied.name.as_ref());
    match (object.id().group(), object.id().kind.as_str()) {
        ("apiextensions.k8s.io", "CustomResourceDefinition") => {
            vec![("CustomResourceDefinition", text(&["spec", "group"]), text(&["spec", "names", "kind"]))]
        }
        ("", "Namespace") => vec![("Namespace", "", name)],
        ("", "ConfigMap") => vec![("ConfigMap", namespace, name)],
        ("", "Secret") => vec![("Secret", namespace, name)],
        ("", "ServiceAccount") => vec![("ServiceAccount", namespace, name)],
        ("", "PersistentVolumeClaim") => vec![("PersistentVolumeClaim", namespace, name)],
        ("external-secrets.io" | "bitnami.com" | "cert-manager.io", _) => {
            let made = cluster
                .of_kind("", "Secret")
                .filter(|secret| secret.maker.is_some_and(|maker| maker.id == object.id()));
            made.map(|secret| ("Secret", namespace, secret.id().name.as_str())).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether Argo CD waits for its pods: those of a CronJob come when they come.
fn blocks(workload: &Workload<'_>) -> bool {
    workload.object.id().kind != "CronJob" && workload.replicas() != Some(0)
}

fn finding(object: &Object<'_>, step: Step, dependency: &Object<'_>, later: Step, at_dependency: bool) -> Finding {
    let annotation = ["metadata", "annotations", if step.phase == later.phase { sync::WAVE } else { sync::HOOK }];
    let name = dependency.id();
    if at_dependency {
        let message = format!("{name} comes in {later}, and {} needs it in {step}", object.id());
        let why = "what is applied before its kind or namespace fails; where Argo CD corrects that by itself, everything \
                   meant to come in between comes too late";
        return dependency
            .about(&annotation, message)
            .why(why)
            .also(object.place(&annotation), format!("this comes in {step}"))
            .help(format!("give {name} a wave of {} or less", step.wave));
    }
    let help = if step.phase == later.phase {
        format!("give {name} a wave of {} or less, or this one of {} or more", step.wave, later.wave)
    } else {
        format!("make {name} a hook of {}, too, in a wave below {}", step.phase.name(), step.wave)
    };
    object
        .about(&annotation, format!("this comes in {step}, and {name}, which its pods need, in {later}"))
        .also(dependency.place(&annotation), format!("this comes in {later}"))
        .help(help)
}
