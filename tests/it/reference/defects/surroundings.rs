//! What stood in the repository beside the files of a defect, and what its owners knew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::objects::entries;
use crate::objects::items;

/// Nothing is known.
pub(super) fn nothing(_: &Path) -> Value {
    json!({})
}

/// The operators that run, what they bring, and that nothing exists which is not in the repository.
pub(super) fn operators(_: &Path) -> Value {
    let crds = [
        "redisfailovers.databases.spotahome.com/v1",
        "servicemonitors.monitoring.coreos.com/v1",
        "externalsecrets.external-secrets.io/v1beta1",
    ];
    let namespaces = ["redis", "prometheus", "chat"];
    json!({ "redisOperator": "v1.2.4", "external": { "namespaces": namespaces, "crds": crds } })
}

/// The repository that Argo CD reads is this one.
pub(super) fn repository(_: &Path) -> Value {
    let repository = json!({
        "url": "https://github.com/eco2-team/backend.git", "root": true, "revisions": ["main", "develop"],
    });
    json!({ "argocd": { "version": "v2.14.0" }, "repositories": [repository] })
}

/// All nodes, as a file of the reference lists them, with what machines of their type leave to pods.
pub(super) fn nodes(folder: &Path, file: &str) -> Value {
    let listed: Value = serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
    let node = |(name, node): (&str, &Value)| {
        let taints = items(&node["taints"]).map(|taint| {
            let (taint, effect) = taint.as_str().unwrap().split_once(':').unwrap();
            let (key, value) = taint.split_once('=').unwrap_or((taint, ""));
            json!({ "key": key, "value": value, "effect": effect })
        });
        let taints: Vec<Value> = taints.collect();
        let memory = if node["instance_type"] == "t3.small" { "1853984Ki" } else { "3826452Ki" };
        let allocatable = json!({ "cpu": "2", "memory": memory, "pods": 110 });
        json!({ "name": name, "labels": node["labels"], "taints": taints, "allocatable": allocatable })
    };
    json!({ "nodes": entries(&listed).map(node).collect::<Vec<_>>() })
}

/// The node that workers on language models run on.
pub(super) fn worker_node(_: &Path) -> Value {
    let allocatable = json!({ "cpu": "2", "memory": "3826452Ki", "pods": 110 });
    json!({ "nodes": { "k8s-worker-ai": { "labels": { "domain": "worker-ai" }, "allocatable": allocatable } } })
}

