//! The destination of an Application names no cluster, or two.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "malformed-destination",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "The destination of an Application names no cluster, or two.",
    why: "Argo CD does not know where to apply the Application, and refuses it",
    source: "argo-cd, util/argo/argo.go (GetDestinationServer)",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, name: in-cluster, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {name: in-cluster, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        let given = |key: &str| {
            let node = application.spec(&["destination", key])?;
            node.text().filter(|text| !text.is_empty()).map(|text| (text, node))
        };
        match (given("server"), given("name")) {
            (Some((server, _)), Some((name, node))) => {
                let message = format!("`name: {name}` and `server: {server}` are both given, and only one may be");
                let finding = application.object.finding(node, "spec.destination.name", message);
                sink.report(finding.help("keep one of them"));
            }
            (None, None) => {
                let finding = application.object.about(&["spec", "destination"], "this destination names no cluster");
                sink.report(finding.help("write `server: https://kubernetes.default.svc` for the cluster of Argo CD"));
            }
            _ => {}
        }
    }
}
