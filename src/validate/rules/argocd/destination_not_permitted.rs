//! An Application applies something into a namespace or cluster that its project does not permit.
//!
//! Looked at are the destination itself and the namespaces of all objects that the Application is known to apply.

use std::collections::BTreeSet;

use crate::cluster::argocd::project::Permissions;
use crate::cluster::argocd::project::Project;
use crate::cluster::object::Known;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "destination-not-permitted",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application applies something into a namespace or cluster that its project does not permit.",
    why: "Argo CD refuses to apply it: the sync fails",
    source: "argo-cd, pkg/apis/application/v1alpha1/app_project_types.go (IsDestinationPermitted)",
    example: Some(Example {
        facts: "repositories: [{url: https://git.example.com/shop/deploy.git, root: true}]",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ['*']
  destinations: [{server: https://kubernetes.default.svc, namespace: shop}, {server: https://kubernetes.default.svc, namespace: argocd}]
# apps/cart.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: web}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: apps}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  project: shop
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop, namespace: argocd}
spec:
  sourceRepos: ['*']
  destinations: [{server: '*', namespace: shop*}, {server: '*', namespace: '!shop-live'}, {name: in-cluster, namespace: w?b}]
# apps/cart.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: web}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for application in &cluster.applications().all {
        let Known::There(Project::Written(project)) = cluster.project_of(application) else { continue };
        let permissions = Permissions::of(project);
        let name = application.project;
        let allowed = || (project.place(&["spec", "destinations"]), "what the project permits");
        let own = application.namespace().unwrap_or_default();
        if permissions.permits_destination(application, own) == Some(false) {
            let message = match own {
                "" => format!("this destination has no namespace, and project `{name}` permits certain ones only"),
                _ => format!("project `{name}` does not permit namespace `{own}` of `{}`", application.cluster()),
            };
            let finding = application.object.about(&["spec", "destination"], message);
            let help = match own {
                "" => "write the `namespace` of one of them, even where no object needs it".to_owned(),
                _ => format!("add it to `destinations` of project `{name}`, or use another project"),
            };
            sink.report(finding.also(allowed().0, allowed().1).help(help));
            continue;
        }
        // One finding a namespace is enough.
        let mut said = BTreeSet::new();
        for applied in application.applies.iter().filter(|applied| !applied.namespace.is_empty()) {
            let namespace = applied.namespace.as_ref();
            if permissions.permits_destination(application, namespace) != Some(false) || !said.insert(namespace) {
                continue;
            }
            let object = cluster.objects()[applied.at];
            let message = format!(
                "{} applies this into namespace `{namespace}`, which project `{name}` does not permit",
                application.object.id()
            );
            let help = format!("add the namespace to `destinations` of project `{name}`, or move the object");
            let finding = object.about(&["metadata", "namespace"], message);
            sink.report(finding.also(allowed().0, allowed().1).help(help));
        }
    }
}
