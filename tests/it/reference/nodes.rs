#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::differences;
use super::facts;
use crate::objects::entries;
use crate::objects::items;
use crate::objects::model;
use crate::objects::text;
use crate::project::Project;

/// The nodes of the reference, written as groundplan's model says them.
fn theirs(facts: &Value) -> Value {
    let zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];
    let mut nodes = BTreeMap::new();
    for (_, machine) in entries(&facts["modules"]) {
        let profile = &facts["profiles"][text(&machine["profile_key"])];
        let subnet: usize = text(&machine["subnet"]).rsplit_once('[').unwrap().1.trim_end_matches(']').parse().unwrap();
        let taints = items(&profile["taints"]).map(|taint| {
            let (key, rest) = text(taint).split_once('=').unwrap();
            let (value, effect) = rest.split_once(':').unwrap();
            json!({ "key": key, "value": value, "effect": effect })
        });
        let node = json!({
            "instanceType": machine["type"],
            "zone": zones[subnet],
            "disk": { "size": format!("{}Gi", machine["ebs"]), "type": machine["ebs_type"] },
            "labels": profile["labels"],
            "taints": taints.collect::<Vec<Value>>(),
        });
        nodes.insert(text(&machine["hostname"]), node);
    }
    json!(nodes)
}

/// Every difference as `node: path: theirs -> ours`.
fn compared(environment: &str) -> Option<Vec<String>> {
    let facts = facts("eco2/nodes.json", &format!("the nodes of {environment}"))?;
    let theirs = theirs(&serde_json::from_str(&facts).unwrap());
    assert_eq!(entries(&theirs).count(), 18);
    let mut ours = model(&Project::copy_of_repository(), environment)["nodes"].clone();
    for (_, node) in ours.as_object_mut().unwrap() {
        // A node without taints may say so or say nothing.
        node.as_object_mut().unwrap().entry("taints").or_insert_with(|| json!([]));
    }
    Some(differences(&theirs, &ours))
}

/// What kubeadm adds by itself, so that no file of the reference says it.
const KUBEADM: [&str; 3] = [
    "k8s-master.taints[1].effect: - -> \"NoSchedule\"",
    "k8s-master.taints[1].key: - -> \"node-role.kubernetes.io/control-plane\"",
    "k8s-master.taints[1].value: - -> \"\"",
];

#[test]
fn the_nodes_of_development_are_those_of_the_reference() {
    let Some(found) = compared("dev") else { return };
    assert_eq!(found, KUBEADM);
}

#[test]
fn production_differs_in_two_sizes_and_a_spare_node() {
    let Some(found) = compared("prod") else { return };
    let spare = [
        "disk.size: - -> \"20Gi\"",
        "disk.type: - -> \"gp3\"",
        "instanceType: - -> \"t3.medium\"",
        "labels.domain: - -> \"data\"",
        "labels.infra-type: - -> \"redis-spare\"",
        "labels.phase: - -> \"1\"",
        "labels.redis-cluster: - -> \"spare\"",
        "labels.role: - -> \"infrastructure\"",
        "labels.tier: - -> \"data\"",
        "labels.workload: - -> \"cache\"",
        "taints[0].effect: - -> \"NoSchedule\"",
        "taints[0].key: - -> \"domain\"",
        "taints[0].value: - -> \"data\"",
        "zone: - -> \"ap-northeast-2b\"",
    ];
    let mut expected = KUBEADM.map(str::to_owned).to_vec();
    expected.push("k8s-redis-cache.instanceType: \"t3.small\" -> \"t3.medium\"".to_owned());
    expected.extend(spare.map(|difference| format!("k8s-redis-spare.{difference}")));
    expected.push("k8s-redis-streams.instanceType: \"t3.small\" -> \"t3.medium\"".to_owned());
    assert_eq!(found, expected);
}
