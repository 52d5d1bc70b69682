#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use serde_json::Value;

use crate::objects::entries;
use crate::objects::items;
use crate::objects::milli;
use crate::objects::model;
use crate::objects::objects;
use crate::objects::of_kind;
use crate::objects::text;
use crate::project::Project;

/// One kind of pod: the Redis or the Sentinel of one instance.
struct Pods<'a> {
    name: String,
    count: usize,
    cpu: i128,
    memory: i128,
    affinity: &'a Value,
    tolerations: &'a Value,
    /// Whether its volume keeps it in the zone in which it was first scheduled.
    bound_to_zone: bool,
}

fn pods(failovers: &[Value]) -> Vec<Pods<'_>> {
    let mut pods = Vec::new();
    for failover in of_kind(failovers, "RedisFailover") {
        for component in ["redis", "sentinel"] {
            let spec = &failover["spec"][component];
            let mut containers = vec![&spec["resources"]["requests"]];
            if spec["exporter"]["enabled"] == true {
                containers.push(&spec["exporter"]["resources"]["requests"]);
            }
            let sum = |resource: &str| containers.iter().map(|requests| milli(&requests[resource])).sum();
            pods.push(Pods {
                name: format!("{} of {}", component, text(&failover["metadata"]["name"])),
                count: usize::try_from(spec["replicas"].as_u64().unwrap()).unwrap(),
                cpu: sum("cpu"),
                memory: sum("memory"),
                affinity: &spec["affinity"],
                tolerations: &spec["tolerations"],
                bound_to_zone: spec["storage"]["persistentVolumeClaim"].is_object(),
            });
        }
    }
    assert!(pods.len() >= 6 && pods.iter().all(|pods| pods.count > 0 && pods.cpu > 0 && pods.memory > 0));
    pods
}

impl Pods<'_> {
    fn may_run_on(&self, node: &Value) -> bool {
        let required = &self.affinity["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
        let matches = |expression: &Value| {
            assert_eq!(expression["operator"], "In", "the only operator that this test knows");
            items(&expression["values"]).any(|value| *value == node["labels"][text(&expression["key"])])
        };
        let selected = items(&required["nodeSelectorTerms"]).any(|term| items(&term["matchExpressions"]).all(matches));
        let tolerated = |taint: &Value| {
            items(self.tolerations).any(|toleration| {
                assert_eq!(toleration["operator"], "Equal", "the only operator that this test knows");
                ["key", "value", "effect"].iter().all(|part| toleration[part] == taint[part])
            })
        };
        selected && items(&node["taints"]).all(tolerated)
    }

    /// Whether no two of them may share a node.
    fn keep_apart(&self) -> bool {
        let required = &self.affinity["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
        items(required).any(|term| term["topologyKey"] == "kubernetes.io/hostname")
    }
}

/// What keeps the pods of an environment from running on its nodes without those in `lost`, however the scheduler
/// spreads them.
fn misfits(project: &Project, environment: &str, lost: &[&str]) -> Vec<String> {
    let (model, failovers) = (model(project, environment), objects(project, environment));
    let pods = pods(&failovers);
    let nodes: Vec<(&str, &Value)> = entries(&model["nodes"]).filter(|(name, _)| !lost.contains(name)).collect();
    let mut misfits = Vec::new();
    for kind in &pods {
        assert!(kind.count == 1 || kind.keep_apart(), "{}: one node could take them all", kind.name);
        let candidates = nodes.iter().filter(|(_, node)| kind.may_run_on(node));
        let zones: BTreeSet<&str> = candidates.clone().map(|(_, node)| text(&node["zone"])).collect();
        let candidates = candidates.count();
        if candidates < kind.count {
            misfits.push(format!("{}: {} pods on {candidates} nodes", kind.name, kind.count));
        }
        if kind.bound_to_zone && zones.len() > 1 {
            misfits.push(format!("{}: its volumes cannot follow it through {zones:?}", kind.name));
        }
    }
    for (name, node) in nodes {
        // No node ever has two of a kind, so this is the most that one may have to take.
        let here = || pods.iter().filter(|pods| pods.may_run_on(node));
        let allocatable = &model["cluster"]["instanceTypes"][text(&node["instanceType"])]["allocatable"];
        let (cpu, memory): (i128, i128) = (here().map(|pods| pods.cpu).sum(), here().map(|pods| pods.memory).sum());
        if cpu > milli(&allocatable["cpu"]) || memory > milli(&allocatable["memory"]) {
            misfits.push(format!("{name}: {cpu} m of CPU and {} Mi requested", memory / 1000 / 1024 / 1024));
        }
    }
    misfits
}

#[test]
fn every_redis_and_sentinel_finds_a_node() {
    let project = Project::copy_of_repository();
    for environment in ["dev", "prod"] {
        assert_eq!(misfits(&project, environment, &[]), [""; 0], "{environment}");
    }
}

#[test]
fn production_can_lose_any_one_node() {
    let project = Project::copy_of_repository();
    let model = model(&project, "prod");
    assert_eq!(entries(&model["nodes"]).count(), 19);
    for (node, _) in entries(&model["nodes"]) {
        assert_eq!(misfits(&project, "prod", &[node]), [""; 0], "without {node}");
    }
    // So that the claim means something: two of the pool are one too many.
    assert_eq!(misfits(&project, "prod", &["k8s-redis-auth", "k8s-redis-cache"]).len(), 6);
}

#[test]
fn development_does_not_claim_to_survive_a_node() {
    let expected = ["redis of auth-redis: 1 pods on 0 nodes", "sentinel of auth-redis: 1 pods on 0 nodes"];
    assert_eq!(misfits(&Project::copy_of_repository(), "dev", &["k8s-redis-auth"]), expected);
}

#[test]
fn a_node_that_is_too_small_is_noticed() {
    let small = "t3.medium: { vcpu: 2, memory: 4Gi, allocatable: { cpu: \"2\", memory: 3826452Ki } }";
    let smaller = small.replace("3826452Ki", "1000Mi");
    let project = Project::copy_of_repository().replace("environments/base.yaml", small, &smaller);
    let pool = ["k8s-redis-auth", "k8s-redis-streams", "k8s-redis-cache", "k8s-redis-spare"];
    let expected = pool.map(|node| format!("{node}: 525 m of CPU and 1056 Mi requested"));
    assert_eq!(misfits(&project, "prod", &[]), expected);
}

#[test]
fn the_vcpus_stay_within_the_quota() {
    let project = Project::copy_of_repository();
    for (environment, expected) in [("dev", 40), ("prod", 42)] {
        let model = model(&project, environment);
        let types = &model["cluster"]["instanceTypes"];
        let nodes = entries(&model["nodes"]);
        let vcpus: u64 = nodes.map(|(_, node)| types[text(&node["instanceType"])]["vcpu"].as_u64().unwrap()).sum();
        assert_eq!(vcpus, expected, "{environment}");
        assert!(vcpus <= model["cluster"]["quotas"]["vcpu"].as_u64().unwrap(), "{environment}");
    }
}
