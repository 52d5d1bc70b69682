//! A Service of one's own is called after the master, and selects all Redis pods of a RedisFailover, or its replicas.
//!
//! Where it is declared who writes, clients are judged by what they do, and names say nothing here.

use crate::cluster::failover::Failover;
use crate::cluster::failover::GROUP;
use crate::cluster::failover::Half;
use crate::cluster::objects::Cluster;
use crate::cluster::service::Service;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "master-service-on-replicas",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "A Service that is called after the master leads to replicas, too.",
    why: "all but one of the pods are replicas, which answer writes with `READONLY`",
    source: "redis-operator, service/generator.go: the operator labels the master's pod `redisfailovers-role: master`",
    example: Some(Example {
        facts: "redisOperator: v1.2.4",
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
    customConfig: [maxmemory 256mb]
    terminationGracePeriod: 60
---
apiVersion: v1
kind: Service
metadata: {name: cart-master, namespace: shop}
spec:
  selector: {app.kubernetes.io/name: cart, app.kubernetes.io/component: redis}
  ports: [{name: redis, port: 6379, targetPort: redis}]
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
    customConfig: [maxmemory 256mb]
    terminationGracePeriod: 60
---
apiVersion: v1
kind: Service
metadata: {name: cart-master, namespace: shop}
spec:
  selector: {app.kubernetes.io/name: cart, app.kubernetes.io/component: redis, redisfailovers-role: master}
  ports: [{name: redis, port: 6379, targetPort: redis}]
---
apiVersion: v1
kind: Service
metadata: {name: cart-all, namespace: shop}
spec:
  selector: {app.kubernetes.io/name: cart, app.kubernetes.io/component: redis}
  ports: [{name: redis, port: 6379, targetPort: redis}]
"#,
    }),
    check,
};

/// The label that tells the master from its replicas.
const ROLE: &str = "redisfailovers-role";

/// Words for whoever may be written to.
const MASTER: [&str; 7] = ["master", "primary", "leader", "write", "writer", "writes", "rw"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    if cluster.facts.access.is_some() || cluster.failovers().next().is_none() {
        return;
    }
    for object in cluster.of_kind("", "Service").filter(|object| object.maker.is_none()) {
        let name = object.id().name.as_str();
        if !name.split('-').any(|word| MASTER.contains(&word)) {
            continue;
        }
        let service = Service::Object(object);
        let Some(selector) = service.selector() else { continue };
        let Some(failover) = redis_behind(cluster, service) else { continue };
        let replicas = failover.replicas(Half::Redis);
        let led_to = match selector.get(ROLE).and_then(Node::text) {
            Some("slave") => "the replicas".to_owned(),
            None if replicas > 1 => format!("all {replicas} Redis pods"),
            _ => continue,
        };
        let message =
            format!("Service `{name}` is called after the master, and leads to {led_to} of {}", failover.name());
        let node = selector.get(ROLE).unwrap_or(selector);
        let finding = object.finding(node, "spec.selector", message);
        let finding = finding.also(failover.object.place(&["metadata", "name"]), "the RedisFailover");
        sink.report(finding.help(format!("write `{ROLE}: master` in the selector")));
    }
}

/// The RedisFailover whose Redis pods are behind a Service, if nothing but pods of this one is.
fn redis_behind<'a>(cluster: &Cluster<'a>, service: Service<'a>) -> Option<Failover<'a>> {
    let behind = cluster.behind(service);
    let redis = behind.iter().find(|workload| workload.labels.get(ROLE).is_some())?;
    let maker = redis.object.maker?.id;
    let is_alone = behind.iter().all(|workload| workload.object.maker.is_some_and(|own| own.id == maker));
    let object = cluster.find(GROUP, &maker.kind, &maker.namespace, &maker.name).filter(|_| is_alone)?;
    Some(Failover { object })
}
