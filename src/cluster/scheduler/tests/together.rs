//! Affinity and anti-affinity between pods, and how pods are spread.

use super::app;
use super::feasible;
use super::node;
use super::pod_of;
use super::verdicts;
use crate::cluster::scheduler::Labels;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::Reason;
use crate::cluster::scheduler::State;

const APART: &str = "node(s) didn't match pod anti-affinity rules";
const NEAR: &str = "node(s) didn't match pod affinity rules";
const SHUNNED: &str = "node(s) didn't satisfy existing pods anti-affinity rules";
const SPREAD: &str = "node(s) didn't match pod topology spread constraints";

fn term(kind: &str, key: &str, rest: &str) -> String {
    format!(
        "affinity: {{{kind}: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: {key}, {rest}}}]}}}}"
    )
}

fn spread(rest: &str) -> String {
    format!("topologySpreadConstraints: [{{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, {rest}}}]")
}

/// Two nodes in zone a, one in b, one without a zone.
fn state() -> State {
    State::new(vec![
        node("a1", &["zone=a"], &[]),
        node("a2", &["zone=a"], &[]),
        node("b", &["zone=b"], &[]),
        node("none", &[], &[]),
    ])
}

const WEB: &str = "labelSelector: {matchLabels: {app: web}}";

#[test]
fn anti_affinity_keeps_away_from_the_whole_domain_and_from_no_node_without_it() {
    let mut state = state();
    let web = app("web", &term("podAntiAffinity", "zone", WEB));
    state.place(web.clone(), 0);
    assert_eq!(verdicts(&state, &web), [APART, APART, "ok", "ok"]);
    let absent = app("web", &term("podAntiAffinity", "rack", WEB));
    assert_eq!(verdicts(&state, &absent)[2..], ["ok", "ok"]);
}

#[test]
fn anti_affinity_of_running_pods_holds_for_those_that_come() {
    let mut state = state();
    state.place(app("db", &term("podAntiAffinity", "kubernetes.io/hostname", WEB)), 1);
    assert_eq!(verdicts(&state, &app("web", "{}")), ["ok", SHUNNED, "ok", "ok"]);
    assert_eq!(feasible(&state, &app("other", "{}")).len(), 4);
}

#[test]
fn affinity_needs_a_matching_pod_in_the_domain() {
    let mut state = state();
    let wants = app("db", &term("podAffinity", "zone", WEB));
    assert_eq!(verdicts(&state, &wants), [NEAR; 4]);
    state.place(app("web", "{}"), 0);
    assert_eq!(verdicts(&state, &wants), ["ok", "ok", NEAR, NEAR]);
}

#[test]
fn the_first_of_pods_that_want_to_be_together_may_go_where_the_domain_is_known() {
    let web = app("web", &term("podAffinity", "zone", WEB));
    let mut state = state();
    assert_eq!(verdicts(&state, &web), ["ok", "ok", "ok", NEAR]);
    state.place(web.clone(), 2);
    assert_eq!(feasible(&state, &web), ["b"]);
}

#[test]
fn a_pod_must_match_all_terms_of_an_affinity_to_count() {
    let terms = "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [\
                 {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}, \
                 {topologyKey: zone, labelSelector: {matchLabels: {tier: front}}}]}}";
    let mut state = state();
    state.place(app("web", "{}"), 0);
    assert_eq!(verdicts(&state, &app("db", terms)), [NEAR; 4]);
    state.place(pod_of(34, "{app: web, tier: front}", "{}"), 2);
    assert_eq!(feasible(&state, &app("db", terms)), ["b"]);
}

#[test]
fn terms_look_at_their_own_namespace_the_named_ones_and_the_selected_ones() {
    let running = |namespace: &str| Pod { namespace: namespace.to_owned(), ..app("web", "{}") };
    let hostname = "kubernetes.io/hostname";
    let cases = [
        (WEB.to_owned(), vec!["test"]),
        (format!("{WEB}, namespaces: [other]"), vec!["other"]),
        (format!("{WEB}, namespaceSelector: {{}}"), vec!["labelled", "other", "test"]),
        (format!("{WEB}, namespaceSelector: {{matchLabels: {{team: x}}}}"), vec!["labelled"]),
        (
            format!("{WEB}, namespaceSelector: {{matchLabels: {{team: x}}}}, namespaces: [test]"),
            vec!["labelled", "test"],
        ),
        (format!("{WEB}, namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: other}}}}"), vec!["other"]),
        ("namespaceSelector: {}".to_owned(), vec![]),
    ];
    for (term_rest, expected) in cases {
        let away = ["labelled", "other", "test"].into_iter().filter(|namespace| {
            let mut state = State::new(vec![node("n", &[], &[])]);
            state.label_namespace("labelled", Labels::from([("team".to_owned(), "x".to_owned())]));
            state.place(running(namespace), 0);
            feasible(&state, &app("web", &term("podAntiAffinity", hostname, &term_rest))).is_empty()
        });
        assert_eq!(away.collect::<Vec<_>>(), expected, "{term_rest}");
    }
}

