//! What may be written in a file of facts, and what is said of slips in it.

use super::*;

fn facts(text: &str) -> (Option<Facts>, Vec<String>) {
    let mut findings = Findings::default();
    let facts = read(&mut findings, &Source::new("facts.yaml", text));
    let said = findings.into_sorted().into_iter().map(|finding| format!("{}: {}", finding.place, finding.message));
    (facts, said.collect())
}

#[test]
fn lists_and_maps_say_the_same() {
    let (listed, said) =
        facts("nodes:\n- {name: a, labels: {pool: web}, allocatable: {cpu: 2, memory: 1Gi, pods: 58}}\n");
    assert!(said.is_empty(), "{said:?}");
    let (named, said) = facts("nodes: {a: {labels: {pool: web}, allocatable: {cpu: 2, memory: 1Gi, pods: 58}}}\n");
    assert!(said.is_empty(), "{said:?}");
    let root = |facts: Option<Facts>| format!("{:?}", facts.unwrap().nodes.unwrap()[0].root());
    assert_eq!(root(listed), root(named));
}

#[test]
fn a_misspelt_fact_is_told_at_its_key() {
    let (facts, said) = facts("kubernets: \"1.28\"\n");
    assert!(facts.is_none());
    assert_eq!(said, ["facts.yaml:1:1: `kubernets` is not a key of this map"]);
}

#[test]
fn a_variable_of_a_workload_is_read_from_words() {
    let text = "bindings: [{purpose: jobs, producers: [Deployment/a/b env JOBS_URL], consumers: [Deployment/a/b]}]\n";
    let (_, said) = facts(text);
    assert!(said[0].contains("a variable of a workload"), "{said:?}");
}

#[test]
fn what_exists_outside_may_be_named_in_short() {
    let text = "external:\n  namespaces: [shop, {name: cart, labels: {team: a}}]\n  services: [{namespace: sql, name: pg, \
                ports: [5432]}]\n  serviceAccounts: [shop/cart]\nexternalSelectors: [{app: cart}, {namespace: web, labels: {app: z}}]\n";
    let (facts, said) = facts(text);
    assert!(said.is_empty(), "{said:?}");
    let external = facts.unwrap().external.unwrap();
    assert_eq!(external.services[0].ports, Some(vec![5432]));
    assert_eq!(external.service_accounts[0].name, "cart");
}
