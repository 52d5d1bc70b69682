//! Which services changed files select: those of the reference where it was right, and the right ones elsewhere.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::objects::items;
use crate::reference::affected::edges::graph;
use crate::reference::affected::system::repository;
use crate::reference::affected::system::sources;
use crate::reference::affected::texts;
use crate::reference::facts;

/// Where the reference selects others: the case, what we select beside its services, and why.
const CORRECTED: &[(&str, &[&str], &str)] = &[
    ("07-shared-cache-missed", &["character", "scan"], "its triggers lack domains/_shared/cache"),
    ("09-shared-schemas-missed", &["chat", "scan"], "its triggers lack domains/_shared/schemas"),
    ("11-scan-worker-manifest-only", &["scan"], "manifests of workers start the workflow and select nothing"),
    ("13-celery-beat-manifest-only", &["scan"], "celery-beat runs the code of scan, and nothing of it starts anything"),
    ("15-cross-service-character-proto", &["scan"], "scan imports domains.character.schemas.reward"),
    ("21-real-5c63a0cc", &["character", "my"], "manifests of the workers of both changed"),
];

/// The same where the sources are at hand, which have more imports than the facts list.
const BY_SOURCES: &[(&str, &[&str], &str)] = &[(
    "25-real-9a0d92af-character-cache-autoload",
    &["scan"],
    "scan's tests reach character's tasks, which import it",
)];

#[test]
fn a_change_selects_the_services_of_the_reference_or_better() {
    let Some(graph) = graph("which services a change selects") else { return };
    let read = |path: &str| -> Value { serde_json::from_str(&facts(path, "").unwrap()).unwrap() };
    let (inputs, expected) = (read("eco2/golden/ci/inputs.json"), read("eco2/golden/ci/expected.json"));
    // The facts name folders; which of their files are needed is in the sources alone.
    let by_sources = sources().is_some();
    let triggers = if by_sources { "derived".to_owned() } else { graph["triggers"]["required"].to_string() };
    let repository = repository(&graph, &triggers);
    let corrected: Vec<_> = CORRECTED.iter().chain(BY_SOURCES.iter().filter(|_| by_sources)).collect();
    let mut wrong = Vec::new();
    for (input, theirs) in items(&inputs).zip(items(&expected)) {
        assert_eq!(input["id"], theirs["id"]);
        let id = input["id"].as_str().unwrap();
        let ours = if input["event"] == "workflow_dispatch" {
            repository.matrix(&["--services", input["target_services"].as_str().unwrap()]).0
        } else {
            let files: Vec<&str> = items(&input["files"]).map(|file| file.as_str().unwrap()).collect();
            repository.file_of_names(files.join("\0").as_bytes());
            repository.matrix(&["--files-from", "changed"]).0
        };
        if input["event"] == "workflow_dispatch" {
            let asked: Vec<&str> = items(&theirs["effective_matrix"]).map(|name| name.as_str().unwrap()).collect();
            assert_eq!(ours, asked, "{id}: in the order asked for");
        }
        let mut wanted = texts(&theirs["effective_matrix"]);
        let more = corrected.iter().find(|(case, ..)| *case == id);
        wanted.extend(more.iter().flat_map(|(_, more, _)| more.iter().map(|name| (*name).to_owned())));
        let found: BTreeSet<String> = ours.into_iter().collect();
        if found != wanted {
            wrong.push(format!("{id}: {found:?}, and not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(items(&inputs).count() >= 15);
}
