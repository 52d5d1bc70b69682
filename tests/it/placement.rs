//! `groundplan placement`: which pod runs where, what finds no place and why, and what the loss of a node does.

use crate::project::Project;
use crate::project::Said;

/// The environments of this repository, where production's cache may run on one small node only, as it once did.
fn cache_on_one_small_node() -> Project {
    Project::copy_of_repository()
        .replace("environments/prod.yaml", "  k8s-redis-cache: { instanceType: t3.medium }\n", "")
        .replace(
            "environments/prod.yaml",
            "    cache:\n      nodes: { redis-cluster: null, workload: cache }\n",
            "    cache:\n",
        )
}

fn lines_after<'s>(said: &'s Said, head: &str) -> Vec<&'s str> {
    let after = said.out.split_once(head).unwrap_or_else(|| panic!("{head:?} is in\n{}", said.out)).1;
    after.lines().skip(1).take_while(|line| !line.is_empty()).collect()
}

/// Renders every instance with as many Redis as Sentinels, which request 544Mi and 64Mi of memory. The operator adds a
/// container to each Sentinel that requests 10m of CPU before it.
const FAILOVER: &str = "---
each: redis.instances
as: instance
path: redis/{{ instance.name }}.yaml
---
apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: { name: {{ instance.name }}, namespace: {{ redis.namespace }} }
spec:
  redis:
    replicas: {{ instance.replicas }}
    tolerations:{{ instance.tolerations | block(6) }}
    resources: { requests: { memory: 544Mi } }
  sentinel:
    replicas: {{ instance.sentinel.replicas }}
    tolerations:{{ instance.tolerations | block(6) }}
    resources: { requests: { memory: 64Mi } }
";

/// One instance on one node, which has 1853984Ki of memory for pods.
fn one_instance(replicas: u32) -> Project {
    let base = crate::project::BASE
        .replace("memory: 1800Mi", "memory: 1853984Ki")
        .replace("replicas: 1", &format!("replicas: {replicas}"));
    Project::small().file("environments/base.yaml", base).file("templates/redis/failover.yaml.j2", FAILOVER)
}

