//! Two operators of RedisFailovers in one cluster, which watch the same namespaces.
//!
//! Two of one kind in one namespace elect which of them acts. Whether two Deployments are in one cluster is known where
//! everything is declared, or rendered by groundplan. A chart may be limited to namespaces by values that are not known
//! here: of two charts it is said, for their default is all namespaces, unless one sets the flag in any way.

use crate::cluster::argocd::realm::Realm;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::schema::translated;
use crate::text::Place;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "two-redis-operators",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "Two operators look after the same RedisFailovers.",
    why: "both write the same StatefulSets, each as it would have them, and each promotes a master of its own",
    source: "redis-operator, cmd/utils/flags.go: supported-namespaces-regex; the forks share its API group",
    example: Some(Example {
        facts: "external: {namespaces: [ops, shop, redis-operator]}",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-operator, namespace: ops}
spec:
  selector: {matchLabels: {app: redis-operator}}
  template:
    metadata: {labels: {app: redis-operator}}
    spec:
      containers: [{name: operator, image: 'quay.io/spotahome/redis-operator:v1.3.0-rc1', args: [--supported-namespaces-regex=shop]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-operator, namespace: redis-operator}
spec:
  selector: {matchLabels: {app: redis-operator}}
  template:
    metadata: {labels: {app: redis-operator}}
    spec:
      containers: [{name: operator, image: 'quay.io/spotahome/redis-operator:v1.2.4'}]
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-operator, namespace: ops}
spec:
  selector: {matchLabels: {app: redis-operator}}
  template:
    metadata: {labels: {app: redis-operator}}
    spec:
      containers: [{name: operator, image: 'quay.io/spotahome/redis-operator:v1.3.0-rc1', args: [--supported-namespaces-regex=^shop$]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis-operator, namespace: redis-operator}
spec:
  selector: {matchLabels: {app: redis-operator}}
  template:
    metadata: {labels: {app: redis-operator}}
    spec:
      containers: [{name: operator, image: 'quay.io/spotahome/redis-operator:v1.3.0-rc1', args: [--supported-namespaces-regex=^stock$]}]
",
    }),
    check,
};

/// An operator, as it is to run.
struct Operator<'a> {
    object: Object<'a>,
    place: Place,
    flavour: &'static str,
    namespace: &'a str,
    /// The Argo CD that applies it, and the cluster as that names it, if one does.
    home: Option<(Realm, &'a str)>,
    /// The namespaces that it watches; all, if `None`.
    watches: Option<&'a str>,
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let operators = operators(context.cluster);
    for (at, second) in operators.iter().enumerate() {
        let Some(first) = operators[..at].iter().find(|first| meet(context.cluster, first, second)) else { continue };
        if !context.cluster.closed && context.project.is_none() {
            sink.lacks(Need::External);
            continue;
        }
        let message = format!(
            "{} and {} both look after the RedisFailovers of {}",
            first.object.id(),
            second.object.id(),
            match second.watches.or(first.watches) {
                Some(pattern) => format!("namespaces that match `{pattern}`"),
                None => "all namespaces".to_owned(),
            }
        );
        let finding = second.object.finding_at(second.place.clone(), "", message);
        sink.report(finding.also(first.place.clone(), "the other one").help(
            "remove one of them, or give each namespaces of its own with `--supported-namespaces-regex` (v1.3.0-rc1)",
        ));
    }
}

fn operators<'a>(cluster: &Cluster<'a>) -> Vec<Operator<'a>> {
    let mut all: Vec<Operator<'a>> = Vec::new();
    for operator in cluster.redis_operators() {
        let object = operator.workload.object;
        if operator.workload.replicas() == Some(0) || all.iter().any(|known| known.object.id() == object.id()) {
            continue;
        }
        let applications = cluster.applications();
        let at = cluster.objects().iter().position(|other| std::ptr::eq(other.manifest, object.manifest));
        let owner = at.and_then(|at| applications.owners(at).next());
        all.push(Operator {
            object,
            place: operator.image_node.place(),
            flavour: operator.flavour,
            namespace: operator.workload.namespace(),
            home: owner.map(|owner| (owner.realm.clone(), owner.cluster())),
            watches: operator.namespaces,
        });
    }
    for chart in cluster.redis_operator_charts() {
        let object = chart.application.object;
        if chart.may_mention("supported-namespaces") || all.iter().any(|known| known.object.id() == object.id()) {
            continue;
        }
        all.push(Operator {
            object,
            place: object.place(&["metadata", "name"]),
            flavour: chart.flavour,
            namespace: chart.application.namespace().unwrap_or_default(),
            home: Some((chart.application.realm.clone(), chart.application.cluster())),
            watches: None,
        });
    }
    all
}

/// Whether two operators look after the same RedisFailovers.
fn meet(cluster: &Cluster<'_>, one: &Operator<'_>, other: &Operator<'_>) -> bool {
    let elect = one.namespace == other.namespace && one.flavour == other.flavour;
    let apart = one.home.is_some() && other.home.is_some() && one.home != other.home;
    if elect || apart {
        return false;
    }
    let (Some(one), Some(other)) = (one.watches, other.watches) else { return true };
    let pattern = |text: &str| translated(text).ok().and_then(|text| regex_lite::Regex::new(&text).ok());
    let (Some(one), Some(other)) = (pattern(one), pattern(other)) else { return false };
    cluster.namespaces().iter().any(|namespace| one.is_match(namespace) && other.is_match(namespace))
}
