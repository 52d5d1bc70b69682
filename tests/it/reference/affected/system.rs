//! The repository of the reference system: its sources, or what its facts say of them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use groundplan::ci::checkout::is_python;
use serde_json::Value;

use crate::monorepo::Monorepo;
use crate::objects::entries;
use crate::objects::items;
use crate::reference::affected::texts;

/// The services as the reference has them: workers are parts, and the one in Go has a workflow of its own.
const SERVICES: &str = "  auth: { namespace: shop, source: domains/auth }
  character: { namespace: shop, source: domains/character }
  character-worker: { partOf: character }
  character-match-worker: { partOf: character }
  chat: { namespace: shop, source: domains/chat }
  image: { namespace: shop, source: domains/image }
  location: { namespace: shop, source: domains/location }
  my: { namespace: shop, source: domains/my }
  my-worker: { partOf: my }
  scan: { namespace: shop, source: domains/scan }
  scan-worker: { partOf: scan }
  celery-beat: { partOf: scan }
  ext-authz:
    namespace: shop
    source: domains/ext-authz
    ci: { testedBy: .github/workflows/ci-ext-authz.yml }
";

const CI: &str = "  python: { version: \"3.11\", roots: [domains], strings: [domains/*/celery_app.py] }
  watch: [\"workloads/domains/{service}/**\"]
  images: { docker.io/mng990/eco2:base-dev-latest: domains/_base }
  aliases: { info: image }
";

/// The repository, with these shared triggers.
pub(super) fn repository(graph: &Value, triggers: &str) -> Monorepo {
    let bare = Monorepo::bare(SERVICES, &format!("{CI}  sharedTriggers: {triggers}\n"));
    match sources() {
        Some(folder) => ["domains", "workloads/domains"].into_iter().fold(bare, |repository, part| {
            let copied = Monorepo::bare("", "").copy(&folder.join(part));
            copied.project.tree("").into_iter().fold(repository, |repository, (path, text)| {
                let model = path.starts_with("environments/");
                if model { repository } else { repository.file(&format!("{part}/{path}"), text) }
            })
        }),
        None => written(graph, bare),
    }
}

/// The sources of the reference, where they are at hand.
pub(super) fn sources() -> Option<PathBuf> {
    let folder = std::env::var("GROUNDPLAN_REFERENCE_SOURCES").ok().filter(|folder| !folder.is_empty());
    folder.map(PathBuf::from)
}

/// The triggers of the reference as a map of the model.
pub(super) fn configured(graph: &Value) -> String {
    graph["triggers"]["configured"].to_string()
}

/// A repository in which every line that the facts name is there.
fn written(graph: &Value, bare: Monorepo) -> Monorepo {
    let mut files: BTreeMap<String, BTreeMap<usize, Vec<String>>> = BTreeMap::new();
    let mut modules: BTreeSet<String> = texts(&graph["shared_packages"])
        .into_iter()
        .map(|package| format!("domains/_shared/{package}/__init__.py"))
        .collect();
    for table in ["evidence", "service_to_service"] {
        for line in entries(&graph[table]).flat_map(|(_, needs)| entries(needs)).flat_map(|(_, lines)| items(lines)) {
            let line = line.as_str().unwrap();
            let (place, words) = line.split_once(' ').unwrap();
            let (file, number) = place.rsplit_once(':').unwrap();
            let name = words.rsplit(' ').next().unwrap();
            let statement = match words.split(' ').next().unwrap() {
                "module" => format!("import {name}"),
                "lazy" => format!("def later(): import {name}"),
                "typing" => format!("if TYPE_CHECKING: import {name}"),
                "string" if words.contains(" test ") => format!("patch('{name}')"),
                "string" => format!("tasks(['{name}'])"),
                other => panic!("{other}"),
            };
            files.entry(file.to_owned()).or_default().entry(number.parse().unwrap()).or_default().push(statement);
            if !words.starts_with("string") {
                modules.insert(name.replace('.', "/"));
            }
        }
    }
    for line in entries(&graph["shared_to_service_string_edges_inert"]).flat_map(|(_, lines)| items(lines)) {
        let (place, name) = line.as_str().unwrap().split_once(" string ").unwrap();
        let (file, number) = place.rsplit_once(':').unwrap();
        let lines = files.entry(file.to_owned()).or_default();
        lines.entry(number.parse().unwrap()).or_default().push(format!("names(['{name}'])"));
    }
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (file, lines) in files {
        let last = lines.keys().max().copied().unwrap_or(0);
        let mut text = "from typing import TYPE_CHECKING; from unittest.mock import patch\n".to_owned();
        for number in 2..=last {
            let line = lines.get(&number).map(|statements| statements.join("; ")).unwrap_or_default();
            writeln!(text, "{line}").unwrap();
        }
        texts.insert(file, text);
    }
    let is_package = |module: &str| {
        let within = |path: &String| path.starts_with(&format!("{module}/"));
        modules.iter().any(within) || texts.keys().any(within)
    };
    let named: Vec<String> = modules
        .iter()
        .map(|module| match module {
            file if is_python(file) => file.clone(),
            package if is_package(package) => format!("{package}/__init__.py"),
            module => format!("{module}.py"),
        })
        .collect();
    for file in named {
        texts.entry(file).or_default();
    }
    for (_, image) in entries(&graph["image_entry_points"]) {
        let mut text = String::new();
        for base in items(&image["base"]) {
            writeln!(text, "FROM {}", base.as_str().unwrap()).unwrap();
        }
        for copied in items(&image["copies"]) {
            writeln!(text, "COPY {0} /app/{0}", copied.as_str().unwrap()).unwrap();
        }
        texts.insert(image["dockerfile"].as_str().unwrap().to_owned(), text);
    }
    for (service, _) in entries(&graph["services"]) {
        let main = if service == "ext-authz" { "main.go" } else { "main.py" };
        texts.entry(format!("domains/{service}/{main}")).or_default();
    }
    texts.insert("domains/_base/Dockerfile".to_owned(), "FROM python:3.11-slim\n".to_owned());
    texts.into_iter().fold(bare, |repository, (path, text)| repository.file(&path, text))
}