#[test]
fn every_node_with_pods_shows_what_they_ask_for_and_what_is_left() {
    let said = one_instance(1).run(["placement", "dev"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(
        said.out.split("\nif a node").next().unwrap(),
        "\
dev: 1 node, 2 pods

node                                pods      cpu       memory             left
one                                 2 of 110  10m of 2  608Mi of 1810.5Mi  1990m cpu, 1202.5Mi memory
  StatefulSet redis/rfr-auth-redis  1         0         544Mi
  Deployment redis/rfs-auth-redis   1         10m       64Mi
"
    );
}

#[test]
fn pods_that_fit_nowhere_are_shown_with_the_reason_of_every_node() {
    let said = cache_on_one_small_node().run(["placement", "prod"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let lines = lines_after(&said, "\nno place");
    assert_eq!(lines[0], "  2 of 3 pods of StatefulSet redis/rfr-cache-redis");
    let of = |node: &str| {
        let mut reasons = lines.iter().filter_map(|line| line.trim_start().strip_prefix(node));
        reasons.next().unwrap_or_else(|| panic!("{node} has a reason")).trim_start()
    };
    assert_eq!(of("k8s-redis-cache"), "node(s) didn't match pod anti-affinity rules");
    assert_eq!(of("k8s-redis-spare"), "node(s) didn't match Pod's node affinity/selector");
    assert_eq!(of("k8s-api-auth"), "node(s) had untolerated taint {domain: auth}");
    let shown = lines.iter().filter(|line| line.starts_with("    k8s-")).count();
    assert_eq!(shown, 2 * 19, "Redis and Sentinel wait, each for one of 19 nodes:\n{}", said.out);
}

/// Three Redis of 512Mi and their exporters of 32Mi, and three Sentinels of 64Mi, ask for 1824Mi; a small node has 1810.
#[test]
fn what_is_missing_is_shown_in_numbers() {
    let said = one_instance(3).run(["placement", "dev"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let lines = lines_after(&said, "\nno place");
    assert_eq!(
        lines,
        [
            "  1 of 3 pods of Deployment redis/rfs-auth-redis",
            "    one  Insufficient memory: 64Mi asked for, 50.5Mi left"
        ]
    );
}

/// What is said of one node, without its name.
fn loss(said: &Said, node: &str) -> Vec<String> {
    let mut lines = lines_after(said, "\nif a node is lost for good").into_iter();
    let first =
        lines.find_map(|line| line.strip_prefix(&format!("  {node} "))).unwrap_or_else(|| panic!("{}", said.out));
    let others = lines.take_while(|line| line.starts_with("   "));
    let squeezed = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    [first].into_iter().chain(others).map(squeezed).collect()
}

#[test]
fn the_loss_of_a_node_is_told_for_every_redis_and_its_quorum() {
    let dev = Project::copy_of_repository().run(["placement", "dev"]);
    assert_eq!(
        loss(&dev, "k8s-redis-auth"),
        [
            "RedisFailover redis/auth-redis 1 of 1 Redis and 1 of 1 Sentinel; no Redis is left, and nothing can take over; they find no other place"
        ]
    );
    let prod = Project::copy_of_repository().run(["placement", "prod"]);
    assert_eq!(prod.code, 0, "{}", prod.out);
    for node in ["k8s-redis-auth", "k8s-redis-streams", "k8s-redis-cache", "k8s-redis-spare"] {
        for line in loss(&prod, node) {
            assert!(line.contains(" a majority") && line.contains(" again on "), "{node}: {line}");
        }
    }
    let small = cache_on_one_small_node().run(["placement", "prod"]);
    let cache = loss(&small, "k8s-redis-cache").join("\n");
    assert!(cache.contains("redis/cache-redis 1 of 3 Redis and 1 of 3 Sentinels"), "{cache}");
    assert!(cache.contains("the operator makes no Redis the master while one is Pending"), "{cache}");
}

#[test]
fn an_environment_that_does_not_exist_is_answered_with_the_nearest() {
    let said = Project::copy_of_repository().run(["placement", "prd"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("there is no environment `prd`; did you mean `prod`?"), "{}", said.err);
}

#[test]
fn programs_read_the_same_as_json() {
    let said = cache_on_one_small_node().run(["placement", "prod", "--format", "json"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["version"], 1);
    let environment = &json["environments"][0];
    let waiting = environment["waiting"].as_array().unwrap();
    assert_eq!(waiting.len(), 2, "Redis and Sentinel");
    assert_eq!(waiting[0]["madeOf"], "RedisFailover redis/cache-redis");
    assert_eq!((&waiting[0]["pods"], &waiting[0]["of"]), (&2.into(), &3.into()));
    assert_eq!(waiting[0]["reasons"].as_array().unwrap().len(), 19);
    let node = environment["nodes"].as_array().unwrap().iter().find(|node| node["name"] == "k8s-redis-cache").unwrap();
    assert_eq!(node["allocatable"]["memory"], 1_853_984 * 1024_u64);
    assert!(node["requested"]["memory"].as_u64().unwrap() >= 608 << 20, "{node}");
}

#[test]
fn check_refuses_it_too_and_points_at_the_value_in_the_model() {
    let said = cache_on_one_small_node().run(["check"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("error[replicas-without-domains]: the 3 pods of StatefulSet redis/rfr-cache-redis"));
    let model = "nodes: { redis-cluster: cache }\n";
    let (_, after) = said.out.split_once(model).unwrap_or_else(|| panic!("{}", said.out));
    assert!(
        after.lines().next().unwrap().ends_with("------------------------ from this value of the model"),
        "{after}"
    );
}
