//! An Application reads a folder in which nothing of what it holds is applied.
//!
//! By default only the files directly in a folder are; those below it, and those that `include` and `exclude` keep out, are
//! not.

use crate::cluster::argocd::applied::Tool;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "directory-without-manifests",
    group: Group::ArgoCd,
    severity: Severity::Warning,
    summary: "An Application reads a folder in which nothing of what it holds is applied.",
    why: "the Application is Synced and Healthy with nothing in it, and what it had is pruned",
    source: "argo-cd, docs/user-guide/directory.md",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/cart/cart.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps, directory: {recurse: true}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/cart/cart.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let tree = &context.cluster.applications().tree;
    for application in &context.cluster.applications().all {
        for source in application.sources.iter().filter(|source| source.tool == Some(Tool::Directory)) {
            let Some(folder) = source.folder() else { continue };
            let option = |key: &str| source.node.at(&["directory", key]).and_then(Node::text).unwrap_or_default();
            let recurse = option("recurse") == "true";
            let filters = [option("include"), option("exclude")].iter().any(|pattern| !pattern.is_empty());
            let mut below: Vec<&str> = Vec::new();
            let mut direct = false;
            for (path, objects) in tree.below(folder) {
                direct |= !path.contains('/') && (!objects.is_empty() || is_manifest(path));
                if !objects.is_empty() {
                    below.push(path);
                }
            }
            let applies = application.applies.iter().any(|applied| {
                let path = context.cluster.objects()[applied.at].manifest.source().path.as_str();
                tree.inside(path).is_some_and(|path| tree.is_in(path, folder))
            });
            if applies || below.is_empty() || direct && !filters {
                continue;
            }
            let name = folder.trim_end_matches('/');
            let (message, help) = if recurse || direct {
                (
                    format!("`include` and `exclude` keep out every manifest in `{name}`"),
                    "correct the patterns".to_owned(),
                )
            } else {
                let inner = below.iter().filter_map(|path| path.split_once('/')).map(|(inner, _)| inner).next();
                let message = format!("`{name}` holds manifests only in folders below it, and these are not read");
                let help = "write `directory: {recurse: true}` beside `path`";
                (message, inner.map_or(help.to_owned(), |inner| format!("{help}, or name one, as in `{name}/{inner}`")))
            };
            let node = source.node.get("path").unwrap_or(source.node);
            sink.report(application.object.finding(node, source.key("path"), message).help(help));
        }
    }
}

fn is_manifest(path: &str) -> bool {
    [".yaml", ".yml", ".json", ".jsonnet"].iter().any(|end| path.ends_with(end))
}
