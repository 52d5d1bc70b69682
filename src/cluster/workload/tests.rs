//! Claims about what runs, how often, and beside which proxy.

use super::*;
use crate::text::Source;
use crate::yaml;

fn workloads(manifests: &[Manifest]) -> Vec<Workload<'_>> {
    let objects: Vec<Object<'_>> = manifests.iter().map(Object::written).collect();
    Workload::all(&objects)
}

fn manifests(text: &str) -> Vec<Manifest> {
    let documents = yaml::parse(&Source::new("a.yaml", text)).documents;
    documents.into_iter().map(|document| Manifest::of(document).unwrap()).collect()
}

/// A workload named `x` with a pod of one container.
fn workload(api: &str, kind: &str, spec: &str) -> String {
    let pod = "template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c}]}}";
    let spec = if kind == "CronJob" {
        format!("{{jobTemplate: {{spec: {{{pod}}}}}, {spec}}}")
    } else {
        format!("{{{pod}, {spec}}}")
    };
    format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: x, namespace: ns}}\nspec: {spec}\n---\n")
}

/// Least, replicas and most of the first workload.
fn scale(text: &str) -> (u32, u32, u32) {
    let manifests = manifests(text);
    let workloads = workloads(&manifests);
    let scale = &workloads[0].scale;
    (scale.least, scale.replicas, scale.most)
}

#[test]
fn every_kind_that_runs_pods_is_found_with_its_template() {
    let mut text = String::new();
    let kinds = [
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("apps/v1", "DaemonSet"),
        ("apps/v1", "ReplicaSet"),
        ("v1", "ReplicationController"),
        ("batch/v1", "Job"),
        ("batch/v1", "CronJob"),
        ("argoproj.io/v1alpha1", "Rollout"),
    ];
    for (api, kind) in kinds {
        text.push_str(&workload(api, kind, ""));
    }
    text.push_str(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: x}}\nspec: {initContainers: [{name: c}]}\n",
    );
    text.push_str("---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {}\n");
    let manifests = manifests(&text);
    let found = workloads(&manifests);
    assert_eq!(found.len(), kinds.len() + 1);
    for workload in found {
        assert_eq!(workload.label("app").unwrap().text(), Some("x"));
        let containers: Vec<_> = workload.containers().map(|container| container.name()).collect();
        assert_eq!(containers, ["c"], "{}", workload.object.manifest.id);
        assert_eq!(workload.scale.is_per_node, workload.object.manifest.id.kind == "DaemonSet");
    }
}

#[test]
fn there_is_one_replica_unless_another_number_is_written() {
    assert_eq!(scale(&workload("apps/v1", "Deployment", "")), (1, 1, 1));
    assert_eq!(scale(&workload("apps/v1", "Deployment", "replicas: 3")), (3, 3, 3));
    assert_eq!(scale(&workload("apps/v1", "StatefulSet", "replicas: 0")), (0, 0, 0));
}

#[test]
fn a_job_runs_no_more_than_is_to_be_done_and_a_cron_job_only_now_and_then() {
    assert_eq!(scale(&workload("batch/v1", "Job", "parallelism: 4, completions: 2")), (2, 2, 2));
    assert_eq!(scale(&workload("batch/v1", "Job", "parallelism: 4, suspend: true")), (0, 0, 0));
    assert_eq!(scale(&workload("batch/v1", "CronJob", "")), (0, 1, 1));
    assert_eq!(scale(&workload("batch/v1", "CronJob", "suspend: true")), (0, 0, 0));
}

fn scaled(replicas: &str, scaler: &str) -> (u32, u32, u32) {
    scale(&format!("{}{scaler}", workload("apps/v1", "Deployment", replicas)))
}

#[test]
fn an_autoscaler_decides_how_many_there_are() {
    let hpa = |spec: &str| {
        format!(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h, namespace: ns}}\nspec: {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: x}}, {spec}}}\n"
        )
    };
    assert_eq!(scaled("replicas: 5", &hpa("minReplicas: 2, maxReplicas: 4")), (2, 4, 4));
    assert_eq!(scaled("", &hpa("maxReplicas: 4")), (1, 1, 4));
    assert_eq!(scaled("replicas: 0", &hpa("maxReplicas: 4")), (0, 0, 0), "what has none is left alone");
    let elsewhere = hpa("maxReplicas: 4").replace("namespace: ns", "namespace: other");
    assert_eq!(scaled("", &elsewhere), (1, 1, 1));
    let other_group = hpa("maxReplicas: 4").replace("apps/v1", "argoproj.io/v1alpha1");
    assert_eq!(scaled("", &other_group), (1, 1, 1));
}

#[test]
fn keda_scales_from_none_to_a_hundred_unless_told_otherwise() {
    let keda = |annotations: &str, spec: &str| {
        format!(
            "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {{name: k, namespace: ns, annotations: {{{annotations}}}}}\nspec: {{scaleTargetRef: {{name: x}}, {spec}}}\n"
        )
    };
    assert_eq!(scaled("", &keda("", "")), (0, 1, 100));
    assert_eq!(scaled("replicas: 0", &keda("", "minReplicaCount: 2, maxReplicaCount: 6")), (2, 2, 6));
    assert_eq!(scaled("", &keda("", "idleReplicaCount: 0, minReplicaCount: 2")), (0, 1, 100));
    assert_eq!(scaled("", &keda("autoscaling.keda.sh/paused-replicas: '7'", "")), (7, 7, 7));
}

/// The resources of the sidecar and where it is asked for, or nothing.
fn injected(namespace: &str, pod: &str) -> Option<(String, String)> {
    let text = format!(
        "apiVersion: v1\nkind: Namespace\nmetadata: {{name: ns, labels: {{{namespace}}}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: ns, {pod}}}\nspec: {{containers: [{{name: c}}]}}\n"
    );
    let manifests = manifests(&text);
    let sidecar = sidecar(&workloads(&manifests)[0], Some(&manifests[0]))?;
    let amounts = |list: &str| {
        let list = sidecar.container().at(&["resources", list])?;
        Some(list.entries().map(|(_, amount)| amount.text().unwrap()).collect::<Vec<_>>().join(" "))
    };
    let resources = ["requests", "limits"].map(|list| amounts(list).unwrap_or_default()).join(", ");
    Some((resources, sidecar.place.to_string()))
}

#[test]
fn a_namespace_or_a_pod_asks_for_a_sidecar() {
    let default = |place: &str| Some(("100m 128Mi, 2 1Gi".to_owned(), place.to_owned()));
    assert_eq!(injected("istio-injection: enabled", ""), default("a.yaml:3:48"));
    assert_eq!(injected("istio.io/rev: stable", ""), default("a.yaml:3:45"));
    assert_eq!(injected("", "labels: {sidecar.istio.io/inject: 'true'}"), default("a.yaml:7:70"));
    assert_eq!(injected("", ""), None);
    assert_eq!(injected("", "annotations: {sidecar.istio.io/inject: 'true'}"), None, "the webhook is called by labels");
    assert_eq!(injected("istio-injection: disabled", "labels: {sidecar.istio.io/inject: 'true'}"), None);
    for list in ["labels", "annotations"] {
        assert_eq!(
            injected("istio-injection: enabled", &format!("{list}: {{sidecar.istio.io/inject: 'false'}}")),
            None
        );
    }
}

#[test]
fn one_annotation_replaces_all_amounts_of_the_sidecar() {
    let own = injected("istio-injection: enabled", "annotations: {sidecar.istio.io/proxyCPU: 10m}").unwrap();
    assert_eq!(own.0, "10m, ");
}
