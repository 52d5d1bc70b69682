//! Defects that rules tell, in manifests of another company: other names, kinds and namespaces, and what nearly is one.

use serde_json::Value;
use serde_json::json;

use crate::objects::items;
use crate::project::Project;

/// What the rules of an environment say, as `rule file: message`, in the order of the report.
fn told(project: Project, known: &Value) -> Vec<String> {
    let project = project.file("facts.json", known.to_string());
    let ignored = ["--ignore-filename-pattern", "facts.json"];
    let said = project.run(["validate", ".", "--assume", "facts.json", "--format=json", ignored[0], ignored[1]]);
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |finding: &Value| {
        format!("{} {}: {}", text(&finding["rule"]), text(&finding["file"]), text(&finding["message"]))
    };
    items(&report["findings"]).map(line).collect()
}

/// A Service and a workload whose pods carry its labels; `containers` is a list in flow style.
fn service(name: &str, selector: &str) -> String {
    format!(
        "apiVersion: v1
kind: Service
metadata: {{ name: {name}, namespace: depot }}
spec:
  selector: {selector}
  ports: [{{ name: redis, port: 6379 }}, {{ name: sentinel, port: 26379 }}]
---
"
    )
}

fn stateful_set(name: &str, replicas: u32, labels: &str, containers: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: StatefulSet
metadata: {{ name: {name}, namespace: depot }}
spec:
  serviceName: {name}
  replicas: {replicas}
  selector: {{ matchLabels: {labels} }}
  template:
    metadata: {{ labels: {labels} }}
    spec: {{ containers: {containers} }}
---
"
    )
}

/// A job that keeps its progress at an address.
fn importer(address: &str) -> String {
    format!(
        "apiVersion: batch/v1
kind: CronJob
metadata: {{ name: importer, namespace: lorry }}
spec:
  schedule: '0 3 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - {{ name: run, image: 'lorry/importer:3.1.0', env: [{{ name: STORE, value: '{address}' }}] }}
"
    )
}

/// The importer writes.
fn writes() -> Value {
    json!({ "access": [{ "workload": "CronJob/lorry/importer", "env": "STORE", "mode": "write" }] })
}

#[test]
fn who_writes_must_not_connect_to_master_and_replicas_alike() {
    const FOLLOWER: &str = "[{ name: kv, image: 'valkey/valkey:8.0.1', args: [--replicaof, kv-0.kv, '6379'] }]";
    let all = stateful_set("kv", 3, "{ app: kv }", FOLLOWER);
    let through = |service: &str, address: &str| {
        let project = Project::empty().file("depot/kv.yaml", format!("{service}{all}"));
        told(project.file("lorry/importer.yaml", importer(address)), &writes())
    };
    let common = service("kv", "{ app: kv }");
    let message = "`kv` leads to all 3 pods of StatefulSet depot/kv, the master and its replicas alike";
    let expected = [format!("write-address-on-replicas lorry/importer.yaml: {message}")];
    assert_eq!(through(&common, "redis://kv.depot.svc:6379/2"), expected);
    assert_eq!(through(&common, "redis://kv.depot.svc.cluster.local:26379"), [""; 0], "a Sentinel answers there");
    let master = service("kv", "{ app: kv, role: master }");
    assert_eq!(through(&master, "redis://kv.depot.svc:6379/2"), [""; 0], "somebody labels the master");
}

#[test]
fn who_writes_may_connect_to_any_pod_of_a_redis_cluster_or_to_the_only_master() {
    let silent = |pods: String| {
        let project = Project::empty().file("depot/kv.yaml", service("kv", "{ app: kv }") + &pods);
        told(project.file("lorry/importer.yaml", importer("redis://kv.depot.svc:6379")), &writes())
    };
    let cluster = "[{ name: kv, image: 'redis:7.4.1', args: [--cluster-enabled, 'yes'] }]";
    assert_eq!(silent(stateful_set("kv", 6, "{ app: kv }", cluster)), [""; 0]);
    let one = "[{ name: kv, image: 'redis:7.4.1' }, { name: sentinel, image: 'bitnami/redis-sentinel:7.4.1' }]";
    assert_eq!(silent(stateful_set("kv", 1, "{ app: kv }", one)), [""; 0]);
    let followers = "[{ name: kv, image: 'redis:7.4.1', args: [--replicaof, kv, '6379'] }]";
    let two = stateful_set("kv", 1, "{ app: kv }", "[{ name: kv, image: 'redis:7.4.1' }]")
        + &stateful_set("kv-copy", 2, "{ app: kv-copy }", followers);
    assert_eq!(silent(two + &service("kv-copy", "{ app: kv-copy }")), [""; 0]);
}

#[test]
fn a_limit_that_every_overlay_raises_is_told_and_one_that_an_overlay_keeps_is_not() {
    let base = "apiVersion: apps/v1
kind: Deployment
metadata: { name: press, namespace: print }
spec:
  selector: { matchLabels: { app: press } }
  template:
    metadata: { labels: { app: press } }
    spec:
      containers: [{ name: press, image: 'print/press:2.0.1', resources: { limits: { memory: 512Mi } } }]
";
    let patch = |memory: &str| {
        format!(
            "apiVersion: apps/v1
kind: Deployment
metadata: {{ name: press, namespace: print }}
spec: {{ template: {{ spec: {{ containers: [{{ name: press, resources: {{ limits: {{ memory: {memory} }} }} }}] }} }} }}
"
        )
    };
    let with = |north: &str, south: &str| {
        let mut project = Project::empty()
            .file("press/kustomization.yaml", "resources: [press.yaml]\n")
            .file("press/press.yaml", base);
        for (region, memory) in [("north", north), ("south", south)] {
            let overlay = "resources: [../../press]\npatches: [{ path: memory.yaml }]\n";
            project = project
                .file(&format!("regions/{region}/kustomization.yaml"), overlay)
                .file(&format!("regions/{region}/memory.yaml"), patch(memory));
        }
        told(project, &json!({}))
    };
    let message = "`memory: 512Mi` holds nowhere: 1Gi in regions/north, 640Mi in regions/south";
    assert_eq!(with("1Gi", "640Mi"), [format!("limit-raised-everywhere press/press.yaml: {message}")]);
    assert_eq!(with("1Gi", "512Mi"), [""; 0], "the south has what the base says");
    assert_eq!(with("1Gi", "256Mi"), [""; 0], "the base is what lies between");
}
