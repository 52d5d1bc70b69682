//! How long the rules take over documents that are applied together, each rule by itself and all of them.
//!
//! `cargo bench --bench rules` prints a table. The number of documents doubles from line to line: a rule whose time
//! more than doubles compares what it should look up.

#![expect(clippy::print_stdout, reason = "the table is the purpose")]

#[expect(dead_code, reason = "other benchmarks use the rest of it")]
mod corpus;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use groundplan::cluster::facts;
use groundplan::cluster::facts::Facts;
use groundplan::finding::Findings;
use groundplan::manifest::Manifest;
use groundplan::manifest::documents;
use groundplan::model::suppression::Date;
use groundplan::text::Source;
use groundplan::validate::environment;
use groundplan::validate::environment::Policy;
use groundplan::validate::environment::Together;
use groundplan::validate::levels::Level;
use groundplan::validate::levels::Levels;
use groundplan::validate::levels::Which;
use groundplan::validate::rules;

/// What a closed world declares, so that every rule has something to say: among it so many nodes.
fn facts(nodes: usize) -> Facts {
    let mut text =
        "kubernetes: \"1.28\"\nredisOperator: v1.2.4\nargocd: {}\nexternal: {}\nrepositories: []\nnodes:\n".to_owned();
    for number in 0..nodes {
        let _ = writeln!(
            text,
            "  n{number}: {{ labels: {{ pool: web }}, allocatable: {{ cpu: 16, memory: 64Gi, pods: 110 }} }}"
        );
    }
    facts::read(&mut Findings::default(), &Source::new("facts.yaml", text)).expect("these are facts")
}

fn main() {
    // Without `--bench` this runs as a test of all targets, and little is enough to see that it works.
    let (runs, most) = if std::env::args().any(|argument| argument == "--bench") { (15, 4000) } else { (1, 20) };
    println!("{:52} {:>9} {:>9}", format!("{runs} runs, milliseconds"), "min", "median");
    for count in [most / 4, most / 2, most] {
        let manifests: Vec<Manifest> = (0..count).flat_map(manifest).collect();
        let all: Vec<&Manifest> = manifests.iter().collect();
        for (nodes, name) in [(count / 20, "enough nodes"), (1, "one node, which is too few")] {
            let facts = facts(nodes);
            measure(&format!("all rules, {count} documents, {name}"), runs, || run(&all, &facts, Levels::default()));
        }
    }
    let facts = facts(most / 80);
    let (few, many): (Vec<Manifest>, Vec<Manifest>) =
        ((0..most / 4).flat_map(manifest).collect(), (0..most / 2).flat_map(manifest).collect());
    for rule in rules::all() {
        let only = || {
            let mut levels = Levels::default();
            levels.set(Which::All, Level::Allow);
            levels.set(Which::Rule(rule.id), Level::Warn);
            levels
        };
        for manifests in [&few, &many] {
            let all: Vec<&Manifest> = manifests.iter().collect();
            measure(&format!("{}, {} documents", rule.id, all.len()), runs.min(5), || run(&all, &facts, only()));
        }
    }
}

fn manifest(number: usize) -> Vec<Manifest> {
    documents::manifests(&Source::new(format!("{number}.yaml"), corpus::manifest(number))).0
}

fn run(manifests: &[&Manifest], facts: &Facts, levels: Levels) {
    let policy = Policy { levels, today: Date::of_days(0) };
    let together = Together { manifests, complete: true, ..Together::default() };
    black_box(environment::check(&mut Findings::default(), together, facts, &policy));
}

fn measure(name: &str, runs: usize, mut run: impl FnMut()) {
    let mut times: Vec<Duration> = (0..=runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .skip(1)
        .collect();
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1000.0;
    println!("{name:52} {:9.2} {:9.2}", milliseconds(0), milliseconds(times.len() / 2));
}
