//! An Application reads a folder that its repository does not have.
//!
//! Known are the folders of the repository that the documents are, and those that are declared of others. Whether a
//! folder without any object is there is known only where all files are.

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::application::Source;
use crate::cluster::argocd::repository::Known;
use crate::cluster::argocd::tree;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-source-path",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application reads a folder that its repository does not have.",
    why: "Argo CD reports a comparison error, and nothing of the Application is applied",
    source: "argo-cd, util/app/path/path.go",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r"
# clusters/cart.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps/card}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/cart/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
",
        good: r"
# clusters/cart.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: ./apps/cart/}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
# apps/cart/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Of a project of groundplan's own, a rule of its own says it.
    if context.project.is_some() {
        return;
    }
    for application in &context.cluster.applications().all {
        for source in &application.sources {
            check_source(context.cluster, application, source, sink);
        }
    }
}

fn check_source(cluster: &Cluster<'_>, application: &Application<'_>, source: &Source<'_>, sink: &mut Sink<'_>) {
    let Some(node) = source.node.get("path") else { return };
    let (Some(path), Known::Declared(repository), None) =
        (source.text("path"), source.repository, source.text("chart"))
    else {
        return;
    };
    let wrong = |message: String| application.object.finding(node, source.key("path"), message);
    if path.starts_with('/') {
        let help = format!("write `{}`: paths begin at the root of the repository", path.trim_start_matches('/'));
        return sink.report(wrong(format!("`{path}` is absolute, which Argo CD refuses")).help(help));
    }
    let Some(clean) = tree::clean(path) else {
        let help = "name a folder of the repository";
        return sink.report(wrong(format!("`{path}` leads out of the repository")).help(help));
    };
    let tree = &cluster.applications().tree;
    let folders: Vec<&str> = if repository.root {
        if tree.has_folder(path) || tree.may_be_anywhere() {
            return;
        }
        tree.folders().into_iter().collect()
    } else {
        let Some(paths) = &repository.paths else { return };
        let declared = || paths.iter().map(|declared| declared.trim_matches('/'));
        let is_there = |declared: &str| {
            clean.is_empty()
                || declared == clean
                || declared.strip_prefix(&clean).is_some_and(|rest| rest.starts_with('/'))
        };
        if declared().any(is_there) {
            return;
        }
        declared().collect()
    };
    let message = if repository.root && tree.file(path).is_some() {
        format!("`{path}` is a file, and Argo CD reads folders")
    } else {
        format!("there is no folder `{clean}` in `{}`", repository.url)
    };
    let near = suggest::nearest(&clean, folders.iter().copied());
    let help = match (near, clean.rsplit_once('/')) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some((parent, _))) if folders.contains(&parent) => {
            let prefix = format!("{parent}/");
            let inside = folders.iter().filter_map(|folder| folder.strip_prefix(&prefix));
            format!("in `{parent}`, {}", suggest::known(inside.filter(|name| !name.contains('/'))))
        }
        _ => "correct the path, or add the folder".to_owned(),
    };
    sink.report(wrong(message).help(help));
}
