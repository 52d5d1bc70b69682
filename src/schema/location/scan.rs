//! What a location is, found out by its spelling and by what stands there.

use std::collections::BTreeMap;

use crate::schema::custom::CustomKind;
use crate::schema::custom::CustomKinds;
use crate::schema::import::openapi;
use crate::schema::import::set;
use crate::schema::location::Content;
use crate::schema::location::Files;
use crate::schema::location::Location;
use crate::schema::location::crds;
use crate::schema::location::fault::LocationError;
use crate::schema::location::file::Shared;
use crate::schema::location::template::LAYOUT;
use crate::schema::location::template::Template;
use crate::schema::version::KubernetesVersion;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::text::suggest::listed;

/// Deeper than any folder of definitions, and shallow enough to end in a circle of links.
const DEEPEST: usize = 32;

/// The name of a schema set ends like this, so that it is found in a folder.
pub const SET_EXTENSION: &str = "schemas";

pub(super) fn open(
    written: &str,
    version: &KubernetesVersion,
    strict: bool,
    files: &dyn Files,
) -> Result<Vec<Location>, Vec<LocationError>> {
    let one = |content| Ok(vec![Location { written: written.to_owned(), content }]);
    let path = written.strip_prefix("file://").unwrap_or(written);
    if path == "default" {
        return one(Content::Embedded);
    }
    if path.trim().is_empty() {
        return Err(vec![LocationError::whole(written, "a location is missing here").help("leave the option out")]);
    }
    if let Some(at) = path.find("://") {
        return Err(vec![network(written, at)]);
    }
    let folder = path.trim_end_matches('/');
    let folder = if folder.is_empty() { "/" } else { folder };
    let failed = |reason: String| vec![LocationError::at(Place::file(folder), reason)];
    if Template::is_one(path) {
        return layout(written, path, version, strict, files).map_err(|error| vec![error]).and_then(one);
    }
    let Some(names) = files.list(folder).map_err(failed)? else {
        let Some(text) = files.read(path).map_err(failed)? else {
            return Err(vec![LocationError::whole(written, "there is no file or folder of this name")]);
        };
        let mut found = Found::default();
        found.file(path, text, true);
        return found.finish(written);
    };
    if names.iter().any(|name| name.contains("-standalone") && name.ends_with('/')) {
        return layout(written, folder, version, strict, files).map_err(|error| vec![error]).and_then(one);
    }
    let mut found = Found::default();
    found.folder(folder, names, files, 0);
    found.finish(written)
}

fn network(written: &str, at: usize) -> LocationError {
    let local = "clone or download the schemas, and name the copy";
    LocationError::argument(written, Span::new(0, at + 3), "groundplan has no network code and fetches no schemas")
        .help(format!("{local}: `schemas/{{{{ .Group }}}}/{{{{ .ResourceKind }}}}_{{{{ .ResourceAPIVersion }}}}.json`"))
}

/// A template, or a folder in the layout that kubeconform takes for granted.
fn layout(
    written: &str,
    path: &str,
    version: &KubernetesVersion,
    strict: bool,
    files: &dyn Files,
) -> Result<Content, LocationError> {
    // Read once as it was written, so that faults point into that.
    let mut template = Template::parse(path, version, strict).map_err(|error| error.in_argument(written))?;
    let whole = ["json", "yaml", "yml"].iter().any(|extension| path.ends_with(extension));
    if !whole {
        template = Template::parse(&format!("{}/{LAYOUT}", path.trim_end_matches('/')), version, strict)?;
    }
    let folder = template.folder();
    let failed = |reason| LocationError::at(Place::file(folder.as_str()), reason);
    match files.list(&folder).map_err(failed)? {
        Some(names) if !names.is_empty() => return Ok(Content::Files { template, shared: Shared::default() }),
        Some(_) => return Err(LocationError::whole(written, format!("the folder `{folder}` is empty"))),
        None => {}
    }
    let error = LocationError::whole(written, format!("there is no folder `{folder}`"));
    let above = folder.rsplit_once('/').map_or(".", |(above, _)| above);
    let beside = files.list(above).ok().flatten().unwrap_or_default();
    let beside: Vec<&str> = beside.iter().filter_map(|name| name.strip_suffix('/')).collect();
    Err(match beside.as_slice() {
        [] => error.help("paths are looked up from the folder in which groundplan runs"),
        _ => error.help(format!("in `{above}` are {}", listed(beside))),
    })
}

