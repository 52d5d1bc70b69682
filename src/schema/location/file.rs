//! One schema file with everything that it refers to, in this file or in others beside it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde::Deserialize;
use serde_json::Value;

use crate::schema::custom;
use crate::schema::definitions::Definitions;
use crate::schema::location::Files;
use crate::schema::location::convert::Converter;
use crate::schema::location::convert::Problem;
use crate::schema::location::fault::LocationError;
use crate::schema::shape::Schema;
use crate::text::Place;
use crate::text::Source;
use crate::yaml;
use crate::yaml::Node;

/// More files than any set of schemas has for one kind.
const MOST_FILES: usize = 64;

/// A schema file, ready to judge documents.
#[derive(Debug)]
pub(in crate::schema) struct Loaded {
    pub(in crate::schema) definitions: Definitions,
    /// The name of the definition for the whole document.
    pub(in crate::schema) root: String,
    /// What the schema demands and groundplan does not check, sorted.
    pub(in crate::schema) unsupported: Vec<String>,
}

/// Files that others refer to, which are large and few: parsed once.
#[derive(Debug, Default)]
pub(in crate::schema) struct Shared(Mutex<BTreeMap<String, Arc<Parsed>>>);

#[derive(Debug)]
struct Parsed {
    source: Arc<Source>,
    value: Value,
}

/// Reads a schema and all that it refers to; `None` when there is no such file.
pub(super) fn load(
    files: &dyn Files,
    shared: &Shared,
    path: &str,
    builtin: bool,
) -> Result<Option<Loaded>, LocationError> {
    let mut reader = Reader { files, shared, main: path, documents: BTreeMap::new() };
    if reader.open(path)?.is_none() {
        return Ok(None);
    }
    let root = format!("{path}#");
    let mut bodies: BTreeMap<String, Value> = BTreeMap::new();
    let mut in_place: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut unsupported = BTreeSet::new();
    let mut wanted = vec![root.clone()];
    while let Some(name) = wanted.pop() {
        if bodies.contains_key(&name) {
            continue;
        }
        let (body, here) = reader.convert(&name, builtin, &mut unsupported, &mut wanted)?;
        bodies.insert(name.clone(), body);
        in_place.insert(name, here);
    }
    for name in bodies.keys() {
        if reaches_itself(name, &in_place) {
            let message = "this schema is made of itself, so that no value can ever be judged by it";
            return Err(reader.fault(name, &[], message.to_owned()));
        }
    }
    let texts = bodies.into_iter().map(|(name, body)| (name.into(), body.to_string().into()));
    let definitions = Definitions::new(texts, None);
    Ok(Some(Loaded { definitions, root, unsupported: unsupported.into_iter().collect() }))
}

struct Reader<'a> {
    files: &'a dyn Files,
    shared: &'a Shared,
    main: &'a str,
    documents: BTreeMap<String, Arc<Parsed>>,
}

