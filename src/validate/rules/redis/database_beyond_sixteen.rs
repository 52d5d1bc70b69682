//! The number of a database in a URL of a RedisFailover: from 0 to 15, unless the command line of Redis says otherwise.

use crate::cluster::failover::Failover;
use crate::cluster::texts::Written;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "database-beyond-sixteen",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "A URL names a database that Redis does not have.",
    why: "Redis answers `ERR DB index is out of range`: `databases` is 16, and cannot be changed at run time",
    source: "Redis, redis.conf: databases; spotahome/redis-operator#197",
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
          env: [{name: REDIS_URL, value: "redis://rfrm-cart.shop.svc:6379/16"}]
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
          env: [{name: REDIS_URL, value: "redis://rfrm-cart.shop.svc:6379/15"}]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for Written { text, address, namespace } in
        cluster.addresses().filter(|it| matches!(it.address.scheme, Some("redis" | "rediss")))
    {
        let Some((_, object)) = cluster.failover_of(namespace, address.service) else { continue };
        let most = Failover { object }.option("databases").and_then(|text| text.parse().ok()).unwrap_or(16);
        let Some(number) = address.redis_database().filter(|number| *number >= most) else { continue };
        let message = format!("there is no database {number}: the last of {most} is {}", most.saturating_sub(1));
        let help = "use a number that is there, or another instance";
        sink.report(text.object.finding(text.node, text.path.as_str(), message).help(help));
    }
}
