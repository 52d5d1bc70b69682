//! A custom resource is of a kind that nothing defines: no CustomResourceDefinition among the documents, and none declared.
//!
//! Where a chart is installed, it may bring definitions, and nothing is said; unless it is known which kinds it brings, and
//! that these are left out. Nor is anything said of Argo CD's own kinds.

use std::collections::BTreeSet;

use crate::cluster::objects::Cluster;
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
    id: "kind-without-definition",
    group: Group::References,
    severity: Severity::Error,
    summary: "A custom resource is of a kind that the cluster does not have.",
    why: "the API server has no such kind: applying fails with `no matches for kind`, and with it everything that is applied at once",
    source: "Kubernetes, Custom Resources; Argo CD, Sync Options: SkipDryRunOnMissingResource",
    example: Some(Example {
        facts: "external: {namespaces: [shop], crds: [scaledobjects.keda.sh/v1alpha1]}",
        bad: r"
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: cart, namespace: shop}
spec: {podIdentity: {provider: none}}
",
        good: r"
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: cart, namespace: shop}
spec: {scaleTargetRef: {name: cart}, minReplicaCount: 1, triggers: [{type: cron, metadata: {timezone: UTC, start: 0 6 * * *, end: 0 20 * * *, desiredReplicas: '4'}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
      - name: cart
        image: shop/cart:1.4.0
",
    }),
    check,
};

/// Groups of Kubernetes' own that end like those of others: kinds of all other groups with a dot are custom.
const OWN: [&str; 17] = [
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let defined: BTreeSet<(&str, &str)> = cluster
        .of_kind("apiextensions.k8s.io", "CustomResourceDefinition")
        .filter_map(|definition| {
            let text = |path: &[&str]| definition.at(path).and_then(Node::text);
            Some((text(&["spec", "group"])?, text(&["spec", "names", "kind"])?))
        })
        .collect();
    for (group, kind) in cluster.kinds().filter(|(group, _)| group.contains('.') && !OWN.contains(group)) {
        // Argo CD reads its own kinds, whoever installed it.
        let is_left_alone = group == "argoproj.io" || group.ends_with("config.k8s.io");
        if is_left_alone || defined.contains(&(group, kind)) {
            continue;
        }
        let Some(object) = cluster.of_kind(group, kind).find(|object| object.maker.is_none()) else { continue };
        let versions = declared(cluster, group, kind);
        if !cluster.closed || cluster.may_bring_definitions(group) {
            sink.lacks(Need::External);
            continue;
        }
        let id = object.id();
        let version = id.api_version.rsplit_once('/').map_or("", |(_, version)| version);
        if versions.iter().any(|known| known.is_none_or(|known| known == version)) {
            continue;
        }
        let (path, message) = if versions.is_empty() {
            ("kind", format!("nothing defines {kind} of {group}"))
        } else {
            ("apiVersion", format!("{kind} of {group} is not served as `{version}`"))
        };
        let others: Vec<&str> = versions.iter().copied().flatten().collect();
        let help = match others.first() {
            Some(other) => format!("write `apiVersion: {group}/{other}`"),
            None => "add its CustomResourceDefinition, or declare it with `external.crds`".to_owned(),
        };
        let mut finding = object.about(&[path], message);
        if let Some(skips) = cluster.definitions_left_out(group) {
            finding = finding.also(skips.place(), "the chart leaves it out");
        }
        sink.report(finding.help(help));
    }
}

/// The versions of a kind that were declared, which names no kind, but its plural.
fn declared<'a>(cluster: &Cluster<'a>, group: &str, kind: &str) -> Vec<Option<&'a str>> {
    let lower = kind.to_ascii_lowercase();
    let stem = lower.strip_suffix('y').unwrap_or(&lower);
    let plurals = [format!("{lower}s"), format!("{lower}es"), format!("{stem}ies"), lower.clone()];
    let external = cluster.facts.external.iter().flat_map(|external| &external.crds);
    let matching = external.into_iter().filter_map(|written| {
        let (name, version) =
            written.split_once('/').map_or((written.as_str(), None), |(name, version)| (name, Some(version)));
        let (plural, own) = name.split_once('.')?;
        (own == group && plurals.iter().any(|known| known == plural)).then_some(version)
    });
    matching.collect()
}