#[test]
fn label_keys_narrow_a_term_from_1_31_on() {
    let spec = term("podAntiAffinity", "zone", &format!("{WEB}, matchLabelKeys: [hash]"));
    let web = |minor, hash: &str| pod_of(minor, &format!("{{app: web, hash: {hash}}}"), &spec);
    for (minor, expected) in [(31, 4), (30, 2)] {
        let mut state = state();
        state.place(Pod { anti_affinity: Vec::new(), ..web(minor, "old") }, 0);
        assert_eq!(feasible(&state, &web(minor, "new")).len(), expected, "1.{minor}");
    }
}

#[test]
fn a_spread_pod_goes_where_fewer_are_and_never_where_the_label_is_missing() {
    let mut state = state();
    let web = app("web", &spread(WEB));
    let missing = format!("{SPREAD} (missing required label)");
    assert_eq!(verdicts(&state, &web), ["ok", "ok", "ok", &missing]);
    state.place(web.clone(), 0);
    assert_eq!(verdicts(&state, &web), [SPREAD, SPREAD, "ok", &missing]);
    let Err(Reason::Spread(skew)) = state.filter(&web)[1].1.clone() else { panic!() };
    assert_eq!((skew.domain.as_str(), skew.count, skew.least, skew.max_skew), ("a", 2, 0, 1));
}

#[test]
fn tainted_nodes_are_domains_unless_taints_are_honoured() {
    let nodes = || vec![node("a", &["zone=a"], &[]), node("b", &["zone=b"], &["domain=data:NoSchedule"])];
    for (policy, expected) in [("Ignore", SPREAD), ("Honor", "ok")] {
        let web = app("web", &spread(&format!("{WEB}, nodeTaintsPolicy: {policy}")));
        let mut state = State::new(nodes());
        state.place(web.clone(), 0);
        assert_eq!(verdicts(&state, &web)[0], expected, "{policy}");
    }
}

#[test]
fn nodes_that_the_pod_does_not_select_are_no_domains_unless_affinity_is_ignored() {
    for (policy, expected) in [("Honor", "ok"), ("Ignore", SPREAD)] {
        let web = app(
            "web",
            &format!("nodeSelector: {{zone: a}}\n{}", spread(&format!("{WEB}, nodeAffinityPolicy: {policy}"))),
        );
        let mut state = state();
        state.place(web.clone(), 0);
        assert_eq!(verdicts(&state, &web)[0], expected, "{policy}");
    }
}

#[test]
fn with_fewer_domains_than_wanted_the_emptiest_counts_as_empty() {
    let web = app("web", &spread(&format!("{WEB}, minDomains: 3")));
    let mut state = state();
    state.place(web.clone(), 0);
    state.place(web.clone(), 2);
    assert_eq!(verdicts(&state, &web)[..3], [SPREAD; 3]);
}

#[test]
fn a_selector_that_counts_nothing_blocks_nothing() {
    for selector in ["labelSelector: {}", "labelSelector: {matchLabels: {app: nobody}}", "labelSelector: null"] {
        let web = app("web", &spread(selector));
        let mut state = state();
        state.place(web.clone(), 0);
        state.place(web.clone(), 0);
        assert_eq!(verdicts(&state, &web)[..3], ["ok"; 3], "{selector}");
    }
}

#[test]
fn label_keys_count_only_pods_of_the_same_revision() {
    let spec = spread(&format!("{WEB}, matchLabelKeys: [hash]"));
    let web = |hash: &str| pod_of(34, &format!("{{app: web, hash: {hash}}}"), &spec);
    let mut state = state();
    state.place(web("old"), 0);
    assert_eq!(verdicts(&state, &web("new"))[..3], ["ok"; 3]);
}

#[test]
fn pods_of_other_namespaces_do_not_count() {
    let web = app("web", &spread(WEB));
    let mut state = state();
    state.place(Pod { namespace: "other".to_owned(), ..web.clone() }, 0);
    assert_eq!(verdicts(&state, &web)[0], "ok");
}

#[test]
fn schedule_anyway_keeps_no_pod_away() {
    let spec = spread(WEB).replace("DoNotSchedule", "ScheduleAnyway");
    let mut state = state();
    state.place(app("web", &spec), 0);
    assert_eq!(feasible(&state, &app("web", &spec)).len(), 4);
}
