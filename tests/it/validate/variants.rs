//! Defects that rules tell, in manifests of another company: other names, kinds and namespaces, and what nearly is one.

use serde_json::Value;
use serde_json::json;

use crate::objects::items;
use crate::project::Project;

/// What the rules of an environment say, as `rule file: message`, in the order of the report.
pub(crate) fn told(project: Project, known: &Value) -> Vec<String> {
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

/// A workload with lines of its own in its spec, and in that of its pods.
fn workload(kind: &str, name: &str, spec: &str, pod: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: {kind}
metadata: {{ name: {name}, namespace: depot }}
spec:
  {spec}
  selector: {{ matchLabels: {{ app: {name} }} }}
  template:
    metadata: {{ labels: {{ app: {name} }} }}
    spec: {{ {pod} }}
---
"
    )
}

#[test]
fn a_key_that_is_asked_for_in_whatever_way_must_be_there_in_every_environment() {
    let pod = "containers: [{ name: sync, image: 'depot/sync:1.0.0', volumeMounts: [{ name: keys, mountPath: /keys }] }], \
               volumes: [{ name: keys, secret: { secretName: partner, items: [{ key: signing.pem, path: key.pem }] } }]";
    let external = |key: &str| {
        format!(
            "apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {{ name: partner-keys, namespace: depot }}
spec:
  secretStoreRef: {{ kind: ClusterSecretStore, name: vault }}
  target: {{ name: partner }}
  data: [{{ secretKey: {key}, remoteRef: {{ key: partner }} }}]
"
        )
    };
    let overlay = "resources: [../../base, keys.yaml]\n";
    let project = Project::empty()
        .file("base/kustomization.yaml", "resources: [sync.yaml]\n")
        .file("base/sync.yaml", workload("StatefulSet", "sync", "serviceName: sync", pod))
        .file("stages/test/kustomization.yaml", overlay)
        .file("stages/test/keys.yaml", external("signing.pem"))
        .file("stages/live/kustomization.yaml", overlay)
        .file("stages/live/keys.yaml", external("sign.pem"));
    let message = "Secret `partner` has no key `signing.pem`";
    assert_eq!(
        told(project, &json!({})),
        [format!("unsupplied-key base/sync.yaml: {message}")],
        "it is live that lacks it"
    );
}

#[test]
fn a_taint_is_told_unless_a_toleration_covers_it() {
    let nodes = json!({ "nodes": [{ "name": "gpu-1", "labels": { "pool": "gpu" }, "taints": [
        { "key": "nvidia.com/gpu", "value": "true", "effect": "NoExecute" },
        { "key": "noisy", "value": "", "effect": "PreferNoSchedule" },
    ] }] });
    let with = |tolerations: &str| {
        let pod = "nodeSelector: { pool: gpu }, containers: [{ name: train, image: 'depot/train:1.0.0' }]";
        let pod = format!("{pod}, tolerations: {tolerations}");
        told(Project::empty().file("train.yaml", workload("Deployment", "train", "replicas: 2", &pod)), &nodes)
    };
    let untolerated = with("[{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]");
    assert!(untolerated.len() == 1 && untolerated[0].starts_with("untolerated-taint train.yaml"), "{untolerated:?}");
    assert_eq!(with("[{ key: nvidia.com/gpu, operator: Exists }]"), [""; 0]);
    assert_eq!(with("[{ operator: Exists }]"), [""; 0]);
}

#[test]
fn a_sync_may_leave_replicas_alone_in_every_way_that_argo_cd_knows() {
    let known = json!({
        "argocd": { "version": "v2.14.0" },
        "repositories": [{ "url": "https://git.example.net/depot.git", "root": true, "revisions": ["main"] }],
    });
    let with = |ignored: &str, options: &str| {
        let application = format!(
            "apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{ name: depot, namespace: argocd }}
spec:
  project: default
  source: {{ repoURL: 'https://git.example.net/depot.git', path: apps, targetRevision: main }}
  destination: {{ server: 'https://kubernetes.default.svc', namespace: depot }}
  ignoreDifferences: {ignored}
  syncPolicy: {{ automated: {{ selfHeal: true }}, syncOptions: {options} }}
"
        );
        let scaled = "apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: sorter, namespace: depot }
spec:
  scaleTargetRef: { kind: StatefulSet, name: sorter }
  triggers: [{ type: cron, metadata: { timezone: UTC, start: 0 6 * * *, end: 0 20 * * *, desiredReplicas: '4' } }]
";
        let pod = "containers: [{ name: sort, image: 'depot/sort:1.0.0' }]";
        let set = workload("StatefulSet", "sorter", "serviceName: sorter\n  replicas: 2", pod);
        let project = Project::empty().file("argocd/depot.yaml", application).file("apps/sorter.yaml", set + scaled);
        told(project, &known)
            .into_iter()
            .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let respect = "[RespectIgnoreDifferences=true]";
    let jq = "[{ group: '*', kind: StatefulSet, jqPathExpressions: [.spec.replicas] }]";
    assert_eq!(with("[]", "[]"), ["replicas-reset-by-sync"]);
    assert_eq!(
        with("[{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }]", respect),
        ["replicas-reset-by-sync"]
    );
    assert_eq!(with(jq, "[]"), ["ignored-replicas-reset"]);
    assert_eq!(with(jq, respect), [""; 0]);
}

#[test]
fn a_repository_is_the_same_however_it_is_spelt() {
    let known = json!({ "repositories": [
        { "url": "https://git.example.net/depot/deploy.git", "root": true, "aliases": ["git@git.example.net:depot/deploy.git"] },
    ] });
    let with = |url: &str| {
        let set = format!(
            "apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{ name: stages, namespace: argocd }}
spec:
  generators: [{{ list: {{ elements: [{{ stage: test }}, {{ stage: live }}] }} }}]
  template:
    metadata: {{ name: 'depot-{{{{stage}}}}' }}
    spec:
      project: default
      source: {{ repoURL: '{url}', path: 'stages/{{{{stage}}}}', targetRevision: main }}
      destination: {{ server: 'https://kubernetes.default.svc', namespace: depot }}
"
        );
        let settings = |name: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {name} }}\n");
        let project = Project::empty().file("argocd/stages.yaml", set);
        told(project.file("stages/test/a.yaml", settings("test")).file("stages/live/a.yaml", settings("live")), &known)
    };
    let foreign = with("https://git.example.net/marta/deploy.git");
    assert!(foreign.len() == 1 && foreign[0].starts_with("unknown-repository argocd/stages.yaml"), "{foreign:?}");
    assert_eq!(with("https://GIT.example.net/depot/deploy"), [""; 0]);
    assert_eq!(with("git@git.example.net:depot/deploy.git"), [""; 0]);
}
