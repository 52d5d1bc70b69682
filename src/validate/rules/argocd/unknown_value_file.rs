//! A chart takes values from a file that is not there, or from a source that has no such name.
//!
//! Source: argo-cd `docs/user-guide/multiple_sources.md`, `docs/user-guide/helm.md`. Files of repositories that the
//! documents are not, and addresses, are left alone; so are missing files where `ignoreMissingValueFiles` is set.

use crate::cluster::argocd::application::Application;
use crate::cluster::argocd::application::Source;
use crate::cluster::argocd::tree;
use crate::cluster::argocd::tree::Tree;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-value-file",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "A chart takes values from a file that is not there, or from a source that has no such name.",
    why: "Argo CD cannot render the chart, and nothing of the Application is applied",
    source: "argo-cd, docs/user-guide/multiple_sources.md, docs/user-guide/helm.md",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  sources:
    - repoURL: https://charts.example.com/stable
      chart: cart
      targetRevision: 1.5.2
      helm:
        valueFiles: [$config/cart.yaml]
    - {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, ref: values}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  sources:
    - repoURL: https://charts.example.com/stable
      chart: cart
      targetRevision: 1.5.2
      helm:
        valueFiles: [$values/cart.yaml]
    - {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, ref: values}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let applications = context.cluster.applications();
    for application in &applications.all {
        for source in &application.sources {
            let Some(helm) = source.node.get("helm") else { continue };
            for (at, node) in helm.get("valueFiles").into_iter().flat_map(Node::items).enumerate() {
                let Some(text) = node.text().filter(|text| !text.contains("{{")) else { continue };
                if let Some((message, help)) = wrong(application, source, &applications.tree, text) {
                    let path = source.key(&format!("helm.valueFiles[{at}]"));
                    let finding: Finding = application.object.finding(node, path, message);
                    sink.report(finding.help(help));
                }
            }
        }
    }
}

/// What is wrong with an entry, and what to write.
fn wrong(application: &Application<'_>, source: &Source<'_>, tree: &Tree<'_>, text: &str) -> Option<(String, String)> {
    let names = || application.sources.iter().filter_map(|source| source.text("ref"));
    let (of, path) = match text.strip_prefix('$') {
        Some(rest) => {
            let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
            // Argo CD's own variables, such as `$ARGOCD_APP_NAME`.
            if name.starts_with("ARGOCD_") || name.starts_with('{') {
                return None;
            }
            let Some(of) = application.sources.iter().find(|source| source.text("ref") == Some(name)) else {
                let help = match (suggest::nearest(name, names()), names().next()) {
                    (Some(near), _) | (None, Some(near)) => format!("write `${near}/{path}`"),
                    (None, None) => format!("add a source with `ref: {name}`; it needs `sources`, not `source`"),
                };
                return Some((format!("no source of this Application has `ref: {name}`"), help));
            };
            if of.text("chart").is_some() {
                let help = "let the source with `ref` be a Git repository, and the chart another source".to_owned();
                return Some((format!("the source with `ref: {name}` is a chart, and values are read from Git"), help));
            }
            (of, path.to_owned())
        }
        // A file inside of a chart that is fetched, or somewhere else.
        None if source.text("chart").is_some() || text.contains("://") => return None,
        None if text.starts_with('/') => (source, text.to_owned()),
        None => (source, format!("{}/{text}", source.text("path").unwrap_or_default())),
    };
    let is_ignored = source.node.at(&["helm", "ignoreMissingValueFiles"]).and_then(Node::text) == Some("true");
    if is_ignored || !tree.complete || !of.repository.is_root() || path.contains(['*', '$']) || !is_read(&path) {
        return None;
    }
    let path = tree::clean(&path)?;
    if tree.file(&path).is_some() {
        return None;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let beside = tree.below(folder).map(|(file, _)| file).filter(|file| !file.contains('/'));
    let help = match suggest::nearest(name, beside) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the path, add the file, or set `ignoreMissingValueFiles: true`".to_owned(),
    };
    Some((format!("there is no file `{path}` in the repository"), help))
}

/// Whether files of that name are among those that are known.
fn is_read(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end))
}