impl Reader<'_> {
    fn open(&mut self, path: &str) -> Result<Option<&Value>, LocationError> {
        if !self.documents.contains_key(path) {
            let Some(parsed) = self.parsed(path)? else { return Ok(None) };
            self.documents.insert(path.to_owned(), parsed);
        }
        Ok(self.documents.get(path).map(|parsed| &parsed.value))
    }

    fn parsed(&self, path: &str) -> Result<Option<Arc<Parsed>>, LocationError> {
        let shared = || self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = shared().get(path) {
            return Ok(Some(Arc::clone(parsed)));
        }
        let read = self.files.read(path).map_err(|reason| LocationError::at(Place::file(path), reason))?;
        let Some(text) = read else { return Ok(None) };
        let source = Source::new(path, text);
        let value = parse(&source)?;
        let parsed = Arc::new(Parsed { source, value });
        if path != self.main {
            shared().insert(path.to_owned(), Arc::clone(&parsed));
        }
        Ok(Some(parsed))
    }

    /// Rewrites the definition of a name, which is a path, `#`, and a pointer into that file.
    fn convert(
        &mut self,
        name: &str,
        builtin: bool,
        unsupported: &mut BTreeSet<String>,
        wanted: &mut Vec<String>,
    ) -> Result<(Value, BTreeSet<String>), LocationError> {
        let (path, pointer) = name.split_once('#').unwrap_or((name, ""));
        let body = self.open(path)?.and_then(|value| value.pointer(pointer)).cloned();
        // Whoever refers to a file or a definition has looked whether it is there.
        let body = body.unwrap_or_default();
        // A reference that is wrong is told from where it stands; a file that is wrong, from that file.
        let mut broken = None;
        let mut refer = |target: &str| {
            let name = target_of(path, target)?;
            let (file, pointer) = name.split_once('#').unwrap_or((&name, ""));
            if self.documents.len() >= MOST_FILES {
                return Err(format!("this schema is spread over more than {MOST_FILES} files"));
            }
            match self.open(file) {
                Ok(Some(value)) if value.pointer(pointer).is_some() => {
                    wanted.push(name.clone());
                    Ok(name)
                }
                Ok(Some(_)) => Err(format!("`{file}` has no `{pointer}`")),
                Ok(None) => Err(format!("there is no file `{file}`")),
                Err(error) => {
                    broken = Some(error);
                    Err(String::new())
                }
            }
        };
        let path = keys(pointer);
        let mut rewriter =
            Converter { refer: &mut refer, path, unsupported, builtin, in_place: BTreeSet::new(), depth: 0 };
        let converted = rewriter.schema(&body);
        let in_place = std::mem::take(&mut rewriter.in_place);
        let converted = converted.map_err(|Problem { path, message }| match broken {
            Some(error) => error,
            None => self.fault(name, &path, message),
        })?;
        match Schema::deserialize(&converted) {
            Ok(_) => Ok((converted, in_place)),
            Err(error) => Err(self.fault(name, &keys(pointer), format!("this schema cannot be read: {error}"))),
        }
    }

    /// What is wrong at a path of keys of the file that holds a definition.
    fn fault(&self, name: &str, path: &[String], message: String) -> LocationError {
        let file = name.split_once('#').map_or(name, |(file, _)| file);
        let Some(Parsed { source, .. }) = self.documents.get(file).map(|parsed| &**parsed) else {
            return LocationError::at(Place::file(file), message);
        };
        let parsed = yaml::parse(source);
        let place = parsed.documents.first().map(|document| at(document.root(), path).place());
        LocationError::at(place.unwrap_or_else(|| Place::whole_file(source)), message)
    }
}

/// JSON, or YAML where the name of the file says so.
fn parse(source: &Arc<Source>) -> Result<Value, LocationError> {
    let value = if matches!(source.path.rsplit('.').next(), Some("yaml" | "yml")) {
        let parsed = yaml::parse(source);
        if let Some(problem) = parsed.problems.into_iter().next() {
            return Err(LocationError::at(problem.place, problem.message));
        }
        parsed.documents.first().map(|document| custom::json(document.root(), false)).unwrap_or_default()
    } else {
        serde_json::from_str(&source.text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let text = error.to_string();
            let reason = text.split(" at line ").next().unwrap_or(&text);
            LocationError::line(source, line, column, format!("this is not valid JSON: {reason}"))
        })?
    };
    if value.is_object() || value.is_boolean() {
        return Ok(value);
    }
    Err(LocationError::at(Place::whole_file(source), "this file holds no schema"))
}

/// The node at a path of keys and indices, or the last one on the way that there is.
fn at<'a>(root: Node<'a>, path: &[String]) -> Node<'a> {
    let mut node = root;
    for key in path {
        let item = || key.parse().ok().and_then(|at| node.items().nth(at));
        match node.get(key).or_else(item) {
            Some(found) => node = found,
            None => break,
        }
    }
    node
}

fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}

/// The file and pointer that a `$ref` in a file leads to.
fn target_of(path: &str, target: &str) -> Result<String, String> {
    let (file, pointer) = target.split_once('#').unwrap_or((target, ""));
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(format!("`#{pointer}` is a name, and only paths such as `#/definitions/Name` are followed"));
    }
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    let beside = |name: &str| folder.map_or_else(|| name.to_owned(), |folder| format!("{folder}/{name}"));
    let name = file.rsplit('/').next().unwrap_or(file);
    let file = match file {
        "" => path.to_owned(),
        // Published sets name this file by an address of their own; it lies beside the others.
        _ if name == "_definitions.json" => beside(name),
        _ if file.contains("://") => {
            return Err(format!("`{target}` is on a network, and groundplan has no network code"));
        }
        _ if file.starts_with('/') => file.to_owned(),
        _ => beside(file),
    };
    Ok(format!("{file}#{}", pointer.replace("%24", "$").replace("%7E", "~")))
}

/// Whether judging a value by a definition means to judge the same value by the same definition again.
fn reaches_itself(name: &str, in_place: &BTreeMap<String, BTreeSet<String>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for target in in_place.get(next).into_iter().flatten() {
            if target == name {
                return true;
            }
            if seen.insert(target.as_str()) {
                open.push(target);
            }
        }
    }
    false
}
