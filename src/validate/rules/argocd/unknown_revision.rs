//! An Application reads a branch or tag that its repository does not have.
//!
//! `HEAD`, hashes of commits and ranges that a tag satisfies are left alone.

use crate::cluster::argocd::repository::Known;
use crate::cluster::argocd::version;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-revision",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application reads a branch or tag that its repository does not have.",
    why: "Argo CD cannot resolve it, and nothing of the Application is applied",
    source: "argo-cd, docs/user-guide/tracking_strategies.md; util/git/client.go (LsRemote)",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true, revisions: [main, v1.4.0]}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: v1.5.0, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: v1.*, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        for source in application.sources.iter().filter(|source| source.text("chart").is_none()) {
            let Known::Declared(repository) = source.repository else { continue };
            let Some(revisions) = &repository.revisions else { continue };
            let (Some(revision), Some(node)) = (source.text("targetRevision"), source.node.get("targetRevision"))
            else {
                continue;
            };
            let short = ["refs/heads/", "refs/tags/"].into_iter().find_map(|prefix| revision.strip_prefix(prefix));
            let name = short.unwrap_or(revision);
            let is_hash = (7..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_hexdigit());
            let known = || revisions.iter().map(String::as_str);
            if name == "HEAD" || is_hash || known().any(|known| known == name) {
                continue;
            }
            if version::is_range(name) && known().any(|known| version::satisfies(known, name) != Some(false)) {
                continue;
            }
            let message = format!("`{revision}` is no branch or tag of `{}`", repository.url);
            let help = match suggest::nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => suggest::known(known()),
            };
            sink.report(application.object.finding(node, source.key("targetRevision"), message).help(help));
        }
    }
}
