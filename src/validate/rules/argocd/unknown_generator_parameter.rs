//! The template of an ApplicationSet names a parameter that no generator has.
//!
//! Only generators whose parameters are written are looked at: what clusters and repositories yield is not known.

use crate::cluster::project::Fault;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-generator-parameter",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "The template of an ApplicationSet names a parameter that no generator has.",
    why: "Argo CD makes no Application of it, or one with braces in its fields",
    source: "argo-cd, docs/operator-manual/applicationset/GoTemplate.md",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: stages, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - list: {elements: [{stage: dev}, {stage: live}]}
  template:
    metadata: {name: 'cart-{{ .stgae }}'}
    spec:
      project: default
      source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: stages, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - list: {elements: [{stage: dev}, {stage: live}]}
  template:
    metadata: {name: 'cart-{{ .stage }}'}
    spec:
      project: default
      source: {repoURL: https://git.example.com/shop/deploy.git, targetRevision: main, path: .}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, problem) in &context.cluster.projected.problems {
        if !matches!(problem.fault, Fault::UnknownParameter) || id.kind != "ApplicationSet" {
            continue;
        }
        let finding = Finding::error("", problem.place.clone(), problem.message.as_str());
        sink.report(
            finding
                .resource(id.to_string())
                .help("correct the name, or add the parameter to every element of the generator"),
        );
    }
}
