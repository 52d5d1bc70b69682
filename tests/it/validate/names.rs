//! Names by which manifests refer to each other, by other names than in the defects that the rules were made for.

use serde_json::json;

use crate::project::Project;
use crate::validate::variants::told;

/// A RedisFailover with or without its exporter.
fn failover(exports: bool) -> String {
    format!(
        "apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {{ name: basket, namespace: kv }}
spec:
  sentinel: {{ replicas: 3, image: 'redis:7.2.7-alpine' }}
  redis:
    replicas: 3
    image: redis:7.2.7-alpine
    terminationGracePeriod: 60
    resources: {{ limits: {{ memory: 1Gi }} }}
    customConfig: [maxmemory 512mb, maxmemory-policy allkeys-lru]
    exporter: {{ enabled: {exports} }}
"
    )
}

#[test]
fn a_monitor_asks_a_service_that_an_operator_makes_by_the_name_of_its_port() {
    let with = |kind: &str, spec: &str| {
        let monitor = format!(
            "apiVersion: monitoring.coreos.com/v1
kind: {kind}
metadata: {{ name: baskets, namespace: watch }}
spec:
  namespaceSelector: {{ matchNames: [kv] }}
  selector: {{ matchLabels: {{ app.kubernetes.io/component: redis }} }}
  {spec}
"
        );
        let project = Project::empty().file("kv/basket.yaml", failover(true)).file("watch/baskets.yaml", monitor);
        told(project, &json!({ "redisOperator": "v1.2.4" }))
    };
    let message = "no port of Service `rfr-basket` is called `exporter`";
    let expected = [format!("unknown-monitor-port watch/baskets.yaml: {message}")];
    assert_eq!(with("ServiceMonitor", "endpoints: [{ port: exporter }]"), expected);
    assert_eq!(with("ServiceMonitor", "endpoints: [{ port: http-metrics }]"), [""; 0]);
    assert_eq!(
        with("PodMonitor", "podMetricsEndpoints: [{ port: metrics }]"),
        [""; 0],
        "so the port of the pods is called"
    );
}

#[test]
fn an_address_in_a_secret_or_a_scaler_must_lead_to_a_service() {
    let with = |host: &str| {
        let secret = format!(
            "apiVersion: v1
kind: Secret
metadata: {{ name: till, namespace: shop }}
stringData: {{ BASKET_URL: 'rediss://{host}:6379/1' }}
"
        );
        let project = Project::empty().file("kv/basket.yaml", failover(true)).file("shop/till.yaml", secret);
        let crds = ["redisfailovers.databases.spotahome.com/v1"];
        told(project, &json!({ "redisOperator": "v1.2.4", "external": { "namespaces": ["kv", "shop"], "crds": crds } }))
    };
    let message = "`live-kv.kv.svc.cluster.local` names no Service";
    assert_eq!(with("live-kv.kv.svc.cluster.local"), [format!("unknown-host shop/till.yaml: {message}")]);
    assert_eq!(with("rfr-basket.kv.svc.cluster.local"), [""; 0], "the operator makes it");
    assert_eq!(with("live-kv.cache.example.net"), [""; 0], "this is outside of the cluster");
}

#[test]
fn the_same_object_twice_in_one_kustomization_is_told_and_in_two_environments_it_is_not() {
    let queue = |namespace: &str| {
        format!(
            "apiVersion: rabbitmq.com/v1beta1
kind: Queue
metadata: {{ name: orders, namespace: {namespace} }}
spec: {{ name: orders, rabbitmqClusterReference: {{ name: mq }} }}
"
        )
    };
    let with = |second: &str| {
        let project = Project::empty().file("kustomization.yaml", "resources: [a.yaml, b.yaml]\n");
        told(project.file("a.yaml", queue("north")).file("b.yaml", queue(second)), &json!({}))
    };
    let twice = with("north");
    assert!(twice.len() == 1 && twice[0].starts_with("duplicate-resource-id b.yaml"), "{twice:?}");
    assert_eq!(with("south"), [""; 0]);
    let overlay = "resources: [../../base]\n";
    let project = Project::empty()
        .file("base/kustomization.yaml", "resources: [queue.yaml]\n")
        .file("base/queue.yaml", queue("north"))
        .file("stages/test/kustomization.yaml", overlay)
        .file("stages/live/kustomization.yaml", overlay);
    assert_eq!(told(project, &json!({})), [""; 0]);
}
