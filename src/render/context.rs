//! What a template sees: the model, and beside each part what follows from it.
//!
//! Facts that several templates need are derived here, once: the affinity that keeps an instance on its nodes and
//! apart from itself, the tolerations for the taints of those nodes, the directives in the order in which the
//! operator sets them, the addresses that clients use.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;

use crate::model::Environment;
use crate::model::Model;
use crate::model::argocd::ArgoCd;
use crate::model::cluster::Cluster;
use crate::model::cluster::Namespace;
use crate::model::cluster::Node;
use crate::model::cluster::Selector;
use crate::model::decode::Named;
use crate::model::endpoint;
use crate::model::redis::Instance;
use crate::model::redis::Monitoring;
use crate::model::redis::Operator;
use crate::model::redis::Persistence;
use crate::model::service::Service;

/// The root of what templates of one environment see.
pub fn of(environment: &Environment) -> Value {
    let model = &environment.model;
    Value::from(Serde(View {
        environment: &environment.name,
        cluster: &model.cluster,
        nodes: &model.nodes,
        namespaces: &model.namespaces,
        redis: redis(model),
        services: Named(model.services.iter().map(|(name, it)| (name.to_owned(), service(model, it))).collect()),
        argocd: &model.argocd,
        values: &model.values,
    }))
}

#[derive(Serialize)]
struct View<'m> {
    environment: &'m str,
    cluster: &'m Cluster,
    nodes: &'m Named<Node>,
    namespaces: &'m Named<Namespace>,
    redis: RedisView<'m>,
    services: Named<ServiceView<'m>>,
    argocd: &'m ArgoCd,
    values: &'m serde_json::Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RedisView<'m> {
    namespace: &'m str,
    labels: &'m Named<String>,
    port: u16,
    operator: OperatorView<'m>,
    monitoring: &'m Monitoring,
    instances: Named<InstanceView<'m>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OperatorView<'m> {
    #[serde(flatten)]
    operator: &'m Operator,
    node_affinity: serde_json::Value,
    tolerations: Vec<serde_json::Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InstanceView<'m> {
    #[serde(flatten)]
    instance: &'m Instance,
    /// The start command, where the operator's own would not do.
    command: Option<Vec<String>>,
    custom_config: Vec<String>,
    sentinel_config: Vec<String>,
    redis_affinity: serde_json::Value,
    sentinel_affinity: serde_json::Value,
    tolerations: Vec<serde_json::Value>,
    /// The Service of ours that follows the master, if one is needed.
    master_service: Option<String>,
    /// NetworkPolicy peers of the services that use it.
    clients: Vec<serde_json::Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServiceView<'m> {
    #[serde(flatten)]
    service: &'m Service,
    /// The value of each environment variable.
    endpoints: Named<String>,
    /// The RedisFailovers that it uses, in the order of the model.
    instances: Vec<&'m str>,
}

/// The path in the model of what follows from it, given a path that templates know.
pub(super) fn behind(path: Vec<String>) -> Vec<String> {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let (above, own): (usize, &[&str]) = match parts.as_slice() {
        ["redis", "operator", "nodeAffinity" | "tolerations", ..] => (2, &["nodes"]),
        ["redis", "instances", _, "customConfig", ..] => (3, &["config"]),
        ["redis", "instances", _, "sentinelConfig", ..] => (3, &["sentinel", "config"]),
        ["redis", "instances", _, "redisAffinity" | "sentinelAffinity" | "tolerations", ..] => (3, &["nodes"]),
        ["redis", "instances", _, "command", ..] => (3, &["persistence"]),
        ["redis", "instances", _, "masterService", ..] => (3, &["replicas"]),
        ["services", _, "endpoints" | "instances", ..] => (2, &["redis"]),
        _ => return path,
    };
    path.into_iter().take(above).chain(own.iter().map(|part| (*part).to_owned())).collect()
}

/// Directives that no setting gives follow from `persistence`.
pub(super) fn without_settings(path: &mut Vec<String>, is_there: impl Fn(&[String]) -> bool) {
    if let [redis, instances, _, config, directive] = path.as_slice()
        && (redis.as_str(), instances.as_str(), config.as_str()) == ("redis", "instances", "config")
        && ["appendonly", "appendfsync", "save"].contains(&directive.as_str())
        && !is_there(path)
    {
        path.truncate(3);
        path.push("persistence".to_owned());
    }
}

fn redis(model: &Model) -> RedisView<'_> {
    let redis = &model.redis;
    RedisView {
        namespace: &redis.namespace,
        labels: &redis.labels,
        port: endpoint::REDIS_PORT,
        operator: OperatorView {
            operator: &redis.operator,
            node_affinity: node_affinity(&redis.operator.nodes),
            tolerations: tolerations(model, &redis.operator.nodes),
        },
        monitoring: &redis.monitoring,
        instances: Named(redis.instances.iter().map(|(key, it)| (key.to_owned(), instance(model, key, it))).collect()),
    }
}

