//! What the projection makes of RedisFailovers, beside what the redis-operator created on a real API server.

use std::collections::BTreeMap;

use groundplan::cluster::project::Releases;
use groundplan::cluster::project::project;
use groundplan::manifest::Manifest;
use groundplan::model::redis::OperatorVersion;
use groundplan::text::Source;
use groundplan::yaml;
use groundplan::yaml::Node;
use groundplan::yaml::Scalar;
use serde_json::Value;

use super::facts;
use super::leaves;

const NAMES: [&str; 3] = ["auth-redis", "cache-redis", "streams-redis"];

/// What the operator created for each of them.
const OBJECTS: [&str; 12] = [
    "ConfigMap.rfr-",
    "ConfigMap.rfr-readiness-",
    "ConfigMap.rfr-s-",
    "ConfigMap.rfs-",
    "Deployment.rfs-",
    "PodDisruptionBudget.rfr-",
    "PodDisruptionBudget.rfs-",
    "Service.rfr-",
    "Service.rfrm-",
    "Service.rfrs-",
    "Service.rfs-",
    "StatefulSet.rfr-",
];

/// Defaults that the API server fills in (`pkg/apis/*/v1/defaults.go` of Kubernetes), by the end of their path. They
/// are left aside where the projection has nothing, and only with this value.
const DEFAULTS: [(&str, &str); 31] = [
    ("metadata.creationTimestamp", "null"),
    ("spec.persistentVolumeClaimRetentionPolicy.whenDeleted", "\"Retain\""),
    ("spec.persistentVolumeClaimRetentionPolicy.whenScaled", "\"Retain\""),
    ("spec.revisionHistoryLimit", "10"),
    ("spec.progressDeadlineSeconds", "600"),
    ("spec.strategy.rollingUpdate.maxSurge", "\"25%\""),
    ("spec.strategy.rollingUpdate.maxUnavailable", "\"25%\""),
    ("spec.strategy.type", "\"RollingUpdate\""),
    ("spec.restartPolicy", "\"Always\""),
    ("spec.schedulerName", "\"default-scheduler\""),
    ("spec.terminationGracePeriodSeconds", "30"),
    ("].terminationMessagePath", "\"/dev/termination-log\""),
    ("].terminationMessagePolicy", "\"File\""),
    ("livenessProbe.failureThreshold", "3"),
    ("livenessProbe.periodSeconds", "10"),
    ("livenessProbe.successThreshold", "1"),
    ("readinessProbe.failureThreshold", "3"),
    ("readinessProbe.periodSeconds", "10"),
    ("readinessProbe.successThreshold", "1"),
    ("fieldRef.apiVersion", "\"v1\""),
    ("configMap.defaultMode", "420"),
    ("spec.volumeMode", "\"Filesystem\""),
    ("status.phase", "\"Pending\""),
    ("spec.ports[0].targetPort", "9121"),
    ("spec.internalTrafficPolicy", "\"Cluster\""),
    ("spec.ipFamilies[0]", "\"IPv4\""),
    ("spec.ipFamilyPolicy", "\"SingleStack\""),
    ("spec.sessionAffinity", "\"None\""),
    ("spec.type", "\"ClusterIP\""),
    ("spec.clusterIPs[0]", "\"None\""),
    // The deployment controller counts revisions there.
    ("metadata.annotations.deployment.kubernetes.io/revision", "\"1\""),
];

/// The values of `ConfigMaps` were emptied in the reference, so that only their keys can be compared.
const EMPTIED: &str = "data.";

/// Addresses that the API server gives to Services, which nobody can know before.
const ALLOCATED: [&str; 2] = ["spec.clusterIP", "spec.clusterIPs[0]"];

/// What is known only once the objects exist: who owns a claim, and the size that the operator notes when it has seen
/// the claims, to tell later whether they have to grow.
const LATER: [&str; 2] = ["].metadata.ownerReferences[0].uid", "metadata.annotations.storageCapacity"];

fn value(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let entries = node.entries().map(|(key, inner)| (key.text().unwrap_or_default().to_owned(), value(inner)));
        return Value::Object(entries.collect());
    }
    if node.is_sequence() {
        return node.items().map(value).collect();
    }
    match node.scalar().unwrap_or(Scalar::Null) {
        Scalar::Null => Value::Null,
        Scalar::Bool(truth) => truth.into(),
        Scalar::Int(number) => i64::try_from(number).unwrap_or(i64::MAX).into(),
        Scalar::Float(number) => number.into(),
        Scalar::Str(text) => text.into(),
    }
}

/// Where an object differs from that of the operator, defaults of the API server aside.
fn differences(kind: &str, theirs: &Value, ours: &Value) -> Vec<String> {
    let own: BTreeMap<String, String> = leaves(ours).into_iter().map(|(path, leaf)| (path, leaf.to_string())).collect();
    let mut differ = Vec::new();
    let mut seen = Vec::new();
    for (path, leaf) in leaves(theirs) {
        let leaf = leaf.to_string();
        let filled_in = DEFAULTS.iter().any(|(end, default)| path.ends_with(end) && leaf == *default);
        let allocated = kind == "Service" && ALLOCATED.contains(&path.as_str()) && leaf != "\"None\"";
        match own.get(&path) {
            Some(_) if path.starts_with(EMPTIED) => {}
            Some(known) if *known == leaf => {}
            Some(known) => differ.push(format!("{path}: {leaf} -> {known}")),
            None if filled_in || allocated || LATER.iter().any(|end| path.ends_with(end)) => {}
            None => differ.push(format!("{path}: {leaf} -> -")),
        }
        seen.push(path);
    }
    differ
        .extend(own.iter().filter(|(path, _)| !seen.contains(path)).map(|(path, leaf)| format!("{path}: - -> {leaf}")));
    differ
}

#[test]
fn the_projection_is_what_the_operator_created() {
    let releases = Releases { redis_operator: OperatorVersion::V1_3_0Rc1 };
    let what = "the objects that the redis-operator makes";
    let mut compared = 0;
    let mut differ = Vec::new();
    for name in NAMES {
        let path = format!("operator-objects/input/RedisFailover.redis.{name}.json");
        let Some(text) = facts(&path, what) else { return };
        let document = yaml::parse(&Source::new(path.as_str(), text)).documents.remove(0);
        let projection = project(&Manifest::of(document).unwrap(), releases);
        assert_eq!(projection.problems, []);
        let mut made: BTreeMap<String, Value> = projection
            .made
            .iter()
            .map(|made| {
                let id = &made.manifest.id;
                (format!("{}.{}", id.kind, id.name), value(made.manifest.root()))
            })
            .collect();
        assert_eq!(made.len(), projection.made.len(), "no object is made twice");
        for object in OBJECTS {
            let object = format!("{object}{name}");
            let theirs = facts(&format!("operator-objects/{object}.json"), what).unwrap();
            let theirs: Value = serde_json::from_str(&theirs).unwrap();
            let ours = made.remove(&object).unwrap_or_else(|| panic!("{object} is made"));
            let kind = object.split('.').next().unwrap();
            differ.extend(differences(kind, &theirs, &ours).into_iter().map(|path| format!("{object} {path}")));
            compared += 1;
        }
        assert_eq!(made.keys().collect::<Vec<_>>(), [""; 0], "the operator made no more than that");
    }
    assert_eq!(differ, [""; 0]);
    assert_eq!(compared, 36);
}
