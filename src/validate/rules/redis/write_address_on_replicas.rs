//! A write or publish address that leads to replicas of a Redis: `rfr-` of several pods, `rfrs-`, a Service of one's own
//! without the role in its selector, or a pod by its ordinal.
//!
//! Who writes is a declared fact; only an address of a single pod of several is wrong for writers and readers alike.
//! Redis that runs without the operator counts where its pods say that they replicate; which of them is the master is
//! not known, so that an address of one of its pods is left alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::address::Address;
use crate::cluster::address::addresses;
use crate::cluster::facts::use_of::Mode;
use crate::cluster::failover::Failover;
use crate::cluster::failover::Half;
use crate::cluster::failover::Role;
use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::finding::Severity;
use crate::model::Model;
use crate::model::service::Access;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "write-address-on-replicas",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "A client that writes connects to a Service with replicas behind it, or to one pod.",
    why: "a replica answers `READONLY`, and what is published on it reaches nobody else; after a failover every pod but one is a replica",
    source: "redis-operator, service/generator.go: rfr- selects master and replicas, rfrs- replicas; Redis, src/pubsub.c",
    example: Some(Example {
        facts: "{redisOperator: v1.3.0-rc1, access: [{workload: Deployment/shop/web, env: REDIS_URL, mode: write}]}",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 3
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    terminationGracePeriod: 60
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.net/web:1.0.0
          env: [{name: REDIS_URL, value: "redis://rfrs-cart.shop.svc.cluster.local:6379/0"}]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 3
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
    terminationGracePeriod: 60
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.net/web:1.0.0
          env: [{name: REDIS_URL, value: "redis://rfrm-cart.shop.svc.cluster.local:6379/0"}]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    if cluster.failovers().next().is_none() && cluster.facts.access.is_none() {
        return;
    }
    let namespaces = cluster.namespaces();
    if let Some(project) = context.project {
        addresses_of_services(cluster, &project.environment.model, namespaces, sink);
    }
    for workload in cluster.workloads() {
        let key = workload.key();
        for container in workload.containers() {
            for variable in cluster.variables(workload, &container).iter().filter(|variable| !variable.shadowed) {
                let Some(value) = variable.value.as_deref().or_else(|| variable.node.text()) else { continue };
                let declared = cluster.facts.access.iter().flatten();
                let mode = declared
                    .into_iter()
                    .find(|access| access.workload == key && access.env == *variable.name)
                    .map(|access| access.mode);
                for address in addresses(value, namespaces) {
                    let namespace = address.namespace.unwrap_or(workload.namespace());
                    let wrong = match redis_behind(cluster, namespace, address.service) {
                        Some(behind) => {
                            if mode.is_none() && may_reach_replicas(behind) {
                                sink.lacks(Need::Access);
                            }
                            wrong(cluster, behind, &address, mode)
                        }
                        None => wrong_by_itself(cluster, namespace, &address, mode),
                    };
                    let Some((message, help)) = wrong else { continue };
                    let path = workload.path(&variable.path);
                    sink.report(workload.object.finding(variable.entry, path, message).help(help));
                }
            }
        }
    }
}

/// Addresses that ConfigMaps hold for services of a project, whose model says what each variable is for.
fn addresses_of_services(cluster: &Cluster<'_>, model: &Model, namespaces: &BTreeSet<&str>, sink: &mut Sink<'_>) {
    // Which ConfigMap is for which service of a namespace, nothing says: a variable counts if all that have it write.
    let mut writes: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for (_, service) in model.services.iter() {
        for (variable, binding) in service.redis.iter() {
            let all = writes.entry((&service.namespace, variable)).or_insert(true);
            *all &= binding.access == Access::Write;
        }
    }
    for object in cluster.of_kind("", "ConfigMap").filter(|object| object.maker.is_none()) {
        let home = object.id().namespace.as_str();
        for (key, value) in object.at(&["data"]).into_iter().flat_map(Node::entries) {
            let (Some(key), Some(text)) = (key.text(), value.text()) else { continue };
            if writes.get(&(home, key)) != Some(&true) {
                continue;
            }
            for address in addresses(text, namespaces) {
                let behind = redis_behind(cluster, address.namespace.unwrap_or(home), address.service);
                let wrong = behind.and_then(|behind| wrong(cluster, behind, &address, Some(Mode::Write)));
                let Some((message, help)) = wrong else { continue };
                sink.report(object.finding(value, format!("data.{key}"), message).help(help));
            }
        }
    }
}

fn may_reach_replicas((role, failover): (Role, Failover<'_>)) -> bool {
    role == Role::Replicas || role == Role::All && failover.replicas(Half::Redis) > 1
}

/// What is wrong with an address for what is done through it.
fn wrong(
    cluster: &Cluster<'_>,
    (role, failover): (Role, Failover<'_>),
    address: &Address<'_>,
    mode: Option<Mode>,
) -> Option<(String, String)> {
    let name = failover.name();
    let help = match cluster.facts.redis_operator {
        Some(version) if version.creates_role_services() => {
            format!("write `rfrm-{name}.{}.svc.cluster.local`", failover.namespace())
        }
        _ => format!(
            "ask Sentinel at `rfs-{name}.{}.svc.cluster.local:26379` for master `mymaster`",
            failover.namespace()
        ),
    };
    let several = failover.replicas(Half::Redis) > 1;
    if let Some(pod) = address.pod.filter(|_| several && role != Role::Sentinel && mode != Some(Mode::Read)) {
        return Some((
            format!("`{pod}` is one pod of {}, and a replica after a failover", failover.replicas(Half::Redis)),
            help,
        ));
    }
    let writes = matches!(mode, Some(Mode::Write | Mode::Publish));
    match role {
        Role::Replicas if writes => Some((format!("`{}` leads to replicas only", address.service), help)),
        Role::All if writes && several => {
            Some((format!("`{}` leads to the master and to its replicas alike", address.service), help))
        }
        _ => None,
    }
}

/// The same for Redis that no operator runs.
fn wrong_by_itself(
    cluster: &Cluster<'_>,
    namespace: &str,
    address: &Address<'_>,
    mode: Option<Mode>,
) -> Option<(String, String)> {
    if address.pod.is_some() || !matches!(mode, Some(Mode::Write | Mode::Publish)) {
        return None;
    }
    let Known::There(service) = cluster.service(namespace, address.service) else { return None };
    let redis = cluster.replication_behind(service, address.effective_port())?;
    let message = format!(
        "`{}` leads to all {} pods of {}, the master and its replicas alike",
        address.service,
        redis.pods,
        redis.workload.object.id()
    );
    Some((message, "write an address that only the master answers, or ask Sentinel for it".to_owned()))
}

/// The Redis behind a Service: by its name, or by the selector of a Service of one's own.
fn redis_behind<'a>(cluster: &Cluster<'a>, namespace: &str, service: &str) -> Option<(Role, Failover<'a>)> {
    if let Some((role, object)) = cluster.failover_of(namespace, service) {
        return Some((role, Failover { object }));
    }
    let Known::There(service) = cluster.service(namespace, service) else { return None };
    let selector = service.selector()?;
    if let Some(role) = selector.get("redisfailovers-role") {
        return (role.text() == Some("slave"))
            .then(|| of_pods(cluster, service, namespace))
            .flatten()
            .map(|failover| (Role::Replicas, failover));
    }
    of_pods(cluster, service, namespace).map(|failover| (Role::All, failover))
}

fn of_pods<'a>(
    cluster: &Cluster<'a>,
    service: crate::cluster::service::Service<'a>,
    namespace: &str,
) -> Option<Failover<'a>> {
    let behind = cluster.behind(service);
    let redis = behind.iter().find(|workload| workload.labels.get("redisfailovers-role").is_some())?;
    let (_, name) = Half::of_workload(redis.name()).filter(|(half, _)| *half == Half::Redis)?;
    cluster.failovers().find(|failover| failover.namespace() == namespace && failover.name() == name)
}
