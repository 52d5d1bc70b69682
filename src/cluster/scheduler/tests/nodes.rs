//! What the labels, the name and the taints of a node decide.

use super::MINOR;
use super::documents;
use super::feasible;
use super::node;
use super::pod;
use super::verdicts;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::State;
use crate::cluster::scheduler::message;

fn required(terms: &str) -> crate::cluster::scheduler::Pod {
    pod(&format!(
        "affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: {terms}}}}}}}"
    ))
}

fn state() -> State {
    State::new(vec![
        node("one", &["phase=1", "role=api"], &[]),
        node("four", &["phase=4"], &[]),
        node("bare", &[], &[]),
    ])
}

#[track_caller]
fn selects(terms: &str, expected: &[&str]) {
    assert_eq!(feasible(&state(), &required(terms)), expected, "{terms}");
}

#[test]
fn terms_are_alternatives_and_their_requirements_hold_together() {
    selects("[{matchExpressions: [{key: phase, operator: In, values: ['1', '4']}]}]", &["one", "four"]);
    selects("[{matchExpressions: [{key: phase, operator: Exists}, {key: role, operator: Exists}]}]", &["one"]);
    selects(
        "[{matchExpressions: [{key: role, operator: Exists}]}, {matchExpressions: [{key: phase, operator: In, values: ['4']}]}]",
        &["one", "four"],
    );
}

#[test]
fn not_in_and_does_not_exist_select_nodes_without_the_label() {
    selects("[{matchExpressions: [{key: phase, operator: NotIn, values: ['1']}]}]", &["four", "bare"]);
    selects("[{matchExpressions: [{key: phase, operator: DoesNotExist}]}]", &["bare"]);
}

#[test]
fn gt_and_lt_compare_whole_numbers_and_select_nothing_else() {
    selects("[{matchExpressions: [{key: phase, operator: Gt, values: ['1']}]}]", &["four"]);
    selects("[{matchExpressions: [{key: phase, operator: Lt, values: ['4']}]}]", &["one"]);
    selects("[{matchExpressions: [{key: phase, operator: Gt, values: [one]}]}]", &[]);
    selects("[{matchExpressions: [{key: role, operator: Lt, values: ['9']}]}]", &[]);
}

#[test]
fn an_empty_term_and_one_with_an_error_select_no_node() {
    selects("[{}]", &[]);
    selects("[]", &[]);
    selects("[{}, {matchExpressions: [{key: role, operator: Exists}]}]", &["one"]);
    selects("[{matchExpressions: [{key: phase, operator: NotIn, values: ['not a label value']}]}]", &[]);
    selects("[{matchExpressions: [{key: phase, operator: Exists, values: ['1']}]}]", &[]);
    selects("[{matchExpressions: [{key: phase, operator: exists}]}]", &[]);
}

#[test]
fn a_node_that_is_named_is_the_only_one_looked_at() {
    let named = "[{matchFields: [{key: metadata.name, operator: In, values: [four]}]}]";
    selects(named, &["four"]);
    selects("[{matchFields: [{key: metadata.name, operator: NotIn, values: [four]}]}]", &["one", "bare"]);
    let mut state = state();
    state.place(pod("containers: [{resources: {requests: {cpu: 2}}}]"), 1);
    let wants = required(named);
    let mut wants_cpu = wants.clone();
    wants_cpu.requests.insert("cpu".to_owned(), 1);
    assert_eq!(message(&state.filter(&wants_cpu)), "0/3 nodes are available: 1 Insufficient cpu.");
    let conflict = "[{matchFields: [{key: metadata.name, operator: In, values: [four]}, \
                     {key: metadata.name, operator: In, values: [one]}]}]";
    let found = state.filter(&required(conflict));
    assert_eq!(message(&found), "0/3 nodes are available: pod affinity terms conflict.");
}

#[test]
fn a_node_selector_and_an_affinity_must_both_hold() {
    let both =
        pod("nodeSelector: {role: api}\naffinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \
                    {nodeSelectorTerms: [{matchExpressions: [{key: phase, operator: In, values: ['4']}]}]}}}");
    assert_eq!(verdicts(&state(), &both), ["node(s) didn't match Pod's node affinity/selector"; 3]);
}

#[test]
fn a_taint_is_reported_before_the_selector_and_cordoning_before_both() {
    let mut cordoned = node("cordoned", &[], &["domain=data:NoSchedule"]);
    cordoned.unschedulable = true;
    let state = State::new(vec![node("tainted", &[], &["drain:NoExecute", "domain=data:NoSchedule"]), cordoned]);
    let found = verdicts(&state, &pod("nodeSelector: {role: api}"));
    assert_eq!(found, ["node(s) had untolerated taint {drain: }", "node(s) were unschedulable"]);
}

