//! The objects of one text, in the order written; a list of objects is taken apart as kubectl does it.
//!
//! Each document that is no object is said here, so that nothing read is passed over. What is no YAML ends at the next
//! document marker: one broken document does not hide those behind it.

use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::text::Source;
use crate::yaml;

/// How often reading goes on behind something that is no YAML. A file with more of it is none.
const MOST_RESTARTS: usize = 20;

/// How many bytes are read again for that, so that a large file does not take twenty times as long.
const MOST_AGAIN: usize = 16 * 1024 * 1024;

/// What came of one text.
#[derive(Debug, Default)]
pub struct Documents {
    /// The documents, in the order written. What is empty or holds comments only is none.
    pub documents: Vec<yaml::Document>,
    /// What is no YAML, in the order written.
    pub problems: Vec<Finding>,
}

/// One document, or one item of a list of objects.
#[derive(Debug)]
pub enum Found {
    /// An object.
    Object(Manifest),
    /// Something else, and what it lacks to be one.
    Other(yaml::Document, Box<Finding>),
}

/// Reads the documents of a text.
pub fn documents(source: &Arc<Source>) -> Documents {
    let mut read = Documents::default();
    let mut rest = Arc::clone(source);
    for restarts in 0..=MOST_RESTARTS {
        if restarts * source.text.len() > MOST_AGAIN {
            break;
        }
        let parsed = yaml::parse(&rest);
        read.documents.extend(parsed.documents);
        let end = parsed.problems.last().map(|problem| problem.place.span.start as usize);
        read.problems.extend(parsed.problems.iter().map(|problem| Finding::of_problem(source, problem)));
        let Some(next) = end.filter(|_| parsed.is_broken).and_then(|end| marker_behind(&rest.text, end)) else { break };
        rest = Source::new(source.path.as_str(), blanked(&source.text, next));
    }
    read
}

/// Where the line of the next document marker begins, behind what was blanked before and not before the line of `at`.
fn marker_behind(text: &str, at: usize) -> Option<usize> {
    let begin = text.len() - text.trim_start().len();
    let line = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let is_marker = |at: usize| text[at..].starts_with("---") && at > begin;
    if is_marker(line) {
        return Some(line);
    }
    text[line..].match_indices("\n---").map(|(newline, _)| line + newline + 1).find(|at| is_marker(*at))
}

/// The text from a byte on, with blanks before it, so that every place in it stays where it is.
fn blanked(text: &str, from: usize) -> String {
    let mut blanked = String::with_capacity(text.len());
    blanked.extend(text[..from].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    blanked.push_str(&text[from..]);
    blanked
}

/// Adds the object in a document, or those in a list.
pub fn objects(document: yaml::Document, found: &mut Vec<Found>, problems: &mut Vec<Finding>) {
    let name = document.source().path.rsplit('/').next().unwrap_or_default();
    // kustomize knows its own file by the name, and takes it without either (kustomize, types/kustomization.go).
    let own = match name {
        "kustomization.yaml" | "kustomization.yml" | "Kustomization" => {
            ("kustomize.config.k8s.io/v1beta1", "Kustomization")
        }
        _ => ("", ""),
    };
    add(document, own, found, problems);
}

/// Everything in a text, and what cannot be read of it.
pub fn all(source: &Arc<Source>) -> (Vec<Found>, Vec<Finding>) {
    let read = documents(source);
    let (mut found, mut problems) = (Vec::new(), read.problems);
    for document in read.documents {
        objects(document, &mut found, &mut problems);
    }
    (found, problems)
}

/// Every object in a text, and everything that keeps the rest of it from being one.
pub fn manifests(source: &Arc<Source>) -> (Vec<Manifest>, Vec<Finding>) {
    let (found, mut problems) = all(source);
    let mut manifests = Vec::new();
    for found in found {
        match found {
            Found::Object(manifest) => manifests.push(manifest),
            Found::Other(_, problem) => problems.push(*problem),
        }
    }
    (manifests, problems)
}

/// `inherited` is the `apiVersion` and `kind` of items that say neither, in a list that says both.
fn add(document: yaml::Document, inherited: (&str, &str), found: &mut Vec<Found>, problems: &mut Vec<Finding>) {
    let root = document.root();
    let id = match ResourceId::of_item(root, inherited.0, inherited.1) {
        Ok(id) => id,
        Err(finding) => return found.push(Found::Other(document, finding)),
    };
    let items = root.get("items").filter(|items| items.is_sequence());
    let Some((item_kind, items)) = id.kind.strip_suffix("List").zip(items) else {
        return found.push(Found::Object(Manifest { id, document }));
    };
    if items.items().len() == 0 {
        problems.push(
            Finding::error("empty-list", items.place(), format!("this {} has no items", id.kind))
                .severity(Severity::Warning)
                .why("there is nothing in it to apply, and kubectl fails if there is nothing else")
                .help("look at what should have filled it, or remove it"),
        );
    }
    let inherited = if item_kind.is_empty() { ("", "") } else { (id.api_version.as_str(), item_kind) };
    for item in items.items() {
        add(document.part(item), inherited, found, problems);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let read = documents(&Source::new("a.yaml", text));
        let places = read.documents.iter().map(|document| document.root().place().to_string()).collect();
        (places, read.problems.iter().map(|problem| problem.place.to_string()).collect())
    }

    #[test]
    fn documents_behind_a_broken_one_are_read_at_their_places() {
        let (documents, problems) = read("a: 1\n---\nb: [\n---\nc: 3\n--- # d\nd: \"\n---\né: 5\n");
        assert_eq!(documents, ["a.yaml:1:1", "a.yaml:5:1", "a.yaml:9:1"]);
        assert_eq!(problems.len(), 2, "{problems:?}");
    }

    #[test]
    fn a_text_that_is_no_yaml_at_all_is_given_up() {
        let (documents, problems) = read(&"---\n[\n".repeat(1000));
        assert_eq!((documents.len(), problems.len()), (0, MOST_RESTARTS + 1));
    }
}
