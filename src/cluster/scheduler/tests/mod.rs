//! The claims of the scheduler, by what they are about.

mod assigning; // whether there is a place for all pods
mod brute_force; // the exact search against trying everything
mod fit; // requests, ports and the number of pods
mod nodes; // selectors, affinity, taints and names of nodes
mod oracle; // the decisions of a real scheduler
mod together; // affinity between pods, and spread constraints

use crate::cluster::scheduler::Facts;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::State;
use crate::text::Source;
use crate::yaml;

/// The minor that the tests are about where they do not say another.
const MINOR: u32 = 34;

/// The documents of a text.
fn documents(text: &str) -> Vec<yaml::Document> {
    let parsed = yaml::parse(&Source::new("test.yaml", text.to_owned()));
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    parsed.documents
}

/// A pod of the namespace `test` with these labels, written as flow or lines, and this spec.
fn pod_of(minor: u32, labels: &str, spec: &str) -> Pod {
    let (labels, spec) = (documents(labels), documents(spec));
    Pod::read("test", labels.first().map(yaml::Document::root), spec[0].root(), &Facts::new(minor))
}

/// A pod without labels.
fn pod(spec: &str) -> Pod {
    pod_of(MINOR, "", spec)
}

/// A pod with the label `app`.
fn app(app: &str, spec: &str) -> Pod {
    pod_of(MINOR, &format!("app: {app}"), spec)
}

/// A node of 2 CPU and 4 GiB with labels and taints, such as `zone=a` and `domain=data:NoSchedule`.
fn node(name: &str, labels: &[&str], taints: &[&str]) -> Node {
    let mut node = Node::new(name, 2000, 4 << 30);
    for (key, value) in labels.iter().filter_map(|label| label.split_once('=')) {
        node.labels.insert(key.to_owned(), value.to_owned());
    }
    for (taint, effect) in taints.iter().filter_map(|taint| taint.split_once(':')) {
        let (key, value) = taint.split_once('=').unwrap_or((taint, ""));
        let [key, value, effect] = [key, value, effect].map(str::to_owned);
        node.taints.push(crate::cluster::scheduler::Taint { key, value, effect });
    }
    node
}

/// The verdict on each node: `ok`, or the scheduler's words.
fn verdicts(state: &State, pod: &Pod) -> Vec<String> {
    let words = |(_, verdict): (&Node, Result<(), crate::cluster::scheduler::Reason>)| match verdict {
        Ok(()) => "ok".to_owned(),
        Err(reason) => reason.to_string(),
    };
    state.filter(pod).into_iter().map(words).collect()
}

/// The names of the nodes that a pod passes on.
fn feasible(state: &State, pod: &Pod) -> Vec<String> {
    state.filter(pod).into_iter().filter(|(_, verdict)| verdict.is_ok()).map(|(node, _)| node.name.clone()).collect()
}