/// What a walk has met.
#[derive(Default)]
struct Found {
    content: Vec<Content>,
    definitions: Vec<CustomKinds>,
    errors: Vec<LocationError>,
    /// A file that looks like a schema for one kind, which only a template can find.
    schema_file: Option<String>,
    /// An OpenAPI document, which has to be imported first.
    document: Option<String>,
}

impl Found {
    fn folder(&mut self, folder: &str, names: Vec<String>, files: &dyn Files, depth: usize) {
        for name in names {
            let path = if folder == "/" { format!("/{name}") } else { format!("{folder}/{name}") };
            let failed = |reason: String| LocationError::at(Place::file(path.as_str()), reason);
            if let Some(below) = path.strip_suffix('/') {
                match files.list(below) {
                    _ if depth >= DEEPEST => {
                        self.errors.push(failed(format!("it is more than {DEEPEST} folders deep")));
                    }
                    Ok(names) => self.folder(below, names.unwrap_or_default(), files, depth + 1),
                    Err(reason) => self.errors.push(failed(reason)),
                }
                continue;
            }
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            if !["yaml", "yml", "json", SET_EXTENSION].contains(&extension) {
                continue;
            }
            match files.read(&path) {
                Ok(text) => self.file(&path, text.unwrap_or_default(), false),
                Err(reason) => self.errors.push(failed(reason)),
            }
        }
    }

    fn file(&mut self, path: &str, text: String, named: bool) {
        if set::is_set(&text) {
            match set::read(&Source::new(path, text)) {
                Ok(set) => self.content.push(Content::Set(set)),
                Err(error) => self.errors.push(error),
            }
            return;
        }
        let start = || text.trim_start().starts_with('{');
        if openapi::is_one(&text) {
            self.document.get_or_insert_with(|| path.to_owned());
        } else if text.contains("CustomResourceDefinition") || named {
            if start() && text.contains("\"properties\"") {
                self.schema_file.get_or_insert_with(|| path.to_owned());
            }
            // Other files, templates of charts among them, are not parsed: they define nothing.
            match crds::read(&Source::new(path, text)) {
                Ok(found) => self.definitions.extend(found),
                Err(errors) => self.errors.extend(errors),
            }
        } else if start() && text.contains("\"properties\"") {
            self.schema_file.get_or_insert_with(|| path.to_owned());
        }
    }

    /// Two definitions of one kind that disagree: which of them a cluster has cannot be known here.
    fn disagreements(&self) -> Vec<LocationError> {
        let mut first: BTreeMap<(&str, &str), &CustomKind> = BTreeMap::new();
        let mut errors = Vec::new();
        for kind in self.definitions.iter().flat_map(|kinds| kinds.0.iter()) {
            match first.get(&(&*kind.api_version, &*kind.kind)) {
                Some(other) if other.written() != kind.written() => {
                    let message =
                        format!("{} {} is defined differently at {}", kind.api_version, kind.kind, other.place);
                    errors.push(LocationError::at(kind.place.clone(), message).help("leave one of the two out"));
                }
                Some(_) => {}
                None => drop(first.insert((&kind.api_version, &kind.kind), kind)),
            }
        }
        errors
    }

    fn finish(mut self, written: &str) -> Result<Vec<Location>, Vec<LocationError>> {
        let disagreements = self.disagreements();
        self.errors.extend(disagreements);
        if !self.definitions.is_empty() {
            // Definitions tell more than sets made of OpenAPI documents.
            self.content.insert(0, Content::Definitions(self.definitions));
        }
        if self.content.is_empty() && self.errors.is_empty() {
            let error = LocationError::whole(written, "there is no schema set and no CustomResourceDefinition here");
            self.errors.push(match (self.document, self.schema_file) {
                (Some(path), _) => error.help(format!(
                    "make a schema set of `{path}`: `groundplan schema import {path} --output cluster.{SET_EXTENSION}`"
                )),
                (None, Some(path)) => error.help(format!(
                    "`{path}` looks like a schema for one kind: say how such files are named, as in \
                     `crds/{{{{ .Group }}}}/{{{{ .ResourceKind }}}}_{{{{ .ResourceAPIVersion }}}}.json`"
                )),
                (None, None) => error,
            });
        }
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let location = |content| Location { written: written.to_owned(), content };
        Ok(self.content.into_iter().map(location).collect())
    }
}
