//! An ApplicationSet has a generator that Argo CD cannot use.
//!
//! What the API server refuses by the schema is said by its checks.

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
    id: "malformed-generator",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An ApplicationSet has a generator that Argo CD cannot use.",
    why: "Argo CD makes no Application of it, and those that it made before are left as they are",
    source: "argo-cd, docs/operator-manual/applicationset/Generators.md",
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
    - matrix:
        generators:
          - list: {elements: [{stage: dev}, {stage: live}]}
  template:
    metadata: {name: '{{ .stage }}'}
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
    - matrix:
        generators:
          - list: {elements: [{stage: dev}, {stage: live}]}
          - list: {elements: [{app: cart}, {app: web}]}
  template:
    metadata: {name: '{{ .stage }}-{{ .app }}'}
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
        if !matches!(problem.fault, Fault::GeneratorShape | Fault::Refused) || id.kind != "ApplicationSet" {
            continue;
        }
        let finding = Finding::error("", problem.place.clone(), problem.message.as_str());
        sink.report(
            finding
                .resource(id.to_string())
                .help("each element of `generators` has one generator, a matrix has two, and a merge has `mergeKeys`"),
        );
    }
}
