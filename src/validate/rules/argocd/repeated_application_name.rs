//! An ApplicationSet makes several Applications of one name, or one that is there already.

use std::collections::BTreeMap;

use crate::cluster::object::Object;
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
    id: "repeated-application-name",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An ApplicationSet makes several Applications of one name, or one that is there already.",
    why: "Argo CD makes the first of them and refuses the others: what they should apply is missing",
    source: "argo-cd, applicationset/controllers/applicationset_controller.go (validateGeneratedApplications)",
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
          - list: {elements: [{app: cart}, {app: web}]}
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
    let cluster = context.cluster;
    for (id, problem) in &cluster.projected.problems {
        if problem.fault != Fault::RepeatedName || id.kind != "ApplicationSet" {
            continue;
        }
        let finding = Finding::error("", problem.place.clone(), problem.message.as_str());
        let help = "name every parameter that differs in `template.metadata.name`";
        sink.report(finding.resource(id.to_string()).help(help));
    }
    let mut known: BTreeMap<_, Object<'_>> = BTreeMap::new();
    for application in &cluster.applications().all {
        let object = application.object;
        let name = (&application.realm, &object.id().namespace, &object.id().name);
        let Some(first) = known.insert(name, object) else { continue };
        // What is written twice, or made twice of one set, is said elsewhere.
        if object.maker.is_none() || first.written_id() == object.written_id() {
            continue;
        }
        let elsewhere = match first.maker {
            None => "is written by somebody, too".to_owned(),
            Some(maker) => format!("of {}, too", maker.id),
        };
        let message = format!("{} is made of {}, and {elsewhere}", object.id(), object.written_id());
        sink.report(
            object
                .about(&["metadata", "name"], message)
                .also(first.place(&["metadata", "name"]), "the other one")
                .why("each writes over what the other wrote, or is refused because the other owns it")
                .help("give one of them another name, or remove the element that makes it"),
        );
    }
}
