//! How long `groundplan check` of this repository takes: as a whole process, and stage by stage in one.
//!
//! `cargo bench --bench check` prints a table. Wall time depends on what else the machine does;
//! `benches/instructions.sh` counts instructions, which do not.

#![expect(clippy::print_stdout, reason = "the table is the purpose")]
#![expect(clippy::disallowed_methods, reason = "what the kernel says of a process is not of the project")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use groundplan::diff;
use groundplan::disk;
use groundplan::finding::Findings;
use groundplan::manifest;
use groundplan::model;
use groundplan::model::suppression::Date;
use groundplan::render;
use groundplan::render::GENERATED;
use groundplan::validate;
use groundplan::validate::environment::Policy;
use groundplan::validate::levels::Levels;

fn main() {
    // Without `--bench` this runs as a test of all targets, and once is enough to see that it works.
    let runs = if std::env::args().any(|argument| argument == "--bench") { 100 } else { 1 };
    println!("{:28} {:>9} {:>9} {:>9}", format!("{runs} runs, milliseconds"), "min", "median", "max");
    for jobs in [None, Some("1")] {
        let name = jobs.map_or("check, all threads".to_owned(), |jobs| format!("check, --jobs {jobs}"));
        measure(&name, runs, || {
            let status = check(jobs).wait().expect("groundplan ran");
            assert!(status.success(), "the committed tree is clean");
        });
    }
    stages(runs);
    match peak_kib(runs.min(20)) {
        Some(peak) => println!("{:28} {:>9} KiB", "check, peak memory", peak),
        None => println!("peak memory: not known on this system"),
    }
}

/// Starts a whole `check` of this repository.
fn check(jobs: Option<&str>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundplan"));
    command.args(["check", "--project", env!("CARGO_MANIFEST_DIR")]).stdout(Stdio::null());
    command.args(jobs.into_iter().flat_map(|jobs| ["--jobs", jobs]));
    command.spawn().expect("groundplan starts")
}

/// Each stage by itself; what the first run unpacks, such as schemas, is unpacked already.
fn stages(runs: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut findings = Findings::default();
    let sources = disk::read_sources(root, "environments", &["yaml"]).expect("environments are readable");
    let templates = disk::read_sources(root, "templates", &["j2"]).expect("templates are readable");
    let committed = disk::read_tree(root, GENERATED).expect("the generated tree is readable");
    let environments = model::load(&mut findings, &sources);
    let rendered = render::render(&mut findings, &environments, None, &templates);
    let manifests = manifest::parse(&mut findings, &rendered.tree);
    assert!(!findings.has_errors() && !manifests.is_empty(), "this repository is sound");

    measure("read the committed tree", runs, || {
        black_box(disk::read_tree(root, GENERATED).expect("the generated tree is readable"));
    });
    measure("model", runs, || {
        black_box(model::load(&mut Findings::default(), &sources));
    });
    measure("render", runs, || {
        black_box(render::render(&mut Findings::default(), &environments, None, &templates));
    });
    measure("manifest", runs, || {
        black_box(manifest::parse(&mut Findings::default(), &rendered.tree));
    });
    let policy = Policy { levels: Levels::default(), today: Date::of_days(0) };
    measure("validate", runs, || {
        black_box(validate::validate(&mut Findings::default(), &environments, &manifests, &rendered.tree, &policy));
    });
    measure("diff", runs, || {
        black_box(diff::compare(&rendered.tree, &committed));
    });
}

fn measure(name: &str, runs: usize, mut run: impl FnMut()) {
    run();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1000.0;
    println!("{name:28} {:9.2} {:9.2} {:9.2}", milliseconds(0), milliseconds(runs / 2), milliseconds(runs - 1));
}

/// The most memory that a `check` had resident, as Linux counts it while the process lives: its highest mark only
/// rises, so the last value seen is the peak but for the last few microseconds.
fn peak_kib(runs: usize) -> Option<u64> {
    let mut peak = None;
    for _ in 0..runs {
        let mut child = check(None);
        let status = format!("/proc/{}/status", child.id());
        while child.try_wait().expect("groundplan ran").is_none() {
            peak = peak.max(fs::read_to_string(&status).ok().as_deref().and_then(high_water_mark));
        }
    }
    peak
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
