//! Which files a value reaches: `check` names them, `render` changes them, and all others stay as they are.

use crate::project::Project;

const APPLICATIONS: [&str; 4] = ["redis-cluster", "redis-endpoints", "redis-namespaces", "redis-operator"];
const INSTANCES: [&str; 3] = ["auth", "cache", "streams"];
const OPERATOR: [&str; 7] =
    ["cluster-role-binding", "cluster-role", "crd", "deployment", "service-account", "service-monitor", "service"];
/// The services bound to each instance, by name.
const ON_AUTH: [&str; 2] = ["auth", "ext-authz"];
const ON_CACHE: [&str; 9] = [
    "celery-beat",
    "character",
    "character-match-worker",
    "character-worker",
    "image",
    "location",
    "my-worker",
    "scan",
    "scan-worker",
];

/// Changes a text in a file of a copy of this repository, and expects exactly these paths to differ.
#[track_caller]
fn check(file: &str, from: &str, to: &str, reached: &[String]) -> Project {
    let project = Project::copy_of_repository().replace(file, from, to);
    let before = project.tree("generated");
    let mut reached = reached.to_vec();
    reached.sort();

    let said = project.run(["check"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""), "{}", said.out);
    let kinds = ["missing ", "changed ", "orphaned "];
    let named: Vec<&str> = said
        .out
        .lines()
        .take_while(|line| !line.starts_with("drift: "))
        .filter(|line| kinds.iter().any(|kind| line.starts_with(kind)))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(named, reached, "what `check` names");
    assert_eq!(project.tree("generated"), before, "`check` writes nothing");

    let project = project.rendered();
    let after = project.tree("generated");
    let differ = |path: &str| {
        let in_tree = |tree: &[(String, Vec<u8>)]| tree.iter().find(|file| file.0 == path).map(|file| file.1.clone());
        in_tree(&before) != in_tree(&after)
    };
    let mut paths: Vec<&String> = before.iter().chain(&after).map(|(path, _)| path).collect();
    paths.sort();
    paths.dedup();
    let changed: Vec<&String> = paths.into_iter().filter(|path| differ(path)).collect();
    assert_eq!(changed, reached.iter().collect::<Vec<_>>(), "what `render` changes");
    assert_eq!(project.run(["check"]).code, 0);
    project
}

fn paths<const N: usize>(paths: [&str; N]) -> Vec<String> {
    paths.map(str::to_owned).to_vec()
}

fn endpoints<'a>(environment: &'a str, services: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    services.iter().map(move |service| format!("generated/{environment}/services/{service}/endpoints.yaml"))
}

#[test]
fn the_memory_limit_of_auth_reaches_auth_in_both_environments() {
    let (from, to) = ("maxclients: 50000\n        maxmemory: 256mb", "maxclients: 50000\n        maxmemory: 200mb");
    let project = check(
        "environments/base.yaml",
        from,
        to,
        &paths(["generated/dev/redis/auth-redis.yaml", "generated/prod/redis/auth-redis.yaml"]),
    );
    assert!(project.read("generated/dev/redis/auth-redis.yaml").contains("\n      - maxmemory 200mb\n"));
}

#[test]
fn a_value_that_production_overrides_reaches_development_alone() {
    let reached = paths(["generated/dev/redis/cache-redis.yaml"]);
    check("environments/base.yaml", "maxmemory: 512mb", "maxmemory: 500mb", &reached);
}

#[test]
fn a_value_of_production_reaches_production_alone() {
    let reached = paths(["generated/prod/redis/cache-redis.yaml"]);
    check("environments/prod.yaml", "maxmemory: 768mb", "maxmemory: 700mb", &reached);
}

