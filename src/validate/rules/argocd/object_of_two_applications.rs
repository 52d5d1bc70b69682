//! Two Applications apply the same object.
//!
//! Compared are Applications that live together and apply to the same cluster: those below one Application, of one declared
//! environment, or in one folder.

use std::collections::BTreeMap;

use crate::cluster::argocd::application::Application;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "object-of-two-applications",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "Two Applications apply the same object.",
    why: "each sync of one makes the other OutOfSync; with self-heal they overwrite each other without end, and pruning one takes \
          the object from both",
    source: "argo-cd, controller/state.go (SharedResourceWarning); docs/user-guide/sync-options.md (FailOnSharedResource)",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/cart}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/web}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/cart/cart.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {REGION: nordic}
# apps/web/web.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart}
data: {REGION: nordic}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/cart}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/web}
  destination: {server: https://other.example.com, namespace: shop}
  project: default
# apps/cart/cart.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {REGION: nordic}
# apps/web/web.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart}
data: {REGION: nordic}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let applications = &cluster.applications().all;
    let mut owned: BTreeMap<_, Vec<(&Application<'_>, usize)>> = BTreeMap::new();
    for application in applications.iter().filter(|application| !application.removes) {
        for applied in &application.applies {
            let id = cluster.objects()[applied.at].id();
            let name = (id.group(), id.kind.as_str(), applied.namespace.as_ref(), applied.name.as_ref());
            if applied.name.is_empty() {
                continue;
            }
            let owners = owned.entry((&application.realm, application.cluster(), name)).or_default();
            // Two documents of one name are one Application, and said elsewhere.
            if !owners.iter().any(|(owner, _)| owner.object.id() == application.object.id()) {
                owners.push((application, applied.at));
            }
        }
    }
    let mut findings = BTreeMap::new();
    for ((_, _, (_, kind, namespace, name)), owners) in owned {
        let [(first, first_at), .., (last, last_at)] = owners.as_slice() else { continue };
        let object = cluster.objects()[*last_at];
        let called = if namespace.is_empty() { format!("{kind} {name}") } else { format!("{kind} {namespace}/{name}") };
        let (one, other) = (first.object.id(), last.object.id());
        let message = format!("{called} is applied by {one} and {other}");
        let mut finding = object.about(&["metadata", "name"], message);
        if first_at != last_at {
            let place = cluster.objects()[*first_at].place(&["metadata", "name"]);
            finding = finding.also(place, format!("applied by {one}"));
        }
        let finding = finding
            .also(first.object.place(&["spec"]), format!("{one} applies it"))
            .also(last.object.place(&["spec"]), format!("{other} applies it"))
            .help("let one Application have it, and the other do without");
        // Two Applications of one folder share all of it: one object is enough to say so.
        let same = first_at == last_at;
        let key = (first.object.id(), last.object.id(), if same { usize::MAX } else { *last_at });
        findings.entry(key).or_insert(finding);
    }
    for finding in findings.into_values() {
        sink.report(finding);
    }
}
