//! `Replace=true` stands beside `ServerSideApply=true`, and wins.

use crate::cluster::argocd::sync;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "replace-over-server-side-apply",
    group: Group::ArgoCd,
    severity: Severity::Warning,
    summary: "`Replace=true` stands beside `ServerSideApply=true`, and wins.",
    why: "objects are replaced, not applied: what others own in them is lost, and some have to be deleted for it",
    source: "argo-cd, docs/user-guide/sync-options.md",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  syncPolicy: {syncOptions: [Replace=true, ServerSideApply=true]}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
  syncPolicy: {syncOptions: [Replace=false, ServerSideApply=true]}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    const REPLACE: &str = "Replace=true";
    const SERVER_SIDE: &str = "ServerSideApply=true";
    let message = format!("`{REPLACE}` wins over `{SERVER_SIDE}`, which counts for nothing");
    let help = format!("remove `{REPLACE}`; set it as an annotation on the one object that needs it");
    for application in &context.cluster.applications().all {
        let replace = application.options().find(|(option, _)| *option == REPLACE);
        if let Some((_, node)) = replace.filter(|_| application.has_option(SERVER_SIDE)) {
            let finding = application.object.finding(node, "spec.syncPolicy.syncOptions", message.as_str());
            sink.report(finding.help(help.as_str()));
        }
    }
    for object in context.cluster.objects().iter().filter(|object| object.maker.is_none()) {
        if sync::has_option(object, REPLACE) && sync::has_option(object, SERVER_SIDE) {
            let finding = object.about(&["metadata", "annotations", sync::OPTIONS], message.as_str());
            sink.report(finding.help("keep one of them"));
        }
    }
}
