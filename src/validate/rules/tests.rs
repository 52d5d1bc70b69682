//! Every rule's example, run as people would run it: schemas first, then all rules.

use std::sync::Arc;

use crate::cluster::facts;
use crate::cluster::facts::Facts;
use crate::finding::Finding;
use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::manifest::documents::Found;
use crate::manifest::documents::all as everything_in;
use crate::model::suppression::Date;
use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::Source;
use crate::validate::environment;
use crate::validate::environment::Policy;
use crate::validate::environment::Together;
use crate::validate::judge;
use crate::validate::levels::Levels;
use crate::validate::rule::Workflows;
use crate::validate::rules;
use crate::validate::workflows;
use crate::workflow::Workflow;

/// Everything that is said of manifests, with what is declared beside them.
fn said(facts: &str, manifests: &str) -> Vec<Finding> {
    let mut findings = Findings::default();
    let facts = if facts.is_empty() {
        Facts::default()
    } else {
        facts::read(&mut findings, &Source::new("facts.yaml", facts)).expect("the facts of an example can be read")
    };
    let (mut read, mut workflows, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for source in files(manifests) {
        let (found, wrong) = everything_in(&source);
        problems.extend(wrong);
        for found in found {
            match found {
                Found::Object(manifest) => read.push(manifest),
                Found::Other(document, finding) => match Workflow::read(&document) {
                    Some((workflow, wrong)) => {
                        workflows.push(workflow);
                        problems.extend(wrong);
                    }
                    None => problems.push(*finding),
                },
            }
        }
    }
    let manifests = read;
    let mut catalog = Catalog::new(facts.kubernetes.map_or(28, |minor| minor.0)).expect("a minor with schemas");
    catalog.add_newest(&[]).expect("the newest releases are there");
    for manifest in manifests.iter().filter(|manifest| manifest.id.kind == "CustomResourceDefinition") {
        catalog.add_crd(&manifest.id.name, CustomKinds::read(manifest.root()));
    }
    for problem in problems {
        findings.push(problem);
    }
    for manifest in &manifests {
        findings.append(judge(&catalog, manifest).1);
    }
    let policy = Policy { levels: Levels::default(), today: Date::of_days(0) };
    let all: Vec<&Manifest> = manifests.iter().collect();
    let together = Together { manifests: &all, complete: true, ..Together::default() };
    environment::check(&mut findings, together, &facts, &policy);
    workflows::check(&mut findings, Workflows { all: &workflows, files: None }, &facts, &policy);
    findings.into_sorted()
}

/// The files of an example: one, or one for each comment that says nothing but a path, as in `# apps/cart/cart.yaml`.
fn files(manifests: &str) -> Vec<Arc<Source>> {
    let mut files: Vec<(&str, String)> = vec![("manifests.yaml", String::new())];
    for line in manifests.trim_start().lines() {
        match line.strip_prefix("# ").filter(|path| path.contains(".yaml") && !path.contains(' ')) {
            Some(path) => files.push((path, String::new())),
            None => files.last_mut().expect("there is one").1.extend([line, "\n"]),
        }
    }
    files.retain(|(_, text)| !text.is_empty());
    files.into_iter().map(|(path, text)| Source::new(path, text)).collect()
}

fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{}: {} [{}]\n", finding.place, finding.message, finding.rule);
    findings.iter().map(line).collect()
}

#[test]
fn every_example_fires_its_rule_and_no_other() {
    for (rule, example) in rules::all().filter_map(|rule| Some((rule, rule.example.as_ref()?))) {
        let findings = said(example.facts, example.bad);
        let fired = !findings.is_empty() && findings.iter().all(|finding| finding.rule == rule.id);
        assert!(fired, "the bad example of {}:\n{}", rule.id, lines(&findings));
        let helps = findings.iter().all(|finding| finding.why.is_some() && finding.resource.is_some());
        assert!(helps, "findings of {} say why it matters, and name the object", rule.id);
    }
}

#[test]
fn what_nearly_fires_a_rule_is_silent() {
    for (rule, example) in rules::all().filter_map(|rule| Some((rule, rule.example.as_ref()?))) {
        let findings = said(example.facts, example.good);
        assert!(findings.is_empty(), "the good example of {}:\n{}", rule.id, lines(&findings));
    }
}

#[test]
fn rules_say_what_they_are_in_whole_sentences() {
    for rule in rules::all() {
        assert!(rule.summary.ends_with('.'), "{}", rule.id);
        assert!(!rule.why.ends_with('.') && !rule.why.is_empty(), "{}", rule.id);
        assert!(!rule.source.is_empty(), "{}", rule.id);
    }
}
