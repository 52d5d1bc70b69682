//! The same object stands twice in what is applied together.
//!
//! That is: in one file, in what one Application applies, in one environment of a project of groundplan's own, and for
//! what a declared Argo CD itself reads, in one folder. The same object in bases and overlays is none of these.

use std::collections::BTreeMap;

use crate::cluster::argocd::applied::Applied;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "object-rendered-twice",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "The same object stands twice in what is applied together.",
    why: "the last one applied wins, and the other is lost without a word",
    source: "argo-cd, controller/state.go (RepeatedResourceWarning); kustomize refuses to build it",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {REGION: nordic}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {REGION: baltic}
",
        good: r"
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {REGION: nordic}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: web}
data: {REGION: nordic}
",
    }),
    check,
};

/// The API server keeps one object of a name and group, whatever the version.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let mut said: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups(context) {
        let mut seen: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        for (at, namespace, name) in group {
            let object = cluster.objects()[at];
            let id = object.id();
            // One with `generateName` is another one each time.
            if name.is_empty() || object.maker.is_some() && context.project.is_none() {
                continue;
            }
            let key = (id.group(), id.kind.as_str(), namespace, name);
            if let Some(first) = seen.insert(key, at).filter(|first| said.insert(at, *first).is_none()) {
                report(cluster, &object, &cluster.objects()[first], sink);
            }
        }
    }
}

/// The number of an object, with the namespace and the name that it ends up with.
type Member<'a> = (usize, &'a str, &'a str);

/// What is applied together.
fn groups<'a>(context: &'a Context<'_>) -> Vec<Vec<Member<'a>>> {
    let cluster = context.cluster;
    let written =
        |(at, object): (usize, &'a Object<'_>)| (at, object.id().namespace.as_str(), object.id().name.as_str());
    let objects = || cluster.objects().iter().enumerate().filter(|(_, object)| !object.id().is_kustomization());
    if context.project.is_some() {
        return vec![objects().map(written).collect()];
    }
    // A folder of examples is applied to nothing.
    let is_declared = cluster.facts.argocd.is_some();
    let mut groups: BTreeMap<(&str, bool), Vec<Member<'_>>> = BTreeMap::new();
    for (at, object) in objects() {
        let file = object.manifest.source().path.as_str();
        groups.entry((file, false)).or_default().push(written((at, object)));
        if is_declared
            && object.id().group() == "argoproj.io"
            && matches!(object.id().kind.as_str(), "Application" | "AppProject" | "ApplicationSet")
        {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            groups.entry((folder, true)).or_default().push(written((at, object)));
        }
    }
    let of_applications = cluster.applications().all.iter().map(|application| {
        application
            .applies
            .iter()
            .map(|applied| (applied.at, applied.namespace.as_ref(), applied.name.as_ref()))
            .collect()
    });
    groups.into_values().chain(of_applications).collect()
}

fn report(cluster: &Cluster<'_>, object: &Object<'_>, first: &Object<'_>, sink: &mut Sink<'_>) {
    let id = object.id();
    if std::ptr::eq(object.manifest, first.manifest) {
        let message = format!("{id} is applied twice by one Application");
        let owner = cluster.applications().all.iter().find(|application| {
            let same = |applied: &&Applied<'_>| std::ptr::eq(cluster.objects()[applied.at].manifest, object.manifest);
            application.applies.iter().filter(same).count() > 1
        });
        let finding = match owner {
            Some(owner) => {
                owner.object.about(&["spec"], message).also(object.place(&["metadata", "name"]), "the object")
            }
            None => object.about(&["metadata", "name"], message),
        };
        return sink.report(finding.help("name its file once"));
    }
    sink.report(
        object
            .about(&["metadata", "name"], format!("{id} is defined twice"))
            .also(first.place(&["metadata", "name"]), "first defined here")
            .help("remove one of them, or give it another name"),
    );
}
