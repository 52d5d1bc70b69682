//! An address of a RedisFailover among the documents whose Service the operator does not make: `rfr-` without the exporter,
//! `rfrm-` and `rfrs-` before v1.3.0-rc1, `rfs-` on another port than that of Sentinel.
//!
//! Which Services there are depends on the release of the operator, and is not guessed where that is not known.

use crate::cluster::address::Address;
use crate::cluster::failover::Failover;
use crate::cluster::failover::Role;
use crate::cluster::texts::Written;
use crate::finding::Severity;
use crate::model::redis::OperatorVersion;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unserved-redis-address",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "An address names a Service that the redis-operator does not make, or a port that it does not have.",
    why: "the name does not resolve, or nobody answers: the client fails at its first connection",
    source: "redis-operator, service/ensurer.go and names.go: rfr- only with the exporter, rfrm- and rfrs- since v1.3.0-rc1, rfs- on 26379 only",
    example: Some(Example {
        facts: "redisOperator: v1.3.0-rc1",
        bad: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
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
          env: [{name: REDIS_URL, value: "redis://rfs-cart.shop.svc.cluster.local:6379/0"}]
"#,
        good: r#"
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cart, namespace: shop}
spec:
  sentinel: {replicas: 3, image: "redis:7.0.15-alpine"}
  redis:
    replicas: 1
    image: redis:7.0.15-alpine
    resources: {limits: {memory: 512Mi}}
    customConfig: [maxmemory 256mb, maxmemory-policy allkeys-lru]
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
    for Written { text, address, namespace } in cluster.addresses() {
        let Some((role, object)) = cluster.failover_of(namespace, address.service) else { continue };
        let failover = Failover { object };
        let by_role = matches!(role, Role::Master | Role::Replicas);
        let Some(version) = cluster.facts.redis_operator else {
            if by_role {
                sink.lacks(Need::RedisOperator);
            }
            continue;
        };
        let Some((message, help)) = unserved(&failover, role, &address, namespace, version) else { continue };
        let finding = text.object.finding(text.node, text.path.as_str(), message);
        sink.report(finding.also(object.place(&["metadata", "name"]), "the RedisFailover").help(help));
    }
}

/// What is wrong with an address, and what to write instead.
fn unserved(
    failover: &Failover<'_>,
    role: Role,
    address: &Address<'_>,
    namespace: &str,
    version: OperatorVersion,
) -> Option<(String, String)> {
    let name = failover.name();
    let master = if version.creates_role_services() {
        format!("write `rfrm-{name}.{namespace}.svc.cluster.local` for the master")
    } else {
        format!(
            "ask Sentinel at `rfs-{name}.{namespace}.svc.cluster.local:26379` for master `mymaster`, or add a Service of your own for the master"
        )
    };
    match role {
        Role::All if !failover.exports() => {
            Some((format!("`{}` exists only with the exporter, which {name} has not", address.service), master))
        }
        Role::Master | Role::Replicas if !version.creates_role_services() => Some((
            format!(
                "operator {} makes no Service `{}`; v1.3.0-rc1 is the first that does",
                version.tag(),
                address.service
            ),
            master,
        )),
        Role::Sentinel if address.port.is_some_and(|port| port != 26379) => {
            Some((format!("`{}` has port 26379 only, and speaks Sentinel", address.service), master))
        }
        Role::Sentinel if address.port.is_none() && matches!(address.scheme, Some("redis" | "rediss")) => {
            Some((format!("`{}` has port 26379 only, and speaks Sentinel", address.service), master))
        }
        _ => None,
    }
}
