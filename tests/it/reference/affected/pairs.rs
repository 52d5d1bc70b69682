//! Small repositories, each twice: once with everything watched that a service needs, once with one thing forgotten.

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;

use groundplan::ci::checkout::is_python;
use serde_json::Value;

use crate::monorepo::Monorepo;
use crate::objects::entries;
use crate::objects::items;
use crate::project::walk;
use crate::reference::facts;

fn read(file: PathBuf) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The repository in a folder: what it watches is `ci.watch` of each service, and there are no shared triggers. Without
/// what it watches, everything follows from its code.
fn repository(folder: &Path, watching: bool) -> Monorepo {
    let mut files = Vec::new();
    walk(folder, &mut files);
    let top = |file: &PathBuf| {
        let path = file.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        is_python(&path).then(|| path.split_once('/').map(|(top, _)| top.to_owned())).flatten()
    };
    let roots: std::collections::BTreeSet<String> = files.iter().filter_map(top).collect();
    let mut services = String::new();
    for (service, watched) in entries(&read(folder.join("triggers.json"))["services"]) {
        let (root, watch) = (&watched["root"], &watched["watch"]);
        let watch = if watching { watch.to_string() } else { "[]".to_owned() };
        writeln!(services, "  {service}: {{ namespace: shop, source: {root}, ci: {{ watch: {watch} }} }}").unwrap();
    }
    let triggers = if watching { "{}" } else { "derived" };
    let roots = serde_json::to_string(&roots).unwrap();
    let ci = format!("  python: {{ version: \"3.12\", roots: {roots} }}\n  sharedTriggers: {triggers}\n");
    Monorepo::bare(&services, &ci).copy(folder)
}

/// The reasons for which a change of a file selects services, each with the line that the way to it ends with.
fn reasons(repository: &Monorepo, files: &[&str]) -> Vec<(String, String)> {
    repository.file_of_names(files.join("\0").as_bytes());
    let said = repository.run(&["ci", "matrix", "--files-from", "changed", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
    let reason = |reason: &Value| {
        let last = items(&reason["way"]).last().unwrap_or(&Value::Null);
        let line = format!("{}:{}", last["file"].as_str().unwrap_or_default(), last["line"]);
        (reason["service"].as_str().unwrap().to_owned(), line)
    };
    items(&report["reasons"]).map(reason).collect()
}

#[test]
fn what_is_watched_is_told_from_what_is_nearly_watched() {
    if facts("semantics/README.md", "repositories whose services are watched").is_none() {
        return;
    }
    let root = PathBuf::from(std::env::var("GROUNDPLAN_REFERENCE").unwrap()).join("semantics");
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.join("expected-edges.json").is_file()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        seen += 1;
        let case = read(folder.join("case.json"));
        let grave: &[&str] = if case["severity"] == "error" { &["error"] } else { &["error", "warning"] };
        let told = |tree: &str| {
            let report = repository(&folder.join(tree), true).triggers();
            let findings = items(&report["findings"]).map(|finding| {
                let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
                let words = format!("{} {} {}: {}", text("file"), text("resource"), text("rule"), text("message"));
                (text("severity"), words)
            });
            findings.collect::<Vec<(String, String)>>()
        };
        let bad = told("bad");
        for expected in items(&case["expect"]) {
            let service = expected["resource"].as_str().unwrap().rsplit('/').next().unwrap();
            let names =
                |(severity, words): &(String, String)| grave.contains(&severity.as_str()) && words.contains(service);
            if bad.iter().filter(|told| names(told)).count() != 1 || bad.iter().filter(|it| it.0 != "note").count() != 1
            {
                wrong.push(format!("{name}: {bad:?} of the bad one"));
            }
        }
        let good = told("good");
        wrong.extend(good.iter().filter(|it| it.0 != "note").map(|told| format!("{name}: {told:?} of the good one")));
        let expected = read(folder.join("expected-edges.json"));
        let (watching, derived) = (repository(&folder.join("good"), true), repository(&folder.join("good"), false));
        for edge in items(&expected["edges"]) {
            let text = |key: &str| edge[key].as_str().unwrap();
            let needed = derived.project.path(text("needs"));
            let file = if needed.is_dir() {
                let mut files = Vec::new();
                walk(&needed, &mut files);
                files[0].strip_prefix(derived.project.path("")).unwrap().to_str().unwrap().to_owned()
            } else {
                text("needs").to_owned()
            };
            let reasons = reasons(&derived, &[&file]);
            let own = text("needs").starts_with("svc/");
            let line = if own { ":null" } else { text("from") };
            if !reasons.contains(&(text("service").to_owned(), line.to_owned())) {
                wrong.push(format!("{name}: {edge} is not seen: {reasons:?}"));
            }
        }
        for query in items(&expected["queries"]) {
            let files: Vec<&str> = items(&query["changed"]).map(|file| file.as_str().unwrap()).collect();
            for repository in [&watching, &derived] {
                let mut found: Vec<String> = reasons(repository, &files).into_iter().map(|reason| reason.0).collect();
                let mut wanted: Vec<&str> = items(&query["services"]).map(|name| name.as_str().unwrap()).collect();
                wanted.sort_unstable();
                found.sort_unstable();
                if found != wanted {
                    wrong.push(format!("{name}: {query} selects {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 4, "{seen} pairs were compared");
}
