//! An Application applies a kind that its project does not permit.
//!
//! An AppProject without `clusterResourceWhitelist` permits nothing outside of namespaces. Kinds of which it is not known
//! whether they live in namespaces are left alone.

use std::collections::BTreeSet;

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::project::Permissions;
use crate::cluster::argocd::project::Project;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "kind-not-permitted",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application applies a kind that its project does not permit.",
    why: "Argo CD refuses to apply it: the sync fails",
    source: "argo-cd, pkg/apis/application/v1alpha1/app_project_types.go (IsGroupKindNamePermitted)",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ['*']
  destinations: [{server: https://kubernetes.default.svc, namespace: shop}, {server: https://kubernetes.default.svc, namespace: argocd}]
# apps/cart.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: peak}
value: 1000
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ['*']
  destinations: [{server: https://kubernetes.default.svc, namespace: shop}, {server: https://kubernetes.default.svc, namespace: argocd}]
  clusterResourceWhitelist: [{group: '*.k8s.io', kind: PriorityClass}]
# apps/cart.yaml
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: peak}
value: 1000
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for application in &cluster.applications().all {
        let Known::There(Project::Written(project)) = cluster.project_of(application) else { continue };
        let permissions = Permissions::of(project);
        let mut said = BTreeSet::new();
        for applied in &application.applies {
            let object = cluster.objects()[applied.at];
            let id = object.id();
            let scope = cluster.applications().scopes.is_namespaced(id.group(), &id.kind);
            let Some(is_namespaced) = scope.or((!applied.namespace.is_empty()).then_some(true)) else { continue };
            if permissions.permits_kind(id.group(), &id.kind, &applied.name, is_namespaced)
                || !said.insert((id.group(), &id.kind))
            {
                continue;
            }
            let message = format!(
                "{} applies this, and its project `{}` does not permit the kind `{}`",
                application.object.id(),
                application.project,
                id.kind
            );
            let (allow, deny) = lists(is_namespaced);
            let is_denied = project.at(&["spec", deny]).is_some_and(|denied| denied.items().len() > 0);
            let key = if is_denied { deny } else { allow };
            let group = if id.group().is_empty() { "\"\"" } else { id.group() };
            sink.report(
                object
                    .about(&["kind"], message)
                    .also(project.place(&["spec", key]), "what the project says of kinds")
                    .help(format!("add `{{group: {group}, kind: {}}}` to `{allow}` of the project", id.kind)),
            );
        }
        created_namespace(cluster, application, &permissions, sink);
    }
}

/// The allowing and the denying list of an AppProject.
fn lists(is_namespaced: bool) -> (&'static str, &'static str) {
    if is_namespaced {
        ("namespaceResourceWhitelist", "namespaceResourceBlacklist")
    } else {
        ("clusterResourceWhitelist", "clusterResourceBlacklist")
    }
}

/// `CreateNamespace=true` creates a Namespace, which has to be permitted as any other.
fn created_namespace(
    cluster: &Cluster<'_>,
    application: &Application<'_>,
    permissions: &Permissions<'_>,
    sink: &mut Sink<'_>,
) {
    let option = application.options().find(|(option, _)| *option == "CreateNamespace=true");
    let (Some((_, node)), Some(name), true) = (option, application.namespace(), cluster.closed) else { return };
    let mut declared = cluster.facts.external.iter().flat_map(|external| &external.namespaces);
    let is_there = cluster.find("", "Namespace", "", name).is_some() || declared.any(|declared| declared.name == name);
    if !is_there && !permissions.permits_kind("", "Namespace", name, false) {
        let message = format!("project `{}` does not permit to create namespace `{name}`", application.project);
        let finding = application.object.finding(node, "spec.syncPolicy.syncOptions", message);
        let help = "add `{group: \"\", kind: Namespace}` to `clusterResourceWhitelist` of the project";
        sink.report(finding.also(permissions.object.place(&["spec"]), "the project").help(help));
    }
}
