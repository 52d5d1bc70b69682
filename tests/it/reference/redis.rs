#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;

use super::differences;
use super::facts;
use crate::objects::object;
use crate::project::Project;

/// One deliberate improvement: what differs, and why.
struct Improvement {
    difference: &'static str,
    /// Why it is better.
    reason: &'static str,
}

const fn better(difference: &'static str, reason: &'static str) -> Improvement {
    Improvement { difference, reason }
}

/// For every instance.
const ALL: [Improvement; 5] = [
    better(
        "spec.redis.image: - -> \"redis:6.2.6-alpine\"",
        "the operator's default, which another version of it could change",
    ),
    better(
        "spec.redis.imagePullPolicy: - -> \"IfNotPresent\"",
        "the operator's default is to ask the registry each time",
    ),
    better("spec.redis.exporter.imagePullPolicy: - -> \"IfNotPresent\"", "a restart must not need a registry"),
    better("spec.sentinel.image: - -> \"redis:6.2.6-alpine\"", "as for Redis"),
    better("spec.sentinel.imagePullPolicy: - -> \"IfNotPresent\"", "as for Redis"),
];

/// For the durable instance.
const AUTH: [Improvement; 8] = [
    better("spec.redis.command[0]: - -> \"redis-server\"", "AOF has to be on before the data is loaded"),
    better("spec.redis.command[1]: - -> \"/redis/redis.conf\"", "the operator's own configuration stays in use"),
    better("spec.redis.command[2]: - -> \"--appendonly\"", "set at run time alone, it is off after a crash"),
    better("spec.redis.command[3]: - -> \"yes\"", "the value of the option before it"),
    better("spec.redis.command[4]: - -> \"--appendfsync\"", "the same for how often it is written out"),
    better("spec.redis.command[5]: - -> \"everysec\"", "the value of the option before it"),
    better("spec.redis.storage.keepAfterDeletion: - -> true", "the volume outlives the object"),
    better(
        "metadata.annotations.argocd.argoproj.io/sync-options: - -> \"Prune=false,Delete=false\"",
        "Argo CD must not delete what cannot be made again",
    ),
];

const MONITOR: [Improvement; 2] = [
    better(
        "spec.endpoints[0].port: \"metrics\" -> \"http-metrics\"",
        "the name of the Service's port; the other is the container's, which a ServiceMonitor does not see",
    ),
    better(
        "spec.endpoints[0].relabelings[0].sourceLabels[0]: \
         \"__meta_kubernetes_pod_label_redisfailovers_databases_spotahome_com\" -> \
         \"__meta_kubernetes_pod_label_redisfailovers_databases_spotahome_com_name\"",
        "the label has a part after the slash, without which redis_cluster stays empty",
    ),
];

/// Compares an object with the reference: it differs in these points and in no other.
#[track_caller]
fn check(file: &str, path: &str, improvements: &[&Improvement]) {
    let Some(theirs) = facts(&format!("eco2/golden/redis/dev/{file}"), &format!("{path} with the object of that name"))
    else {
        return;
    };
    let theirs: Value = serde_json::from_str(&theirs).unwrap();
    let ours = object(&Project::copy_of_repository(), path);
    let mut expected: Vec<&str> = improvements.iter().map(|improvement| improvement.difference).collect();
    expected.sort_unstable();
    let mut found = differences(&theirs, &ours);
    found.sort_unstable();
    assert_eq!(found, expected);
    assert!(improvements.iter().all(|improvement| !improvement.reason.is_empty()));
}

#[test]
fn auth_is_as_in_the_reference_but_for_what_keeps_its_data() {
    let improvements: Vec<&Improvement> = ALL.iter().chain(&AUTH).collect();
    check("RedisFailover.redis.auth-redis.json", "generated/dev/redis/auth-redis.yaml", &improvements);
}

#[test]
fn cache_and_streams_are_as_in_the_reference_but_for_their_images() {
    let improvements: Vec<&Improvement> = ALL.iter().collect();
    for name in ["cache-redis", "streams-redis"] {
        let (file, path) = (format!("RedisFailover.redis.{name}.json"), format!("generated/dev/redis/{name}.yaml"));
        check(&file, &path, &improvements);
    }
}

#[test]
fn the_service_monitor_is_as_in_the_reference_but_for_what_made_it_find_nothing() {
    let improvements: Vec<&Improvement> = MONITOR.iter().collect();
    check("ServiceMonitor.redis.redis-cluster.json", "generated/dev/redis/service-monitor.yaml", &improvements);
}
