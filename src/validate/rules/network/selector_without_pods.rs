//! A Service, PodDisruptionBudget or NetworkPolicy selects pods that there are none of.
//!
//! Pods are known where everything is declared; those that run outside the documents are declared with `externalSelectors`.
//! Where an operator or a chart makes pods of unknown labels in the same namespace, nothing is said. All labels are known of
//! the pods of a RedisFailover: a selector that names one and does not match is wrong wherever that is.

use crate::cluster::failover::Role;
use crate::cluster::labels;
use crate::cluster::object::Object;
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
    id: "selector-without-pods",
    group: Group::Network,
    severity: Severity::Error,
    summary: "A selector matches no pod.",
    why: "a Service without endpoints refuses every connection, and a policy or budget that selects nothing protects nothing, and nobody reports it",
    source: "Kubernetes: Service; Network Policies; Specifying a Disruption Budget",
    example: Some(Example {
        facts: "external: {namespaces: [shop, web]}",
        bad: r"
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: carts}
  ports: [{name: http, port: 80, targetPort: http}]
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
        ports: [{name: http, containerPort: 8080}]
",
        good: r"
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: http}]
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
        ports: [{name: http, containerPort: 8080}]
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let kinds: [(&str, &str, &[&str], bool); 3] = [
        ("", "Service", &["spec", "selector"], true),
        ("policy", "PodDisruptionBudget", &["spec", "selector"], false),
        ("networking.k8s.io", "NetworkPolicy", &["spec", "podSelector"], false),
    ];
    for (group, kind, path, plain) in kinds {
        for object in cluster.of_kind(group, kind).filter(|object| object.maker.is_none()) {
            let Some(selector) = object.at(path).filter(|selector| asks(*selector, plain)) else { continue };
            let is_external = object.at(&["spec", "type"]).and_then(Node::text) == Some("ExternalName");
            if is_external || matches(cluster, object, selector, plain) {
                continue;
            }
            let namespace = object.id().namespace.as_str();
            let is_known = names_redis(cluster, namespace, selector, plain);
            if !is_known && (!cluster.closed || cluster.has_unlisted_pods(namespace)) {
                sink.lacks(Need::External);
                continue;
            }
            let message =
                format!("no pod in namespace `{namespace}` has the labels that {kind} `{}` selects", object.id().name);
            let help = meant(cluster, namespace, selector, plain).unwrap_or_else(|| {
                "write the labels of a pod template, or declare the pods with `externalSelectors`".to_owned()
            });
            sink.report(object.finding(selector, path.join("."), message).help(help));
        }
    }
}

/// Whether a selector asks for anything.
fn asks(selector: Node<'_>, plain: bool) -> bool {
    let filled = |key: &str| selector.get(key).is_some_and(|part| part.entries().len() + part.items().len() > 0);
    if plain { selector.entries().len() > 0 } else { filled("matchLabels") || filled("matchExpressions") }
}

fn matches<'a>(cluster: &Cluster<'a>, object: Object<'a>, selector: Node<'a>, plain: bool) -> bool {
    let namespace = object.id().namespace.as_str();
    let holds = |own: &labels::Labels<'_>| {
        if plain { labels::all_of(selector, own) } else { labels::selects(selector, own) }
    };
    // Workloads without a namespace may be put into this one.
    let map = if plain { Some(selector) } else { selector.get("matchLabels") };
    let mut workloads = cluster.workloads_with(namespace, map).chain(cluster.workloads_with("", map));
    workloads.any(|workload| workload.may_match(holds)) || cluster.outside(namespace, holds)
}

/// Whether a selector means the pods of a RedisFailover among the documents: by labels that the operator alone gives.
fn names_redis(cluster: &Cluster<'_>, namespace: &str, selector: Node<'_>, plain: bool) -> bool {
    let wanted = if plain { Some(selector) } else { selector.get("matchLabels") };
    let Some(wanted) = wanted else { return false };
    let text = |key: &str| wanted.get(key).and_then(Node::text);
    let is_operators =
        text("redisfailovers-role").is_some() || text("app.kubernetes.io/part-of") == Some("redis-failover");
    let own = text("redisfailovers.databases.spotahome.com/name");
    let Some(name) = own.or_else(|| text("app.kubernetes.io/name").filter(|_| is_operators)) else { return false };
    let redis = format!("{}{name}", Role::All.prefix());
    cluster.workloads_in(namespace).any(|workload| workload.object.maker.is_some() && workload.name() == redis)
}

/// The labels of the workload that differ the least.
fn meant(cluster: &Cluster<'_>, namespace: &str, selector: Node<'_>, plain: bool) -> Option<String> {
    let wanted = if plain { selector } else { selector.get("matchLabels")? };
    let same = |workload: &&crate::cluster::workload::Workload<'_>| {
        wanted.entries().filter(|(key, _)| key.text().is_some_and(|key| workload.labels.get(key).is_some())).count()
    };
    let workload = cluster.workloads_in(namespace).max_by_key(same).filter(|workload| same(workload) > 0)?;
    let other = wanted.entries().find_map(|(key, value)| {
        // The role of a Redis pod moves.
        let key = key.text().filter(|key| *key != "redisfailovers-role")?;
        let own = workload.labels.get(key)?;
        (Some(own) != value.text()).then(|| format!("has the label `{key}: {own}`"))
    });
    let lacking = || {
        let mut keys = wanted.entries().filter_map(|(key, _)| key.text());
        let key = keys.find(|key| workload.labels.get(key).is_none())?;
        Some(format!("has no label `{key}`"))
    };
    Some(format!("{} {}", workload.object.id(), other.or_else(lacking)?))
}
