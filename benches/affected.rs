//! How long it takes to read what thousands of Python files import, and to say which services thousands of changed
//! files concern.
//!
//! `cargo bench --bench affected` prints a table. The files are the same at every run: forty services of sixty files,
//! which import each other and six hundred shared modules.

#![expect(clippy::print_stdout, reason = "the table is the purpose")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use groundplan::ci::checkout::Checkout;
use groundplan::ci::graph::Graph;
use groundplan::ci::graph::read::Parsed;
use groundplan::ci::pipeline::Pipeline;
use groundplan::ci::reach::Reach;
use groundplan::ci::revision::Revision;
use groundplan::ci::selection::select;
use groundplan::finding::Findings;
use groundplan::model::Environment;
use groundplan::model::load::load;
use groundplan::text::Source;
use rayon::prelude::*;

/// How large a repository is.
struct Size {
    services: usize,
    files: usize,
    shared: usize,
    changed: usize,
}

fn main() {
    // Without `--bench` this runs as a test of all targets, and little is enough to see that it works.
    let (runs, size) = if std::env::args().any(|argument| argument == "--bench") {
        (15, Size { services: 40, files: 60, shared: 600, changed: 10_000 })
    } else {
        (1, Size { services: 4, files: 6, shared: 10, changed: 50 })
    };
    let environments = environments(&size);
    let pipeline = Pipeline::of(&environments).expect("there is `ci`");
    let sources = sources(&size);
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    println!("{} files, {} bytes each on average", sources.len(), bytes / sources.len());
    println!("{:44} {:>9} {:>9}", format!("{runs} runs, milliseconds"), "min", "median");
    let paths = || sources.iter().map(|source| source.path.clone()).collect();
    let checkout = Checkout::new(paths(), sources.iter().cloned());
    measure("read", runs, || drop(black_box(Parsed::new(&checkout, None))));
    let parsed = Parsed::new(&checkout, None);
    measure("graph", runs, || drop(black_box(Graph::new(&pipeline, &checkout, &parsed))));
    let graph = Graph::new(&pipeline, &checkout, &parsed);
    let reaches = || -> Vec<Reach> {
        let services = pipeline.services.par_iter();
        services.map(|service| Reach::new(&pipeline, &checkout, &graph, service)).collect()
    };
    measure("what services reach", runs, || drop(black_box(reaches())));
    let reaches = reaches();
    let changed: Vec<String> = (0..size.changed).map(|number| changed(&size, number)).collect();
    let again = Checkout::new(paths(), sources.iter().cloned());
    let revision = [Revision { name: "head", checkout: again, graph, reaches }];
    measure(&format!("select by {} changed files", changed.len()), runs, || {
        black_box(select(&pipeline, &revision, &changed));
    });
}

fn measure(what: &str, runs: usize, mut run: impl FnMut()) {
    run();
    let time = |()| {
        let begin = Instant::now();
        run();
        begin.elapsed()
    };
    let mut times: Vec<Duration> = std::iter::repeat_n((), runs).map(time).collect();
    times.sort_unstable();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{what:44} {:9.2} {:9.2}", milliseconds(times[0]), milliseconds(times[runs / 2]));
}

/// Shared modules, files of services, and files that nobody needs.
fn changed(size: &Size, number: usize) -> String {
    match number % 3 {
        0 => format!("lib/p{}/m{}.py", number % 20, number % size.shared),
        1 => format!("docs/page{number}.md"),
        _ => format!("lib/p{}/data{number}.json", number % 20),
    }
}

/// Python as people write it, of about 6 KB, with nine imports.
fn text(size: &Size, number: usize) -> String {
    let mut text =
        "from __future__ import annotations\n\nimport os\nimport logging\nfrom typing import Any\n".to_owned();
    for step in 1..6 {
        let module = (number * 7 + step * 131) % size.shared;
        let _ = writeln!(text, "from lib.p{}.m{module} import first, second as other", module % 20);
    }
    text.push_str("\nlogger = logging.getLogger(__name__)\n");
    for function in 0..14 {
        let _ = write!(
            text,
            "\n\ndef handle_{function}(request: dict[str, Any], *, limit: int = {function}) -> list[str]:
    \"\"\"Say what was asked for, and no more than `limit` of it.\"\"\"
    found = [str(entry) for entry in request.get(\"entries\", []) if entry is not None]
    if len(found) > limit:
        logger.warning(\"too many entries: %s\", len(found), extra={{\"request\": request}})
        return found[:limit]
    return found or [f\"nothing in {{os.getcwd()}}\"]
"
        );
    }
    text
}

fn sources(size: &Size) -> Vec<Arc<Source>> {
    let services = (0..size.services)
        .flat_map(|service| (0..size.files).map(move |file| format!("svc/s{service}/part{}/f{file}.py", file % 5)));
    let shared = (0..size.shared).map(|module| format!("lib/p{}/m{module}.py", module % 20));
    let paths = services.chain(shared).enumerate();
    paths.map(|(number, path)| Source::new(path, text(size, number))).collect()
}

/// The least that an environment must say; its services are others here.
const BASE: &str = include_str!("../tests/it/base.yaml");

const CI: &str = r#"ci:
  python: { version: "3.11", roots: [lib, svc] }
  actions:
    actions/checkout: { version: v4.2.2, commit: 11bd71901bbe5b1630ceea73d27597364c9af683 }
    actions/setup-python: { version: v5.6.0, commit: a26af69be951a213d495a4c3e4e4022e16d87065 }
  groundplan: ./
"#;

fn environments(size: &Size) -> Vec<Environment> {
    let (cluster, rest) = BASE.split_once("services:\n").expect("there are services");
    let (_, argocd) = rest.split_once("argocd:\n").expect("there is Argo CD");
    let mut model = format!("{cluster}services:\n");
    for service in 0..size.services {
        let _ = writeln!(model, "  s{service}: {{ namespace: shop, source: svc/s{service} }}");
    }
    let _ = write!(model, "argocd:\n{argocd}{CI}");
    let mut findings = Findings::default();
    let sources = [Source::new("environments/base.yaml", model), Source::new("environments/dev.yaml", "{}\n")];
    load(&mut findings, &sources)
}