/// The worker that is scaled, what runs on each node besides, and the base of the overlays.
pub(super) fn scaled_worker() -> Vec<(String, String)> {
    let workload = |kind: &str, name: &str, pod: &str, cpu: &str| {
        format!(
            "apiVersion: apps/v1
kind: {kind}
metadata: {{ name: {name}, namespace: scan }}
spec:
  selector: {{ matchLabels: {{ app: {name} }} }}
  template:
    metadata: {{ labels: {{ app: {name} }} }}
    spec:{pod}
      containers:
        - {{ name: main, image: \"example/{name}:1.0.0\", resources: {{ requests: {{ cpu: {cpu}, memory: 640Mi }} }} }}
---
"
        )
    };
    let pod = "\n      nodeSelector: { domain: worker-ai }";
    let worker = workload("Deployment", "scan-worker", pod, "350m");
    let system = workload("DaemonSet", "system", "", "405m");
    let autoscaler = "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: scan-api-hpa, namespace: scan }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: scan-api }, minReplicas: 1, maxReplicas: 3 }
";
    vec![
        ("workloads/domains/scan-worker.yaml".to_owned(), worker + &system),
        ("workloads/scaling/base/scan-api-hpa.yaml".to_owned(), autoscaler.to_owned()),
        kustomization("workloads/scaling/base", "scan-worker-scaledobject.yaml, scan-api-hpa.yaml"),
    ]
}

/// The keys of Secrets, as a file of the reference lists them.
pub(super) fn keys_of_secrets(folder: &Path, file: &str) -> Value {
    let listed: Value = serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
    let secret = |(name, keys): (&str, &Value)| {
        let (namespace, name) = name.split_once('/').unwrap();
        json!({ "namespace": namespace, "name": name, "keys": keys })
    };
    json!({ "external": { "namespaces": ["auth"], "secrets": entries(&listed).map(secret).collect::<Vec<_>>() } })
}

/// Who keeps results in Redis.
pub(super) fn writers(_: &Path) -> Value {
    let workloads = [
        "scan/celery-beat",
        "character/character-match-worker",
        "character/character-worker",
        "my/my-worker",
        "scan/scan-worker",
        "scan/scan-api",
    ];
    let access = workloads.map(
        |name| json!({ "workload": format!("Deployment/{name}"), "env": "CELERY_RESULT_BACKEND", "mode": "write" }),
    );
    json!({ "access": access })
}

/// What a chart makes of a Redis with a Sentinel in each pod, as far as it matters here.
pub(super) fn replicated_redis() -> Vec<(String, String)> {
    let labels = "{ app.kubernetes.io/name: redis, app.kubernetes.io/instance: dev-redis }";
    let service = |name: &str, more: &str| {
        format!(
            "apiVersion: v1
kind: Service
metadata: {{ name: {name}, namespace: redis }}
spec:
  selector: {labels}{more}
  ports:
    - {{ name: tcp-redis, port: 6379, targetPort: redis }}
    - {{ name: tcp-sentinel, port: 26379, targetPort: redis-sentinel }}
---
"
        )
    };
    let set = format!(
        "apiVersion: apps/v1
kind: StatefulSet
metadata: {{ name: dev-redis-node, namespace: redis }}
spec:
  serviceName: dev-redis-headless
  replicas: 2
  selector: {{ matchLabels: {labels} }}
  template:
    metadata: {{ labels: {labels} }}
    spec:
      containers:
        - name: redis
          image: docker.io/bitnami/redis:7.2.4-debian-12-r9
          ports: [{{ name: redis, containerPort: 6379 }}]
        - name: sentinel
          image: docker.io/bitnami/redis-sentinel:7.2.4-debian-12-r7
          ports: [{{ name: redis-sentinel, containerPort: 26379 }}]
"
    );
    let text = service("dev-redis", "") + &service("dev-redis-headless", "\n  clusterIP: None") + &set;
    vec![("workloads/redis/chart.yaml".to_owned(), text)]
}

/// RedisFailovers in namespace `redis`.
pub(super) fn failovers(names: &[&str]) -> Vec<(String, String)> {
    let mut text = String::new();
    for name in names {
        let spec = "{ sentinel: { replicas: 3 }, redis: { replicas: 3, exporter: { enabled: true } } }";
        let metadata = format!("{{ name: {name}, namespace: redis }}");
        let api = "apiVersion: databases.spotahome.com/v1\nkind: RedisFailover";
        writeln!(text, "---\n{api}\nmetadata: {metadata}\nspec: {spec}").unwrap();
    }
    vec![("workloads/redis/base/failovers.yaml".to_owned(), text)]
}

/// The folders that the Applications of Redis read.
pub(super) fn redis_overlays() -> Vec<(String, String)> {
    let mut files = failovers(&["auth-redis"]);
    files.push(kustomization("workloads/redis/base", "failovers.yaml"));
    files
        .extend(["dev", "prod"].map(|environment| kustomization(&format!("workloads/redis/{environment}"), "../base")));
    files
}

/// The folders that the Applications of the APIs read, with four Deployments that are scaled by load.
pub(super) fn scaled_apis() -> Vec<(String, String)> {
    let scaled = [
        ("auth", "auth", "auth-api"),
        ("ext-authz", "auth", "ext-authz"),
        ("scan", "scan", "scan-api"),
        ("character", "character", "character-api"),
    ];
    let mut files = Vec::new();
    let mut autoscalers = String::new();
    for (folder, namespace, name) in scaled {
        let base = format!("workloads/domains/{folder}/base");
        let deployment = format!(
            "apiVersion: apps/v1
kind: Deployment
metadata: {{ name: {name}, namespace: {namespace} }}
spec:
  replicas: 1
  selector: {{ matchLabels: {{ app: {name} }} }}
  template:
    metadata: {{ labels: {{ app: {name} }} }}
    spec:
      containers:
        - {{ name: api, image: \"example/{name}:1.0.0\", resources: {{ requests: {{ cpu: 100m }} }} }}
"
        );
        files.push((format!("{base}/deployment.yaml"), deployment));
        files.push(kustomization(&base, "deployment.yaml"));
        write!(
            autoscalers,
            "---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{ name: {name}-hpa, namespace: {namespace} }}
spec:
  scaleTargetRef: {{ apiVersion: apps/v1, kind: Deployment, name: {name} }}
  minReplicas: 1
  maxReplicas: 4
  metrics: [{{ type: Resource, resource: {{ name: cpu, target: {{ type: Utilization, averageUtilization: 70 }} }} }}]
"
        )
        .unwrap();
    }
    files.push(("workloads/scaling/base/autoscalers.yaml".to_owned(), autoscalers));
    let all = ["auth", "ext-authz", "my", "scan", "character", "location", "image", "chat"];
    for folder in all {
        let below = if scaled.iter().any(|one| one.0 == folder) { "../base" } else { "settings.yaml" };
        for environment in ["dev", "prod"] {
            let path = format!("workloads/domains/{folder}/{environment}");
            files.push(kustomization(&path, below));
            let settings =
                format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {folder}, namespace: {folder} }}\n");
            if below == "settings.yaml" {
                files.push((format!("{path}/settings.yaml"), settings));
            }
        }
    }
    files
}

fn kustomization(folder: &str, resource: &str) -> (String, String) {
    let head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization";
    (format!("{folder}/kustomization.yaml"), format!("{head}\nresources: [{resource}]\n"))
}
