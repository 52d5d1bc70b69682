//! From what a cluster or a project publishes to a schema set, which is small, sorted and quick to open.
//!
//! Nothing is fetched and nothing is written here: texts come in, and a text goes out.

pub(super) mod openapi;
pub(super) mod set;
mod sha256;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::schema::custom::CustomKinds;
use crate::schema::import::set::Line;
use crate::schema::location::LocationError;
use crate::schema::location::crds;
use crate::text::Place;
use crate::text::Source;

pub use sha256::hex as sha256;

/// A schema set, and what is in it.
#[derive(Debug)]
pub struct Imported {
    /// The whole file.
    pub text: String,
    /// How many kinds, each in one version.
    pub kinds: usize,
    /// How many of the sources said something.
    pub sources: usize,
}

/// Makes one schema set of OpenAPI documents and CustomResourceDefinitions.
///
/// A kind that a definition and an OpenAPI document know is taken from the definition, which tells more. Two
/// definitions that disagree are an error, and so is a source that defines nothing, unless it was `found` in a folder.
pub fn import(sources: &[(Arc<Source>, Found)]) -> Result<Imported, Vec<LocationError>> {
    let mut errors = Vec::new();
    let mut used = Vec::new();
    let mut documents: BTreeMap<String, Line> = BTreeMap::new();
    let mut defined: BTreeMap<String, (Line, Place)> = BTreeMap::new();
    for (source, found) in sources {
        if openapi::is_one(&source.text) {
            match openapi::lines(source) {
                Ok(lines) => {
                    used.push(source);
                    // The first source wins, as everywhere.
                    for line in lines {
                        documents.entry(line.name.clone()).or_insert(line);
                    }
                }
                Err(error) => errors.push(error),
            }
            continue;
        }
        match crds::read(source) {
            Ok(definitions) if definitions.is_empty() && *found == Found::Named => errors.push(
                LocationError::at(Place::whole_file(source), "this is neither an OpenAPI document nor a definition")
                    .help("name the answer to `kubectl get --raw /openapi/v2`, or CustomResourceDefinitions"),
            ),
            Ok(definitions) if definitions.is_empty() => {}
            Ok(definitions) => {
                used.push(source);
                for kinds in &definitions {
                    add(kinds, &mut defined, &mut errors);
                }
            }
            Err(found) => errors.extend(found),
        }
    }
    if used.is_empty() && errors.is_empty() {
        let whole = sources.first().map_or_else(|| Place::file("."), |(source, _)| Place::file(source.path.clone()));
        errors.push(LocationError::at(whole, "there is no definition here"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let is_defined = |line: &Line| defined.contains_key(&line.kind);
    let mut lines: Vec<Line> = documents.into_values().filter(|line| !is_defined(line)).collect();
    lines.extend(defined.into_values().map(|(line, _)| line));
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    let digests: Vec<(String, String)> =
        used.iter().map(|source| (name_of(source), sha256(source.text.as_bytes()))).collect();
    let text = set::write(&digests, &lines);
    let kinds = lines.iter().filter(|line| !line.kind.is_empty()).count();
    Ok(Imported { text, kinds, sources: used.len() })
}

/// The name of a source in a header: the same whatever machine it is imported on, with the version of a cluster.
fn name_of(source: &Source) -> String {
    let path = source.path.as_str();
    let name = if path.starts_with('/') { path.rsplit('/').next().unwrap_or(path) } else { path };
    match openapi::version(&source.text) {
        Some(version) => format!("{name} ({version})"),
        None => name.to_owned(),
    }
}

/// How a source came to be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// By its name.
    Named,
    /// In a folder, where it may stand for other reasons.
    InFolder,
}

fn add(kinds: &CustomKinds, defined: &mut BTreeMap<String, (Line, Place)>, errors: &mut Vec<LocationError>) {
    for kind in kinds.0.iter() {
        if let Err(error) = kind.read() {
            errors.push(error);
            continue;
        }
        let name = format!("{} {}", kind.api_version, kind.kind);
        let body = openapi::strip(&kind.written()).to_string();
        let line = Line { name: name.clone(), builtin: false, kind: name.clone(), body };
        match defined.get(&name) {
            Some((first, place)) if *first != line => {
                let message = format!("{name} is defined differently at {place}");
                errors.push(LocationError::at(kind.place.clone(), message).help("import one of the two"));
            }
            Some(_) => {}
            None => drop(defined.insert(name, (line, kind.place.clone()))),
        }
    }
}
