//! A source of an Application says too little, too much, or the same twice.
//!
//! What a chart needs beside it is for other rules.

use crate::cluster::argocd::application::Application;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "malformed-source",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "A source of an Application says too little, too much, or the same twice.",
    why: "Argo CD refuses the Application, and applies nothing of it",
    source: "argo-cd, util/argo/argo.go (validateSourcePermissions), pkg/apis/application/v1alpha1/types.go (ExplicitType)",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: ., kustomize: {namePrefix: a-}, directory: {recurse: true}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: ., kustomize: {namePrefix: a-}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for application in &context.cluster.applications().all {
        check_application(application, sink);
    }
}

fn check_application(application: &Application<'_>, sink: &mut Sink<'_>) {
    let object = &application.object;
    let (one, many) = (application.spec(&["source"]), application.spec(&["sources"]));
    if one.is_none() && many.is_none_or(|many| many.items().len() == 0) {
        if application.spec(&["sourceHydrator"]).is_none() {
            let finding = object.about(&["spec"], "this Application has no source");
            sink.report(finding.help("write `source` with `repoURL`, and `path` or `chart`"));
        }
        return;
    }
    if let (Some(one), true) = (one, many.is_some_and(|many| many.items().len() > 0)) {
        let finding = object.finding(one, "spec.source", "`source` counts for nothing beside `sources`");
        let why = "what `source` names is not applied, and pruned if it was";
        sink.report_as(Severity::Warning, finding.why(why).help("move it into `sources`, or remove it"));
    }
    for source in &application.sources {
        let tools = ["helm", "kustomize", "directory", "plugin"];
        let written: Vec<&str> = tools.into_iter().filter(|tool| is_said(source.node.get(tool))).collect();
        if let [first, .., last] = written.as_slice() {
            let message = format!("`{first}` and `{last}` are two ways to read one source, and Argo CD takes one");
            let node = source.node.get(last).unwrap_or(source.node);
            let help = format!("keep `{first}` or `{last}`");
            sink.report(object.finding(node, source.key(last), message).help(help));
        }
        let is_named = ["path", "chart", "ref"].into_iter().any(|key| source.text(key).is_some());
        if source.text("repoURL").is_none() {
            let finding = object.finding(source.node, source.path.as_str(), "this source has no `repoURL`");
            sink.report(finding.help("write the address of the repository"));
        } else if !is_named {
            let message = "this source has neither `path` nor `chart`";
            let finding = object.finding(source.node, source.path.as_str(), message);
            sink.report(finding.help("write `path: .` for the root of the repository, or the folder that is meant"));
        } else if let (Some(path), Some(_)) = (source.node.get("path"), source.text("chart")) {
            let finding = object.finding(path, source.key("path"), "`path` counts for nothing beside `chart`");
            let why = "the chart is applied, and what lies in the folder is not";
            sink.report_as(Severity::Warning, finding.why(why).help("make two sources of them, or remove one"));
        }
    }
}

/// Whether options say anything: `directory: {recurse: false}` is what holds without them.
fn is_said(options: Option<Node<'_>>) -> bool {
    options.is_some_and(|options| options.entries().any(|(_, value)| value.text() != Some("false")))
}
