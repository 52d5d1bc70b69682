//! The project of an Application does not exist.
//!
//! `default` always exists. Of others it is known only where everything is declared that is not among the documents.

use crate::cluster::object::Known;
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
    id: "unknown-project",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "The project of an Application does not exist.",
    why: "Argo CD refuses the Application, and applies nothing of it",
    source: "argo-cd, docs/user-guide/projects.md",
    example: Some(Example {
        facts: "external: {appProjects: [shop], namespaces: [argocd, shop]}",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shops
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for application in &cluster.applications().all {
        match cluster.project_of(application) {
            Known::There(_) => {}
            Known::Unknown => sink.lacks(Need::External),
            Known::Missing => {
                let name = application.project;
                let written = cluster.of_kind("argoproj.io", "AppProject").map(|object| object.id().name.as_str());
                let external = cluster.facts.external.iter();
                let declared = external.flat_map(|external| &external.app_projects).map(String::as_str);
                let names: Vec<&str> = written.chain(declared).collect();
                let help = match suggest::nearest(name, names.iter().copied()) {
                    Some(near) if near != name => format!("did you mean `{near}`?"),
                    Some(_) => "put the AppProject of that name into the namespace of Argo CD".to_owned(),
                    None => format!("{}, and `default` always exists", suggest::known(names)),
                };
                let message = format!("there is no AppProject `{name}`");
                sink.report(application.object.about(&["spec", "project"], message).help(help));
            }
        }
    }
}
