//! The name of an Application is too long for the release of its chart.
//!
//! Helm refuses names above 53 letters. Argo CD takes the name of the Application unless `releaseName` says another.

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
    id: "long-release-name",
    group: Group::ArgoCd,
    severity: Severity::Warning,
    summary: "The name of an Application is too long for the release of its chart.",
    why: "Helm refuses to render the chart, and nothing of the Application is applied",
    source: "Helm, pkg/chartutil/validate_name.go; argo-cd, docs/user-guide/helm.md",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a-name-that-says-everything-about-the-cart-in-the-live-shop, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, chart: cart}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a-name-that-says-everything-about-the-cart-in-the-live-shop, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, chart: cart, helm: {releaseName: cart}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

/// Helm's own limit, so that names made of a release still fit into labels.
const MOST: usize = 53;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        for source in &application.sources {
            if source.text("chart").is_none() && source.tool != Some(Tool::Helm) {
                continue;
            }
            let given =
                source.node.at(&["helm", "releaseName"]).filter(|name| name.text().is_some_and(|n| !n.is_empty()));
            let object = &application.object;
            let name = given.and_then(Node::text).unwrap_or(&object.id().name);
            if name.len() <= MOST {
                continue;
            }
            let message = format!("release `{name}` has {} letters, and Helm takes {MOST}", name.len());
            let finding = match given {
                Some(node) => object.finding(node, source.key("helm.releaseName"), message),
                None => object.about(&["metadata", "name"], message),
            };
            sink.report(finding.help("write a shorter `releaseName` under `helm`"));
        }
    }
}
