//! An Application reads a repository that is not declared.
//!
//! Addresses are compared as Argo CD does it; aliases that are declared count. Where no repositories are declared,
//! nothing is said.

use crate::cluster::argocd::repository::Known;
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
    id: "unknown-repository",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application reads a repository that is not declared.",
    why: "Argo CD has no access to it, or applies what somebody else wrote",
    source: "argo-cd, util/git/git.go (NormalizeGitURL), reposerver/repository",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/marta/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://Git.example.com/shop/deploy, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let facts = context.cluster.facts;
    for application in &context.cluster.applications().all {
        for source in &application.sources {
            let Some(url) = source.node.get("repoURL").filter(|url| url.text().is_some_and(|url| !url.is_empty()))
            else {
                continue;
            };
            match source.repository {
                Known::Declared(_) => {}
                Known::Unknown => sink.lacks(Need::Repositories),
                Known::Undeclared => {
                    let text = url.text().unwrap_or_default();
                    let known = || facts.repositories.iter().flatten().map(|repository| repository.url.as_str());
                    let help = match suggest::nearest(text, known()) {
                        Some(near) => format!("did you mean `{near}`? If it is right, declare it"),
                        None => format!("{}; if this one is right, declare it", suggest::known(known())),
                    };
                    let message = format!("`{text}` is none of the repositories that are declared");
                    sink.report(application.object.finding(url, source.key("repoURL"), message).help(help));
                }
            }
        }
    }
}
