//! Whether there is a place for all pods, and what the loss of a node does.

use super::app;
use super::node;
use super::pod;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::State;

fn cpu(milli: i64) -> Pod {
    Pod::new("test", milli, 0)
}

fn nodes(count: usize) -> State {
    State::new((0..count).map(|number| node(&format!("n{number}"), &[], &[])).collect())
}

#[test]
fn pods_of_many_sizes_are_packed_where_one_after_the_other_would_fail() {
    // Each node takes 1200 + 800 or 1000 + 600 + 400, and nothing is left over.
    let sizes = [600, 400, 800, 1000, 1200, 1000, 600, 400];
    let pods: Vec<Pod> = sizes.into_iter().map(cpu).collect();
    let Assignment::Fits(placement) = nodes(3).assign(&pods) else { panic!() };
    for node in 0..3 {
        let used: i64 = (0..sizes.len()).filter(|pod| placement[*pod] == node).map(|pod| sizes[pod]).sum();
        assert_eq!(used, 2000, "{placement:?}");
    }
}

#[test]
fn what_does_not_fit_is_named_with_the_reason_of_every_node() {
    let redis = |memory: &str| {
        app(
            "redis",
            &format!("nodeSelector: {{domain: data}}\ncontainers: [{{resources: {{requests: {{memory: {memory}}}}}}}]"),
        )
    };
    let state = State::new(vec![node("data", &["domain=data"], &[]), node("other", &[], &[])]);
    let pods = [redis("1500Mi"), redis("1500Mi"), redis("1500Mi")];
    let Assignment::DoesNotFit(attempt) = state.assign(&pods) else { panic!() };
    assert_eq!((attempt.waiting(), attempt.pending.len(), &attempt.pending[0].pods[..]), (1, 1, &[2][..]));
    let reasons = &attempt.pending[0].reasons;
    let Reason::Resources(short) = &reasons[0] else { panic!("{reasons:?}") };
    assert_eq!((short[0].requested, short[0].free), (1500 << 20, (4096 - 3000) << 20));
    assert_eq!(reasons[1], Reason::NodeAffinity);
}

#[test]
fn that_parts_do_not_add_up_is_certain_and_not_a_guess() {
    // There is 300m left on each of 20 nodes, and a pod of 400m waits: no node has a part of another.
    let pods: Vec<Pod> = std::iter::repeat_n(1700, 20).chain([400]).map(cpu).collect();
    let found = nodes(20).assign(&pods);
    assert!(matches!(&found, Assignment::DoesNotFit(attempt) if attempt.waiting() == 1), "{found:?}");
}

#[test]
fn pods_with_a_higher_priority_do_not_wait_for_others() {
    let urgent = Pod { priority: 1000, ..cpu(1500) };
    let found = nodes(1).assign(&[cpu(1500), urgent]);
    assert_eq!(found.shortfall().unwrap().placement, [None, Some(0)]);
}

#[test]
fn pods_go_where_they_prefer_to_be() {
    let prefers = pod("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, \
                       preference: {matchExpressions: [{key: role, operator: Exists}]}}]}}");
    let state = State::new(vec![node("n0", &[], &[]), node("n1", &["role=api"], &[]), node("n2", &[], &[])]);
    assert_eq!(state.assign(&[prefers.clone(), prefers]), Assignment::Fits(vec![1, 1]));
}

#[test]
fn a_pod_is_placed_after_the_one_that_it_must_be_near() {
    let near = "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \
                [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: db}}}]}}";
    let Assignment::Fits(placement) = nodes(3).assign(&[app("web", near), app("db", "{}")]) else { panic!() };
    assert_eq!(placement[0], placement[1]);
}

#[test]
fn more_pods_than_domains_wait_without_trying_everything() {
    let apart = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \
                 [{topologyKey: zone, labelSelector: {matchLabels: {app: web}}}]}}";
    let zones = (0..60).map(|number| node(&format!("n{number}"), &[["zone=a", "zone=b", "zone=c"][number % 3]], &[]));
    let pods = vec![app("web", apart); 5];
    let Assignment::DoesNotFit(attempt) = State::new(zones.collect()).assign_within(&pods, 100) else { panic!() };
    assert_eq!(attempt.waiting(), 2);
    assert_eq!(attempt.pending[0].reasons[0], Reason::PodAntiAffinity("zone".to_owned()));
}

#[test]
fn a_bound_that_is_reached_is_said() {
    // Together there is room enough, and on each node not: hard to rule out without trying.
    let sizes = [701, 613, 587, 541, 523, 509, 499, 487, 479, 467, 461, 457, 449, 443, 439, 433, 431, 421, 419, 409];
    let state = State::new((0..5).map(|number| Node::new(&format!("n{number}"), 1960, 0)).collect());
    let pods: Vec<Pod> = sizes.into_iter().map(cpu).collect();
    let found = state.assign_within(&pods, 10);
    assert!(matches!(found, Assignment::Undecided(_)), "{found:?}");
}

#[test]
fn bound_pods_take_their_place_first() {
    let bound = Pod { node_name: Some("n0".to_owned()), ..cpu(2000) };
    assert_eq!(nodes(2).assign(&[cpu(2000), bound]), Assignment::Fits(vec![1, 0]));
    let nowhere = Pod { node_name: Some("gone".to_owned()), ..cpu(1) };
    let found = nodes(1).assign(&[nowhere, cpu(1)]);
    assert_eq!(found.shortfall().unwrap().placement, [None, Some(0)]);
    let twice = Pod { node_name: Some("n0".to_owned()), ..cpu(1500) };
    assert!(matches!(nodes(2).assign(&[twice.clone(), twice]), Assignment::DoesNotFit(_)));
}

#[test]
fn the_same_question_has_the_same_answer() {
    let pods: Vec<Pod> = (0..40).map(|number| cpu(100 + 37 * (number % 7))).collect();
    assert_eq!(nodes(6).assign(&pods), nodes(6).assign(&pods));
}

#[test]
fn nothing_to_place_fits_and_without_nodes_nothing_does() {
    assert_eq!(nodes(0).assign(&[]), Assignment::Fits(Vec::new()));
    let found = nodes(0).assign(&[cpu(1)]);
    assert!(matches!(&found, Assignment::DoesNotFit(attempt) if attempt.waiting() == 1), "{found:?}");
}

#[test]
fn the_loss_of_a_node_moves_its_pods_and_no_others() {
    let mut state = nodes(3);
    let daemon = Pod::new("test", 100, 0).of_daemon(&state.nodes()[0].clone()).unwrap();
    for (pod, node) in [(cpu(1000), 0), (daemon, 0), (cpu(1500), 1), (cpu(900), 2)] {
        state.place(pod, node);
    }
    let loss = state.loss_of("n0").unwrap();
    assert_eq!((loss.moved, &loss.assignment), (vec![0], &Assignment::Fits(vec![1])));
    assert_eq!(loss.remaining.nodes()[1].name, "n2");
    let loss = state.loss_of("n1").unwrap();
    assert_eq!(loss.assignment.shortfall().unwrap().waiting(), 1);
    assert!(state.loss_of("n9").is_none());
}
