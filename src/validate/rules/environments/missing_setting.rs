//! Nobody sets a variable without which the code talks to itself, or does not start.
//!
//! That is a variable whose default is an address of the machine it runs on, or one without a default. Where a container
//! takes variables from something whose keys are not known, nothing is said.

use crate::cluster::config::Kind;
use crate::cluster::facts::use_of::Setting;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Container;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "missing-setting",
    group: Group::Environments,
    severity: Severity::Error,
    summary: "Nobody sets a variable without which the code talks to itself, or does not start.",
    why: "the code falls back to its default: it connects to its own pod, where nothing listens",
    source: "settings that are declared",
    example: Some(Example {
        facts: "settings: [{workload: Deployment/shop/cart, env: CART_REDIS_URL, default: redis://localhost:6379/0}]",
        bad: r#"
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
          image: registry.example.com/cart:1
          env: [{name: REDIS_URL, value: "redis://cache.data:6379/0"}]
"#,
        good: r#"
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
          image: registry.example.com/cart:1
          env: [{name: CART_REDIS_URL, value: "redis://cache.data:6379/0"}]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    let Some(settings) = &cluster.facts.settings else { return };
    for workload in cluster.workloads() {
        let key = workload.key();
        let own: Vec<&Setting> = settings.iter().filter(|setting| setting.workload.as_deref() == Some(&key)).collect();
        if !own.is_empty() {
            check_workload(cluster, workload, &own, sink);
        }
    }
}

fn check_workload<'a>(cluster: &'a Cluster<'a>, workload: &Workload<'a>, own: &[&Setting], sink: &mut Sink<'_>) {
    let containers: Vec<Container<'_>> = workload.containers().filter(|container| !container.init).collect();
    let open = containers.iter().any(|container| is_open(cluster, workload, container));
    let variables = containers.iter().flat_map(|container| cluster.variables(workload, container));
    let supplied: Vec<String> = variables.map(|variable| variable.name.into_owned()).collect();
    for setting in own.iter().filter(|setting| is_needed(setting) && !supplied.contains(&setting.env)) {
        if open {
            sink.lacks(Need::External);
            continue;
        }
        let Some(container) = containers.first() else { return };
        let env = &setting.env;
        let message = match &setting.default {
            Some(default) => format!("`{env}` is not set, and the code takes `{default}` instead"),
            None => format!("`{env}` is not set, and the code has no default for it"),
        };
        let unread = supplied.iter().map(String::as_str).filter(|name| !own.iter().any(|known| known.env == *name));
        let similar = suggest::nearest(env, unread.clone()).or_else(|| unread.clone().find(|name| same_end(env, name)));
        let help = match similar {
            Some(name) => format!("`{name}` is set, which the code does not read: rename it to `{env}`"),
            None => format!("set `{env}` under `env`, or in a ConfigMap that `envFrom` names"),
        };
        let (node, path) = match container.node.get("env") {
            Some(node) => (node, format!("{}.env", container.path)),
            None => (container.node, container.path.clone()),
        };
        sink.report(workload.object.finding(node, workload.path(&path), message).help(help));
    }
}

/// Whether the code cannot do without it: its default leads to its own machine, or it has none.
fn is_needed(setting: &Setting) -> bool {
    setting.default.as_deref().is_none_or(|default| {
        ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"].into_iter().any(|host| default.contains(host))
    })
}

/// Whether two names differ in what they begin with only, as `CART_REDIS_URL` and `REDIS_URL` do.
fn same_end(one: &str, other: &str) -> bool {
    let ends = |long: &str, short: &str| {
        short.contains('_') && long.strip_suffix(short).is_some_and(|before| before.ends_with('_'))
    };
    let bare = |name: &str| name.split_once('_').map_or(String::new(), |(_, rest)| rest.to_owned());
    ends(one, other) || ends(other, one) || bare(one).contains('_') && bare(one) == bare(other)
}

/// Whether a container takes variables from something whose keys are not all known.
fn is_open(cluster: &Cluster<'_>, workload: &Workload<'_>, container: &Container<'_>) -> bool {
    container.node.get("envFrom").into_iter().flat_map(Node::items).any(|entry| {
        [("configMapRef", Kind::ConfigMap), ("secretRef", Kind::Secret)].into_iter().any(|(field, kind)| {
            let name = entry.at(&[field, "name"]).and_then(Node::text);
            name.is_some_and(|name| match cluster.config(kind, workload.namespace(), name) {
                Known::There(config) => config.keys().is_none(),
                Known::Unknown => true,
                Known::Missing => false,
            })
        })
    })
}
