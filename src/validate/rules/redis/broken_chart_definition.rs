//! Chart 3.3.0 of the redis-operator with its own definitions, which are a template where Helm reads none.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "broken-chart-definition",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "The chart of the redis-operator brings a definition that nobody can read.",
    why: "its CustomResourceDefinition holds `{{- with`, and Helm renders nothing below crds/: Argo CD and Helm stop with a YAML error, and install nothing",
    source: "spotahome/redis-operator#645, #654, #679",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: redis-operator, namespace: argocd}
spec:
  project: default
  source:
    repoURL: https://spotahome.github.io/redis-operator
    chart: redis-operator
    targetRevision: 3.3.0
    helm: {valuesObject: {image: {tag: v1.3.0-rc1}}}
  destination: {server: https://kubernetes.default.svc, namespace: redis-operator}
",
        good: r"
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: redis-operator, namespace: argocd}
spec:
  project: default
  source:
    repoURL: https://spotahome.github.io/redis-operator
    chart: redis-operator
    targetRevision: 3.2.9
  destination: {server: https://kubernetes.default.svc, namespace: redis-operator}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for chart in context.cluster.redis_operator_charts().filter(|chart| chart.flavour == "spotahome") {
        if chart.version() != Some("3.3.0") || chart.skips_definitions() {
            continue;
        }
        let Some(node) = chart.source.node.get("targetRevision") else { continue };
        let message = "chart 3.3.0 of the redis-operator has a CustomResourceDefinition that is no YAML";
        let finding = chart.application.object.finding(node, chart.source.key("targetRevision"), message);
        sink.report(finding.help(
            "write `helm: {skipCrds: true}` and apply the definition of the operator's repository server-side, or take \
             chart 3.2.9",
        ));
    }
}
