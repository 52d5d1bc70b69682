//! An Application, ApplicationSet or AppProject lives where Argo CD does not look.
//!
//! Argo CD looks into its own namespace, and into those that `argocd-cmd-params-cm` names. What a flag of the controllers
//! says instead is not known, and then nothing is said.

use crate::cluster::argocd::glob;
use crate::cluster::argocd::project::Permissions;
use crate::cluster::argocd::project::Project;
use crate::cluster::config::Kind;
use crate::cluster::config::Value;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "application-in-other-namespace",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application, ApplicationSet or AppProject lives where Argo CD does not look.",
    why: "nothing reads the object: nothing is applied, and nobody is told",
    source: "argo-cd, docs/operator-manual/app-any-namespace.md",
    example: Some(Example {
        facts: "argocd: {namespace: argocd}\nexternal: {namespaces: [argocd, shop]}",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: shop}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: default
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for (kind, key) in [
        ("Application", "application.namespaces"),
        ("ApplicationSet", "applicationsetcontroller.namespaces"),
        ("AppProject", ""),
    ] {
        for object in cluster.of_kind("argoproj.io", kind).filter(|object| object.maker.is_none()) {
            if !object.id().namespace.is_empty() {
                check_object(cluster, object, key, sink);
            }
        }
    }
}

fn check_object(cluster: &Cluster<'_>, object: Object<'_>, key: &str, sink: &mut Sink<'_>) {
    let Some(argocd) = &cluster.facts.argocd else { return sink.lacks(Need::ArgoCd) };
    let (home, namespace) = (argocd.namespace.as_str(), object.id().namespace.as_str());
    if namespace == home {
        return;
    }
    let outside = || {
        let message =
            format!("Argo CD looks for {}s in namespace `{home}`, and this is in `{namespace}`", object.id().kind);
        object.about(&["metadata", "namespace"], message)
    };
    if key.is_empty() {
        return sink.report(outside().help(format!("write `namespace: {home}`")));
    }
    match looked_into(cluster, home, key) {
        Known::Unknown => sink.lacks(Need::External),
        Known::There(list) if glob::matches_any(list.split(',').map(str::trim), namespace) => {
            permitted(cluster, object, namespace, sink);
        }
        _ => {
            let help =
                format!("write `namespace: {home}`, or add `{namespace}` to `{key}` in ConfigMap argocd-cmd-params-cm");
            sink.report(outside().help(help));
        }
    }
}

/// The namespaces that Argo CD looks into beside its own, as they are written.
fn looked_into<'a>(cluster: &Cluster<'a>, home: &str, key: &str) -> Known<&'a str> {
    let flag = format!("--{}", key.replace('.', "-"));
    let is_flag = |node: Node<'_>| node.text().is_some_and(|text| text.contains(&flag));
    let by_flag = cluster.workloads_in(home).flat_map(Workload::containers).any(|container| {
        let lists = ["command", "args"].into_iter().filter_map(|list| container.node.get(list));
        lists.flat_map(Node::items).any(is_flag)
    });
    if by_flag {
        return Known::Unknown;
    }
    match cluster.config(Kind::ConfigMap, home, "argocd-cmd-params-cm") {
        Known::There(config) => match config.get(key) {
            Known::There(Value::Text(text, _)) => Known::There(text),
            Known::There(Value::Hidden) | Known::Unknown => Known::Unknown,
            Known::Missing => Known::There(""),
        },
        Known::Missing => Known::There(""),
        Known::Unknown => Known::Unknown,
    }
}

/// The project has to name the namespace, too.
fn permitted(cluster: &Cluster<'_>, object: Object<'_>, namespace: &str, sink: &mut Sink<'_>) {
    let all = &cluster.applications().all;
    let Some(application) = all.iter().find(|one| one.object.id() == object.id()) else { return };
    let Known::There(Project::Written(project)) = cluster.project_of(application) else { return };
    if !Permissions::of(project).permits_home(namespace) {
        let message = format!("project `{}` takes no Applications from namespace `{namespace}`", application.project);
        sink.report(
            object
                .about(&["spec", "project"], message)
                .also(project.place(&["spec", "sourceNamespaces"]), "the namespaces that the project takes them from")
                .help(format!("add `{namespace}` to `sourceNamespaces` of the project")),
        );
    }
}