#[test]
fn a_second_replica_brings_a_service_for_the_master_and_new_addresses() {
    let mut reached = paths([
        "generated/dev/redis/cache-redis-master.yaml",
        "generated/dev/redis/cache-redis.yaml",
        "generated/dev/redis/kustomization.yaml",
    ]);
    reached.extend(endpoints("dev", &ON_CACHE));
    // Its own node takes one of them only.
    let nodes = "nodes: { redis-cluster: null, workload: cache }";
    let cache = format!("replicas: 2, terminationGracePeriod: 60, sentinel: {{ replicas: 3 }}, {nodes}");
    let to = &format!("    sentinel: {{ replicas: 1 }}\n  instances: {{ cache: {{ {cache} }} }}\n");
    check("environments/dev.yaml", "    sentinel: { replicas: 1 }\n", to, &reached);
}

#[test]
fn the_revision_reaches_every_application_and_the_root() {
    let mut reached: Vec<String> =
        APPLICATIONS.iter().map(|name| format!("generated/dev/argocd/applications/{name}.yaml")).collect();
    reached.push("generated/dev/argocd/root.yaml".to_owned());
    check("environments/dev.yaml", "revision: develop", "revision: next", &reached);
}

#[test]
fn the_image_of_the_exporter_reaches_every_redis() {
    let reached: Vec<String> = ["dev", "prod"]
        .iter()
        .flat_map(|environment| INSTANCES.map(|name| format!("generated/{environment}/redis/{name}-redis.yaml")))
        .collect();
    check("environments/base.yaml", "redis_exporter:v1.62.0", "redis_exporter:v1.63.0", &reached);
}

#[test]
fn a_taint_reaches_the_tolerations_of_whatever_may_run_on_that_node() {
    let line = "infra-type: redis-auth, redis-cluster: auth, workload: cache, tier: data, phase: \"1\" }\n    taints: ";
    let from = format!("{line}[{{ key: domain, value: data, ");
    let to = format!("{line}[{{ key: domain, value: sessions, ");
    let reached = paths([
        "generated/dev/redis/auth-redis.yaml",
        "generated/prod/redis/auth-redis.yaml",
        "generated/prod/redis/cache-redis.yaml",
        "generated/prod/redis/streams-redis.yaml",
    ]);
    let project = check("environments/base.yaml", &from, &to, &reached);
    assert!(project.read("generated/dev/redis/auth-redis.yaml").contains("value: sessions\n"));
    let shared = project.read("generated/prod/redis/cache-redis.yaml");
    assert!(shared.contains("value: sessions\n") && shared.contains("value: data\n"), "{shared}");
}

#[test]
fn another_operator_brings_its_own_crd_services_and_addresses() {
    let mut reached = paths([
        "generated/prod/redis/auth-redis-master.yaml",
        "generated/prod/redis/cache-redis-master.yaml",
        "generated/prod/redis/streams-redis-master.yaml",
        "generated/prod/redis/kustomization.yaml",
    ]);
    for environment in ["dev", "prod"] {
        reached.extend(OPERATOR.iter().map(|name| format!("generated/{environment}/redis-operator/{name}.yaml")));
        reached.extend(endpoints(environment, &ON_AUTH));
        reached.extend(endpoints(environment, &ON_CACHE));
    }
    let project = check("environments/base.yaml", "version: v1.2.4", "version: v1.3.0-rc1", &reached);

    // v1.3.0-rc1 makes these Services itself, so the repository's own are gone.
    assert!(!project.path("generated/prod/redis/auth-redis-master.yaml").exists());
    let written = project.read("generated/prod/services/auth/endpoints.yaml");
    assert!(written.contains("redis://rfrm-auth-redis.redis.svc.cluster.local:6379/0"), "{written}");
    let read = project.read("generated/prod/services/ext-authz/endpoints.yaml");
    assert!(read.contains("redis://rfrs-auth-redis.redis.svc.cluster.local:6379/0"), "{read}");
    // With a single Redis there is no replica to read from.
    let single = project.read("generated/dev/services/ext-authz/endpoints.yaml");
    assert!(single.contains("redis://rfrm-auth-redis.redis.svc.cluster.local:6379/0"), "{single}");
    // A field that this version added.
    let crd = project.read("generated/prod/redis-operator/crd.yaml");
    assert!(crd.lines().any(|line| line.trim() == "disablePodDisruptionBudget:"));
}