fn instance<'m>(model: &'m Model, key: &str, instance: &'m Instance) -> InstanceView<'m> {
    let settings = |named: &Named<crate::model::decode::Setting>| -> Vec<String> {
        named.iter().map(|(directive, value)| directive_line(directive, &value.0)).collect()
    };
    InstanceView {
        instance,
        command: command(instance.persistence),
        custom_config: settings(&instance.config)
            .into_iter()
            .chain(persistence_config(instance.persistence).into_iter().map(str::to_owned))
            .collect(),
        sentinel_config: settings(&instance.sentinel.config),
        redis_affinity: affinity(instance, "redis", instance.replicas),
        sentinel_affinity: affinity(instance, "sentinel", instance.sentinel.replicas),
        tolerations: tolerations(model, &instance.nodes),
        master_service: endpoint::master_service(model.redis.operator.version, instance),
        clients: clients(model, key),
    }
}

/// Who may connect to an instance, each peer once, in the order of the services.
fn clients(model: &Model, key: &str) -> Vec<serde_json::Value> {
    let mut peers = Vec::new();
    for (_, service) in model.services.iter() {
        if service.redis.iter().all(|(_, binding)| binding.instance != key) {
            continue;
        }
        let mut peer =
            json!({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": service.namespace}}});
        if !service.pods.is_empty() {
            peer["podSelector"] = json!({"matchLabels": service.pods});
        }
        if !peers.contains(&peer) {
            peers.push(peer);
        }
    }
    peers
}

fn service<'m>(model: &'m Model, service: &'m Service) -> ServiceView<'m> {
    let used = |key: &str| service.redis.iter().any(|(_, binding)| binding.instance == key);
    let instances = model.redis.instances.iter().filter(|(key, _)| used(key));
    ServiceView {
        service,
        endpoints: endpoint::urls(model, &service.redis),
        instances: instances.map(|(_, instance)| instance.name.as_str()).collect(),
    }
}

/// One entry of `customConfig`, as the operator splits it: at single blanks, an empty value as `""`
/// (redis-operator v1.2.4, service/redis/client.go).
fn directive_line(directive: &str, value: &str) -> String {
    if value.is_empty() { format!("{directive} \"\"") } else { format!("{directive} {value}") }
}

/// What the operator sets at run time so that persistence is as the model says.
fn persistence_config(persistence: Persistence) -> Vec<&'static str> {
    match persistence {
        Persistence::None => vec!["appendonly no", "save \"\""],
        Persistence::Rdb => vec!["appendonly no"],
        Persistence::Aof => vec!["appendonly yes", "appendfsync everysec"],
    }
}

/// With AOF switched on at run time only, Redis starts without it after a crash, loads a dump or nothing, and then
/// rewrites the AOF from that. Options on the command line override redis.conf, so AOF is on while data is loaded.
fn command(persistence: Persistence) -> Option<Vec<String>> {
    let options = ["redis-server", "/redis/redis.conf", "--appendonly", "yes", "--appendfsync", "everysec"];
    (persistence == Persistence::Aof).then(|| options.map(str::to_owned).to_vec())
}

fn node_affinity(selector: &Selector) -> serde_json::Value {
    let expressions: Vec<_> =
        selector.0.iter().map(|(key, values)| json!({"key": key, "operator": "In", "values": values})).collect();
    json!({"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": expressions}]}})
}

/// Node affinity, and for more than one pod anti-affinity: an affinity of our own replaces the operator's default
/// entirely, and with it the rule that keeps replicas apart (redis-operator v1.2.4, generator.go).
fn affinity(instance: &Instance, component: &str, replicas: u32) -> serde_json::Value {
    let mut affinity = json!({"nodeAffinity": node_affinity(&instance.nodes)});
    if replicas > 1 {
        affinity["podAntiAffinity"] = json!({"requiredDuringSchedulingIgnoredDuringExecution": [{
            "labelSelector": {"matchLabels": {
                "app.kubernetes.io/name": instance.name,
                "app.kubernetes.io/component": component,
            }},
            "topologyKey": "kubernetes.io/hostname",
        }]});
    }
    affinity
}

/// Tolerations for every taint of the nodes that a selector matches, each once, in the order of the nodes.
fn tolerations(model: &Model, selector: &Selector) -> Vec<serde_json::Value> {
    let mut tolerations = Vec::new();
    for (_, node) in model.nodes.iter().filter(|(_, node)| selector.matches(&node.labels)) {
        for taint in &node.taints {
            let toleration = if taint.value.is_empty() {
                json!({"key": taint.key, "operator": "Exists", "effect": taint.effect})
            } else {
                json!({"key": taint.key, "operator": "Equal", "value": taint.value, "effect": taint.effect})
            };
            if !tolerations.contains(&toleration) {
                tolerations.push(toleration);
            }
        }
    }
    tolerations
}
