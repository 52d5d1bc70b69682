//! Redis that somebody runs without an operator, as the usual charts do: pods of which one is the master.
//!
//! Which pod that is, no manifest says. That pods replicate is only taken for known where they say so: by a Sentinel
//! beside Redis, or by a setting that names the master. Redis Cluster sends a client to the right pod itself.

use crate::cluster::config::Kind;
use crate::cluster::config::Value;
use crate::cluster::image::Image;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::service::Service;
use crate::cluster::workload::Container;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// Redis in replication.
#[derive(Debug, Clone, Copy)]
pub struct Replication<'c, 'a> {
    /// What makes the pods; the first, if several do.
    pub workload: &'c Workload<'a>,
    /// How many pods of it are behind the Service.
    pub pods: u64,
}

/// Repositories that have a Redis server, without registry and owner.
const SERVERS: [&str; 5] = ["redis", "redis-server", "redis-stack-server", "valkey", "keydb"];

/// Settings that name a master, in configuration, arguments and scripts, and the variables of a common image.
const SETTINGS: [&str; 4] = ["replicaof", "slaveof", "REDIS_REPLICATION_MODE", "VALKEY_REPLICATION_MODE"];

/// Where Sentinels answer, wherever somebody else does not say otherwise.
const SENTINEL: u32 = 26379;

impl<'a> Cluster<'a> {
    /// The Redis behind a port of a Service, if more than one pod of a replication is.
    pub fn replication_behind(&self, service: Service<'a>, port: Option<u32>) -> Option<Replication<'_, 'a>> {
        let serving = self.behind(service).into_iter().filter(|workload| serves(workload, service, port));
        let redis: Vec<&Workload<'a>> = serving.collect();
        let pods = redis.iter().filter_map(|workload| workload.replicas()).sum();
        let workload = *redis.first()?;
        let replicates = pods > 1 && redis.iter().any(|workload| self.replicates(workload));
        replicates.then_some(Replication { workload, pods })
    }

    fn replicates(&self, workload: &Workload<'a>) -> bool {
        let names_master = |text: &str| SETTINGS.iter().any(|setting| text.contains(setting));
        let of_container = |container: Container<'a>| {
            let is_sentinel = image(&container).is_some_and(|name| name.ends_with("-sentinel"));
            let texts = ["command", "args"].into_iter().filter_map(|list| container.node.get(list));
            let variables = container.node.get("env").into_iter().flat_map(Node::items);
            let names = variables.filter_map(|variable| variable.get("name"));
            let mut texts = texts.flat_map(Node::items).chain(names).filter_map(Node::text);
            is_sentinel || texts.any(|text| names_master(text) || text.contains("redis-sentinel"))
        };
        let volumes = workload.spec.get("volumes").into_iter().flat_map(Node::items);
        let mut mounted = volumes.filter_map(|volume| volume.at(&["configMap", "name"]).and_then(Node::text));
        workload.containers().any(of_container)
            || mounted.any(|name| {
                let Known::There(config) = self.config(Kind::ConfigMap, workload.namespace(), name) else {
                    return false;
                };
                let keys = config.keys().into_iter().flatten();
                let mut values = keys.filter_map(|key| config.get(key).there());
                values.any(|value| matches!(value, Value::Text(text, _) if sets(text)))
            })
    }
}

/// Whether a configuration or script names a master, and not only in a comment.
fn sets(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with('#'));
    lines.any(|line| SETTINGS.iter().any(|setting| line.contains(setting)))
}

/// Whether a Redis server answers at a port of a Service.
fn serves(workload: &Workload<'_>, service: Service<'_>, port: Option<u32>) -> bool {
    let Some(redis) = workload.containers().find(|container| !container.init && is_server(container)) else {
        return false;
    };
    if port == Some(SENTINEL) {
        return false;
    }
    let declared = service.ports().find(|own| own.number.is_some() && own.number == port);
    let Some(target) = declared.and_then(|port| port.target).filter(|_| !service.is_headless()) else {
        return port.is_none_or(|port| opens(&redis, &port.to_string()) || redis.ports().next().is_none());
    };
    target.text().is_some_and(|target| opens(&redis, target)) || redis.ports().next().is_none()
}

/// Whether a container declares a port, by number or name.
fn opens(container: &Container<'_>, wanted: &str) -> bool {
    container
        .ports()
        .any(|(name, number, _)| name == Some(wanted) || number.is_some_and(|number| wanted.parse() == Ok(number)))
}

fn is_server(container: &Container<'_>) -> bool {
    image(container).is_some_and(|name| SERVERS.contains(&name))
}

/// The repository of a container's image, without registry and owner.
fn image<'a>(container: &Container<'a>) -> Option<&'a str> {
    let image = Image::of(container.node.get("image").and_then(Node::text)?)?;
    image.name.rsplit('/').next()
}
