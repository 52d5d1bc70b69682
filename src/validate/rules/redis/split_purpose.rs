//! The two sides of a declared binding: the same instance and the same database, whatever Service either goes through.

use crate::cluster::address::addresses;
use crate::cluster::facts::use_of::Variable;
use crate::cluster::objects::Cluster;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use std::collections::BTreeMap;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "split-purpose",
    group: Group::Redis,
    severity: Severity::Error,
    summary: "Producers and consumers of one purpose use different databases.",
    why: "what one side writes the other never sees, and nothing fails",
    source: "declared bindings",
    example: Some(Example {
        facts: "{redisOperator: v1.3.0-rc1, bindings: [{purpose: jobs, producers: [Deployment/shop/api env JOBS_URL], consumers: [Deployment/shop/worker env JOBS_URL]}]}",
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
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: registry.example.net/api:1.0.0
          env: [{name: JOBS_URL, value: "redis://rfrm-cart.shop:6379/2"}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker, namespace: shop}
spec:
  selector: {matchLabels: {app: worker}}
  template:
    metadata: {labels: {app: worker}}
    spec:
      containers:
        - name: worker
          image: registry.example.net/worker:1.0.0
          env: [{name: JOBS_URL, value: "redis://rfrm-cart.shop:6379/3"}]
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
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: registry.example.net/api:1.0.0
          env: [{name: JOBS_URL, value: "redis://rfrm-cart.shop:6379/2"}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker, namespace: shop}
spec:
  selector: {matchLabels: {app: worker}}
  template:
    metadata: {labels: {app: worker}}
    spec:
      containers:
        - name: worker
          image: registry.example.net/worker:1.0.0
          env: [{name: JOBS_URL, value: "redis://rfrm-cart.shop?db=2"}]
"#,
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cluster = context.cluster;
    for binding in cluster.facts.bindings.iter().flatten() {
        let sides = binding.producers.iter().chain(&binding.consumers);
        let mut used: BTreeMap<(String, String), Vec<Use>> = BTreeMap::new();
        for side in sides.filter_map(|side| used_by(cluster, side)) {
            used.entry((side.instance.clone(), side.database.clone())).or_default().push(side);
        }
        let Some(main) = binding.producers.iter().find_map(|side| used_by(cluster, side)) else { continue };
        for (at, others) in used.iter().filter(|(at, _)| **at != (main.instance.clone(), main.database.clone())) {
            for other in others {
                let message = format!(
                    "{} is written to database {} of {} and read from database {} of {}",
                    binding.purpose, main.database, main.instance, at.1, at.0
                );
                let finding = Finding { message, ..other.finding.clone() };
                let finding = finding.also(main.finding.place.clone(), "what the producer uses");
                sink.report(finding.help(format!("use database {} of {} on both sides", main.database, main.instance)));
            }
        }
    }
}

/// The instance and database behind a variable.
struct Use {
    instance: String,
    database: String,
    finding: Finding,
}

fn used_by(cluster: &Cluster<'_>, side: &Variable) -> Option<Use> {
    let namespaces = cluster.namespaces();
    let workload = cluster.workloads().iter().find(|workload| workload.key() == side.workload)?;
    workload.containers().find_map(|container| {
        let variables = cluster.variables(workload, &container);
        let variable = variables.into_iter().find(|variable| variable.name == side.env && !variable.shadowed)?;
        let value = variable.value.as_deref().or_else(|| variable.node.text())?.to_owned();
        let address = addresses(&value, namespaces).into_iter().next()?;
        let namespace = address.namespace.unwrap_or(workload.namespace());
        let instance = match cluster.failover_of(namespace, address.service) {
            Some((_, failover)) => failover.id().name.clone(),
            None => address.service.to_owned(),
        };
        let named = address.query.split('&').find_map(|part| part.strip_prefix("db="));
        let path =
            address.path.trim_matches('/').rsplit('/').next().filter(|part| !part.is_empty() && *part != "mymaster");
        let database = named.or(path).unwrap_or("0").to_owned();
        let finding = workload.object.finding(variable.entry, workload.path(&variable.path), "");
        Some(Use { instance: format!("{namespace}/{instance}"), database, finding })
    })
}
