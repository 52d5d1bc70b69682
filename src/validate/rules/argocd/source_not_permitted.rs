//! An Application reads a repository that its project does not permit.

use crate::cluster::argocd::project::Permissions;
use crate::cluster::argocd::project::Project;
use crate::cluster::object::Known;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "source-not-permitted",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application reads a repository that its project does not permit.",
    why: "Argo CD refuses the Application, and applies nothing of it",
    source: "argo-cd, pkg/apis/application/v1alpha1/app_project_types.go (IsSourcePermitted)",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ['https://git.example.com/*']
  destinations: [{server: https://kubernetes.default.svc, namespace: shop}, {server: https://kubernetes.default.svc, namespace: argocd}]
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ['https://git.example.com/SHOP/*']
  destinations: [{server: https://kubernetes.default.svc, namespace: shop}, {server: https://kubernetes.default.svc, namespace: argocd}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for application in &cluster.applications().all {
        let Known::There(Project::Written(project)) = cluster.project_of(application) else { continue };
        let permissions = Permissions::of(project);
        for source in &application.sources {
            let Some(url) = source.text("repoURL").filter(|url| !permissions.permits_source(url)) else { continue };
            let message = format!("project `{}` does not permit the repository `{url}`", application.project);
            let finding = application.object.finding(
                source.node.get("repoURL").unwrap_or(source.node),
                source.key("repoURL"),
                message,
            );
            sink.report(
                finding
                    .also(project.place(&["spec", "sourceRepos"]), "what the project permits; `*` stops at a slash")
                    .help(format!("add `{url}` to `sourceRepos` of the project")),
            );
        }
    }
}
