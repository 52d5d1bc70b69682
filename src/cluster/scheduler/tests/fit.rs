//! What fits: requests, the number of pods, ports of the node.

use super::documents;
use super::node;
use super::pod;
use super::pod_of;
use super::verdicts;
use crate::cluster::scheduler::Facts;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::Shortage;
use crate::cluster::scheduler::State;

fn requests(minor: u32, spec: &str) -> Vec<(String, i64)> {
    pod_of(minor, "", spec).requests.into_iter().collect()
}

fn of(amounts: &[(&str, i64)]) -> Vec<(String, i64)> {
    amounts.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect()
}

#[test]
fn containers_add_up_and_limits_stand_in_for_requests() {
    let spec = "containers: [{resources: {requests: {cpu: 100m}, limits: {cpu: 1, memory: 1Mi}}}, \
                {resources: {requests: {cpu: 0.2, storage: 5Gi, nvidia.com/gpu: 1}}}]";
    assert_eq!(requests(34, spec), of(&[("cpu", 300), ("memory", 1 << 20), ("nvidia.com/gpu", 1)]));
}

#[test]
fn amounts_are_rounded_after_they_are_added() {
    let spec = "containers: [{resources: {requests: {cpu: 500u}}}, {resources: {requests: {cpu: 500u}}}]";
    assert_eq!(requests(34, spec), of(&[("cpu", 1)]));
}

#[test]
fn the_largest_init_container_counts_where_it_is_more_than_the_containers() {
    let spec = "containers: [{resources: {requests: {cpu: 1, memory: 1}}}]\n\
                initContainers: [{resources: {requests: {cpu: 3}}}, {resources: {requests: {cpu: 2, memory: 5}}}]";
    assert_eq!(requests(34, spec), of(&[("cpu", 3000), ("memory", 5)]));
}

#[test]
fn sidecars_count_beside_the_containers_and_the_init_containers_after_them() {
    let spec = "containers: [{resources: {requests: {cpu: 1}}}]\n\
                initContainers: [{resources: {requests: {cpu: 2}}}, \
                {restartPolicy: Always, resources: {requests: {cpu: 500m}}}, {resources: {requests: {cpu: 1600m}}}]";
    assert_eq!(requests(29, spec), of(&[("cpu", 2100)]));
    assert_eq!(requests(28, spec), of(&[("cpu", 2000)]), "before 1.29 they are ordinary init containers");
}

#[test]
fn a_runtime_class_adds_its_overhead_its_selector_and_its_tolerations() {
    let class = documents(
        "kind: RuntimeClass\nmetadata: {name: heavy}\noverhead: {podFixed: {cpu: 500m}}\n\
         scheduling: {nodeSelector: {sandbox: 'yes'}, tolerations: [{key: sandbox, operator: Exists}]}",
    );
    let mut facts = Facts::new(34);
    facts.add(class[0].root());
    let spec = documents("runtimeClassName: heavy\ncontainers: [{resources: {requests: {cpu: 1600m}}}]");
    let pod = Pod::read("test", None, spec[0].root(), &facts);
    assert_eq!(pod.requests["cpu"], 2100);
    let state = State::new(vec![node("n", &["sandbox=yes"], &["sandbox:NoSchedule"]), node("other", &[], &[])]);
    assert_eq!(verdicts(&state, &pod), ["Insufficient cpu", "node(s) didn't match Pod's node affinity/selector"]);
}

#[test]
fn requests_of_the_pod_as_a_whole_take_the_place_of_those_of_its_containers() {
    let spec = "resources: {requests: {cpu: 1}, limits: {memory: 7}}\ncontainers: [{resources: {requests: {cpu: 2}}}]";
    assert_eq!(requests(34, spec), of(&[("cpu", 1000), ("memory", 7)]));
    assert_eq!(requests(33, spec), of(&[("cpu", 2000)]));
}

#[test]
fn everything_that_is_short_is_reported_with_its_numbers() {
    let mut full = node("n", &[], &[]);
    full.allocatable.insert("pods".to_owned(), 1);
    let mut state = State::new(vec![full]);
    state.place(pod("containers: [{resources: {requests: {cpu: 1500m}}}]"), 0);
    let found =
        state.filter(&pod("containers: [{resources: {requests: {cpu: 600m, memory: 5Gi, nvidia.com/gpu: 1}}}]"));
    let reason = found[0].1.clone().unwrap_err();
    assert_eq!(reason.to_string(), "Too many pods, Insufficient cpu, Insufficient memory, Insufficient nvidia.com/gpu");
    let Reason::Resources(shortages) = reason else { panic!("{reason:?}") };
    let cpu = Shortage { resource: "cpu".to_owned(), requested: 600, free: 500, allocatable: 2000 };
    assert_eq!(shortages[1], cpu);
}

#[test]
fn a_pod_that_requests_nothing_fits_on_a_node_that_is_full() {
    let mut state = State::new(vec![node("n", &[], &[])]);
    state.place(pod("containers: [{resources: {requests: {cpu: 3, memory: 8Gi}}}]"), 0);
    assert_eq!(verdicts(&state, &pod("containers: [{name: c}]")), ["ok"]);
}

#[test]
fn exactly_what_is_there_fits_and_one_byte_more_does_not() {
    let state = State::new(vec![node("n", &[], &[])]);
    let wants = |memory: &str| pod(&format!("containers: [{{resources: {{requests: {{memory: {memory}}}}}}}]"));
    assert_eq!(verdicts(&state, &wants("4Gi")), ["ok"]);
    assert_eq!(verdicts(&state, &wants("4294967297")), ["Insufficient memory"]);
}

fn with_port(port: &str) -> Pod {
    pod(&format!("containers: [{{ports: [{port}]}}]"))
}

#[test]
fn a_host_port_is_given_once_for_each_protocol_and_address() {
    let words = "node(s) didn't have free ports for the requested pod ports";
    let cases = [
        ("{hostPort: 80}", "{hostPort: 80}", words),
        ("{hostPort: 80, hostIP: 10.0.0.1}", "{hostPort: 80, protocol: TCP}", words),
        ("{hostPort: 80, hostIP: 10.0.0.1}", "{hostPort: 80, hostIP: 10.0.0.1}", words),
        ("{hostPort: 80, hostIP: 10.0.0.1}", "{hostPort: 80, hostIP: 10.0.0.2}", "ok"),
        ("{hostPort: 80}", "{hostPort: 80, protocol: UDP}", "ok"),
        ("{hostPort: 80}", "{hostPort: 81}", "ok"),
        ("{containerPort: 80}", "{containerPort: 80}", "ok"),
    ];
    for (one, other, expected) in cases {
        let mut state = State::new(vec![node("n", &[], &[])]);
        state.place(with_port(one), 0);
        assert_eq!(verdicts(&state, &with_port(other)), [expected], "{one} and {other}");
    }
}

#[test]
fn on_the_network_of_the_host_every_port_is_one_of_the_node() {
    let mut state = State::new(vec![node("n", &[], &[])]);
    let spec = "hostNetwork: true\ncontainers: [{ports: [{containerPort: 26379}]}]";
    state.place(pod(spec), 0);
    let found = state.filter(&pod(spec));
    let Err(Reason::Ports(ports)) = &found[0].1 else { panic!("{found:?}") };
    assert_eq!(ports[0].to_string(), "0.0.0.0:26379/TCP");
}
