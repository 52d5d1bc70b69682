//! Against the decisions of a real scheduler, where the reference folder is at hand.
//!
//! The pods of a case are played in the order in which the scheduler took them up, each on the node that it chose, and
//! the nodes that pass are compared with those that passed there, the reasons with its message.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use super::documents;
use super::feasible;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::Facts;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::State;
use crate::cluster::scheduler::Taint;
use crate::cluster::scheduler::message;
use crate::yaml;

const FACTS: &str = "
kind: RuntimeClass
metadata: {name: heavy}
overhead: {podFixed: {cpu: 500m, memory: 128Mi}}
---
kind: PriorityClass
metadata: {name: urgent}
value: 1000
";

#[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
fn reference() -> Option<PathBuf> {
    std::env::var("GROUNDPLAN_REFERENCE").ok().map(|folder| PathBuf::from(folder).join("oracle/scheduling"))
}

#[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
fn text(path: PathBuf) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The pods that a case makes, by the name that the verdicts have for them.
fn pods(text: &str, nodes: &[Node], facts: &Facts) -> BTreeMap<String, Vec<Pod>> {
    let documents = documents(text);
    let claims: BTreeSet<&str> = documents.iter().filter_map(|document| claim(document.root())).collect();
    let mut pods: BTreeMap<String, Vec<Pod>> = BTreeMap::new();
    for object in documents.iter().map(yaml::Document::root) {
        let word = |path: &[&str]| object.at(path).and_then(yaml::Node::text).unwrap_or_default();
        let (name, namespace) = (word(&["metadata", "name"]), word(&["metadata", "namespace"]));
        let template = object.at(&["spec", "template"]).unwrap_or(object);
        let Some(spec) = template.get("spec").filter(|spec| spec.get("containers").is_some()) else { continue };
        let mut pod = Pod::read(namespace, template.at(&["metadata", "labels"]), spec, facts);
        if !pod.claims.is_empty() {
            let missing = pod.claims.iter().find(|claim| !claims.contains(claim.as_str())).cloned();
            pod.held = Some(missing.map_or(Reason::UnboundClaims, Reason::MissingClaim));
        }
        let replicas = word(&["spec", "replicas"]).parse().unwrap_or(1);
        match word(&["kind"]) {
            "Pod" => pods.entry(name.to_owned()).or_default().push(pod),
            "DaemonSet" => {
                let made = nodes.iter().filter_map(|node| pod.of_daemon(node));
                pods.entry(format!("{name}-*")).or_default().extend(made);
            }
            "StatefulSet" => pods.extend((0..replicas).map(|ordinal| (format!("{name}-{ordinal}"), vec![pod.clone()]))),
            _ => pods.entry(format!("{name}-*")).or_default().extend(vec![pod; replicas]),
        }
    }
    pods
}

/// The name of a claim that waits for no pod.
fn claim(object: yaml::Node<'_>) -> Option<&str> {
    let is_claim = object.get("kind").and_then(yaml::Node::text) == Some("PersistentVolumeClaim");
    object.at(&["metadata", "name"]).filter(|_| is_claim).and_then(yaml::Node::text)
}

fn change(nodes: &mut [Node], changes: &Value) {
    for (name, change) in changes.as_object().into_iter().flatten() {
        let node = nodes.iter_mut().find(|node| node.name == *name).unwrap();
        if let Some(taints) = change["taints"].as_array() {
            let word = |taint: &Value, key: &str| taint[key].as_str().unwrap_or_default().to_owned();
            let taint =
                |taint| Taint { key: word(taint, "key"), value: word(taint, "value"), effect: word(taint, "effect") };
            node.taints = taints.iter().map(taint).collect();
        }
        node.unschedulable |= change["unschedulable"].as_bool().unwrap_or(false);
    }
}

/// Plays a case; what differs.
fn play(case: &Value, text: &str, nodes: &[Node], facts: &Facts) -> Vec<String> {
    let mut nodes = nodes.to_vec();
    change(&mut nodes, &case["node_changes"]);
    let mut pods = pods(text, &nodes, facts);
    let all: Vec<Pod> = pods.values().flatten().cloned().collect();
    let mut state = State::new(nodes);
    let assignment = state.assign(&all);
    let mut wrong = Vec::new();
    let mut verdicts: Vec<&Value> = case["pods"].as_array().unwrap().iter().collect();
    verdicts.sort_by_key(|verdict| verdict["attempt"].as_i64().unwrap_or(-1));
    let pending = verdicts.iter().filter(|verdict| verdict["outcome"] == "pending").count();
    for verdict in verdicts {
        let name = verdict["pod"].as_str().unwrap();
        let node = verdict["node"].as_str().unwrap_or_default();
        let waits = verdict["outcome"] == "pending";
        let candidates = pods.get_mut(name).unwrap();
        // Of the pods of a DaemonSet each has its own node.
        let is_it = |pod: &Pod| feasible(&state, pod).iter().any(|name| name == node) != waits;
        let Some(at) = candidates.iter().position(is_it).or((!candidates.is_empty()).then_some(0)) else {
            wrong.push(format!("{name}: not made here"));
            continue;
        };
        let pod = candidates.remove(at);
        let found = state.filter(&pod);
        match verdict["outcome"].as_str().unwrap() {
            "pending" => {
                let theirs = verdict["message"].as_str().unwrap().split(" preemption:").next().unwrap();
                let ours = message(&found);
                if theirs != ours {
                    wrong.push(format!("{name}: {theirs}, and here {ours}"));
                }
            }
            "scheduled" => {
                let ours = feasible(&state, &pod);
                let theirs = verdict["feasible"].as_array().unwrap().iter();
                let theirs: BTreeSet<String> = theirs.map(|name| name.as_str().unwrap().to_owned()).collect();
                if theirs != BTreeSet::from_iter(ours.clone()) {
                    wrong.push(format!("{name}: {theirs:?}, and here {ours:?}"));
                }
            }
            _ => {}
        }
        if let Some(node) = state.node(node) {
            state.place(pod, node);
        }
    }
    wrong.extend(pods.iter().filter(|(_, left)| !left.is_empty()).map(|(name, _)| format!("{name}: not made there")));
    let bound_to_nothing = all.iter().any(|pod| pod.node_name.as_ref().is_some_and(|name| state.node(name).is_none()));
    let ours = assignment.shortfall().map_or(0, crate::cluster::scheduler::Attempt::waiting);
    if matches!(assignment, Assignment::Undecided(_)) || (ours != pending && !bound_to_nothing) {
        wrong.push(format!("{pending} wait there, and {ours} here: {assignment:?}"));
    }
    wrong
}

#[test]
#[expect(clippy::print_stderr, reason = "says what could not be compared")]
fn decisions_agree_with_a_real_scheduler() {
    let Some(reference) = reference() else {
        eprintln!("not compared with the decisions of a scheduler: GROUNDPLAN_REFERENCE is not set");
        return;
    };
    let mut facts = Facts::new(28);
    for document in &documents(FACTS) {
        facts.add(document.root());
    }
    let list = documents(&text(reference.join("nodes.json")));
    let nodes: Vec<Node> = list[0].root().items().map(Node::read).collect();
    assert_eq!(nodes.len(), 18);
    let cases: Value = serde_json::from_str(&text(reference.join("verdicts.json"))).unwrap();
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap() {
        let manifests = text(reference.join(case["file"].as_str().unwrap()));
        let differences = play(case, &manifests, &nodes, &facts);
        wrong
            .extend(differences.into_iter().map(|difference| format!("{} {}: {difference}", case["id"], case["case"])));
    }
    assert_eq!(wrong, Vec::<String>::new());
}
