//! The address of a Sentinel of the redis-operator whose path names another master.

use crate::cluster::failover::Role;
use crate::cluster::texts::Written;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "wrong-sentinel-master",
    group: Group::Redis,
    severity: Severity::Warning,
    summary: "A client asks Sentinel for a master of another name than `mymaster`.",
    why: "the operator calls the master `mymaster` in every instance; Sentinel answers that it knows no other, and the client finds no Redis",
    source: "redis-operator, service/redis/client.go: masterName",
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
          env: [{name: REDIS_URL, value: "redis+sentinel://rfs-cart.shop.svc:26379/cart/1"}]
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
          env: [{name: REDIS_URL, value: "redis+sentinel://rfs-cart.shop.svc:26379/mymaster/1"}]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for Written { text, address, namespace } in cluster.addresses() {
        let Some((Role::Sentinel, _)) = cluster.failover_of(namespace, address.service) else { continue };
        let name = address.path.trim_matches('/').split('/').next().unwrap_or_default();
        let speaks_sentinel = address.scheme.is_some_and(|scheme| scheme.contains("sentinel"));
        if !speaks_sentinel || name.is_empty() || name == "mymaster" || name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let message = format!("the master behind `{}` is called `mymaster`, not `{name}`", address.service);
        let help = format!("write `/mymaster` for `/{name}`");
        sink.report(text.object.finding(text.node, text.path.as_str(), message).help(help));
    }
}