#[test]
fn tolerations_match_as_the_api_says() {
    let state = State::new(vec![node("n", &[], &["domain=data:NoSchedule"])]);
    let cases = [
        ("{key: domain, value: data}", true),
        ("{key: domain, operator: Equal, value: data, effect: NoSchedule}", true),
        ("{key: domain, operator: Exists}", true),
        ("{operator: Exists}", true),
        ("{key: domain, operator: Exists, effect: NoExecute}", false),
        ("{key: domain, value: app}", false),
        ("{key: domain, operator: exists}", false),
    ];
    for (toleration, expected) in cases {
        let tolerated = !feasible(&state, &pod(&format!("tolerations: [{toleration}]"))).is_empty();
        assert_eq!(tolerated, expected, "{toleration}");
    }
}

#[test]
fn preferences_keep_no_pod_away() {
    let state = State::new(vec![node("n", &[], &["domain=data:PreferNoSchedule"])]);
    let prefers = pod("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, \
                       preference: {matchExpressions: [{key: role, operator: Exists}]}}]}}");
    assert_eq!(feasible(&state, &prefers), ["n"]);
}

#[test]
fn every_pod_tolerates_for_a_while_that_a_node_is_not_ready() {
    let taints = ["node.kubernetes.io/not-ready:NoExecute", "node.kubernetes.io/unreachable:NoExecute"];
    assert_eq!(feasible(&State::new(vec![node("n", &[], &taints)]), &pod("{}")), ["n"]);
}

#[test]
fn a_bound_pod_asks_its_own_node_and_no_scheduler() {
    let mut state = State::new(vec![node("n", &["zone=a"], &["domain=data:NoSchedule"]), node("other", &[], &[])]);
    let bound = pod("nodeName: n");
    assert_eq!(verdicts(&state, &bound), ["ok", "node(s) didn't match the requested node name"]);
    let elsewhere = pod("nodeName: n\nnodeSelector: {zone: b}");
    assert_eq!(state.filter(&elsewhere)[0].1, Err(Reason::NodeAffinity));
    state.place(pod("containers: [{resources: {requests: {cpu: 2}}}]"), 0);
    let large = pod("nodeName: n\ncontainers: [{resources: {requests: {cpu: 1}}}]");
    assert_eq!(verdicts(&state, &large)[0], "Insufficient cpu");
}

#[test]
fn a_gated_pod_waits_whatever_the_nodes_say() {
    let found = pod("schedulingGates: [{name: example.com/wait}]");
    let words = "Scheduling is blocked due to non-empty scheduling gates";
    assert_eq!(message(&state().filter(&found)), words);
}

#[test]
fn a_daemon_runs_where_its_template_may_and_tolerates_what_ails_nodes() {
    let cordoned = Node {
        unschedulable: true,
        ..node("cordoned", &["role=data"], &["node.kubernetes.io/disk-pressure:NoSchedule"])
    };
    let tainted = node("tainted", &["role=data"], &["domain=data:NoSchedule"]);
    let template = pod("nodeSelector: {role: data}");
    let state = State::new(vec![cordoned, tainted, node("other", &[], &[])]);
    let made: Vec<_> = state.nodes().iter().map(|node| template.of_daemon(node)).collect();
    assert!(made[1].is_none() && made[2].is_none(), "{made:?}");
    assert_eq!(feasible(&state, made[0].as_ref().unwrap()), ["cordoned"]);
}

#[test]
fn a_node_without_allocatable_has_its_capacity() {
    let text = "metadata: {name: n, labels: {zone: a}}\nspec: {unschedulable: true, taints: [{key: k, effect: NoExecute}]}\n\
                status: {capacity: {cpu: 1500m, memory: 1Ki, pods: 3, nvidia.com/gpu: 2}}";
    let node = Node::read(documents(text)[0].root());
    let amounts: Vec<(&str, i64)> = node.allocatable.iter().map(|(name, amount)| (name.as_str(), *amount)).collect();
    assert_eq!(amounts, [("cpu", 1500), ("memory", 1024), ("nvidia.com/gpu", 2), ("pods", 3)]);
    assert!(node.unschedulable && node.taints.len() == 1 && node.labels["zone"] == "a");
}

#[test]
fn malformed_manifests_are_read_as_far_as_they_go() {
    let texts = [
        "[]",
        "text",
        "containers: 5",
        "containers: [5, {ports: [a, {hostPort: x}], resources: [1]}]",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [1]}, podAffinity: 3}",
        "tolerations: {a: b}",
        "topologySpreadConstraints: [x, {whenUnsatisfiable: DoNotSchedule, maxSkew: many}]",
        "initContainers: [{resources: {requests: {cpu: [1], memory: -5, x: 1e999999999}}}]",
        "volumes: [1]",
    ];
    for text in texts {
        let found = super::pod_of(MINOR, "[a]", text);
        assert_eq!(state().filter(&found).len(), 3, "{text}");
        let node = Node::read(documents(text)[0].root());
        assert_eq!(State::new(vec![node]).filter(&found).len(), 1, "{text}");
    }
}
