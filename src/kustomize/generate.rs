//! `configMapGenerator` and `secretGenerator` (kustomize, internal/generators and kv).

use std::sync::Arc;

use crate::finding::Finding;
use crate::kustomize::build::Builder;
use crate::kustomize::digest;
use crate::kustomize::fields;
use crate::kustomize::files::Content;
use crate::kustomize::resource::Behavior;
use crate::kustomize::resource::Resource;
use crate::kustomize::resource::merge_entries;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::yaml::Composed;
use crate::yaml::Node;

/// A key with its value, and where that is written.
struct Pair {
    key: String,
    value: Value,
    place: Place,
}

enum Value {
    Text(String),
    Bytes(Vec<u8>),
}

impl Builder<'_> {
    pub(super) fn generate(&mut self, folder: &str, root: Node<'_>, resources: &mut Vec<Resource>) {
        for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
            for entry in fields::items(root, field) {
                if let Some(made) = self.make(folder, root, entry, kind) {
                    self.absorb(made, entry, resources);
                }
            }
        }
    }

    fn make(&mut self, folder: &str, root: Node<'_>, entry: Node<'_>, kind: &str) -> Option<Resource> {
        let Some((name, said)) = fields::said(entry, "name") else {
            self.refuse(refusal(entry.place(), "what is generated here has no `name`"));
            return None;
        };
        let (place, name_place) = (entry.place(), said.place());
        let mut object = Composed::mapping(&place, []);
        object.set("apiVersion", Composed::text(&place, "v1"));
        object.set("kind", Composed::text(&place, kind));
        let metadata = object.child("metadata", &place);
        metadata.set("name", Composed::text(&name_place, name));
        if let Some((namespace, said)) = fields::said(entry, "namespace") {
            metadata.set("namespace", Composed::text(&said.place(), namespace));
        }
        let options: Vec<Node<'_>> =
            [fields::field(root, "generatorOptions"), fields::field(entry, "options")].into_iter().flatten().collect();
        for group in ["labels", "annotations"] {
            for (key, value) in options.iter().flat_map(|options| fields::map(*options, group)) {
                metadata.child(group, &place).set(&key, value);
            }
        }
        if kind == "Secret" {
            let said = fields::said(entry, "type");
            let place = said.map_or_else(|| place.clone(), |(_, said)| said.place());
            object.set("type", Composed::text(&place, said.map_or("Opaque", |(text, _)| text)));
            object.set("data", Composed::mapping(&place, []));
        }
        for pair in self.pairs(folder, entry) {
            let (field, value) = match pair.value {
                Value::Text(text) if kind == "ConfigMap" => ("data", text),
                Value::Text(text) => ("data", digest::base64(text.as_bytes())),
                Value::Bytes(bytes) if kind == "ConfigMap" => ("binaryData", digest::base64(&bytes)),
                Value::Bytes(bytes) => ("data", digest::base64(&bytes)),
            };
            let data = object.child(field, &place);
            if data.get(&pair.key).is_some() {
                let message = format!("the {kind} {name} gets the key `{}` twice", pair.key);
                self.refuse(refusal(pair.place, message));
                continue;
            }
            data.set(&pair.key, Composed::text(&pair.place, value));
        }
        if options.iter().any(|options| fields::is_true(*options, "immutable")) {
            object.set("immutable", Composed::plain(&place, "true"));
        }
        let mut made = Resource::new(object);
        made.has_digest = !options.iter().any(|options| fields::is_true(*options, "disableNameSuffixHash"));
        made.behavior = match fields::text(entry, "behavior") {
            Some("merge") => Behavior::Merge,
            Some("replace") => Behavior::Replace,
            _ => Behavior::Create,
        };
        Some(made)
    }

    fn pairs(&mut self, folder: &str, entry: Node<'_>) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let env = fields::field(entry, "env").into_iter();
        for path in fields::items(entry, "envs").into_iter().chain(env) {
            if let Some(Content::Text(source)) = self.content_of(folder, path, path.text().unwrap_or_default()) {
                pairs.extend(lines(&Arc::clone(source)));
            }
        }
        for literal in fields::items(entry, "literals") {
            let text = literal.text().unwrap_or_default();
            match text.split_once('=') {
                Some((key, value)) if !key.is_empty() => {
                    let value = Value::Text(unquoted(value).to_owned());
                    pairs.push(Pair { key: key.to_owned(), value, place: literal.place() });
                }
                _ => self.refuse(refusal(literal.place(), "a literal is written `key=value`")),
            }
        }
        for file in fields::items(entry, "files") {
            let text = file.text().unwrap_or_default();
            let (key, path) = text.split_once('=').unwrap_or_else(|| (text.rsplit('/').next().unwrap_or(text), text));
            if key.is_empty() || path.is_empty() || path.contains('=') {
                self.refuse(refusal(file.place(), "a file is written `path` or `key=path`"));
                continue;
            }
            let (value, place) = match self.content_of(folder, file, path) {
                Some(Content::Text(source)) => (Value::Text(source.text.clone()), Place::whole_file(source)),
                Some(Content::Bytes(bytes)) => (Value::Bytes(bytes.clone()), file.place()),
                None => continue,
            };
            pairs.push(Pair { key: key.to_owned(), value, place });
        }
        pairs
    }

    /// Adds what was generated, or lets it take the place of what is there.
    fn absorb(&mut self, mut made: Resource, entry: Node<'_>, resources: &mut Vec<Resource>) {
        let id = made.id();
        let matches: Vec<usize> = (0..resources.len()).filter(|at| resources[*at].was_ever(&id)).collect();
        match (matches.as_slice(), made.behavior) {
            ([], Behavior::Create) => self.append(made, resources),
            ([], _) if self.lacks_objects() => {}
            ([], _) => {
                let message = format!("{id} does not exist, and this is to change it");
                self.refuse(refusal(entry.place(), message));
            }
            ([at], Behavior::Create) => {
                let place = made.value.place.clone();
                self.twice(&id.to_string(), &place, &resources[*at].value.place.clone());
            }
            ([at], behavior) => {
                let old = resources[*at].clone();
                let place = made.value.place.clone();
                made.succeed(&old, &place);
                if behavior == Behavior::Merge {
                    for field in ["data", "binaryData"] {
                        let Some(there) = old.value.get(field) else { continue };
                        let mut merged = there.clone();
                        if let Some(own) = made.value.get(field) {
                            merge_entries(&mut merged, own);
                        }
                        made.value.set(field, merged);
                    }
                }
                resources[*at] = made;
            }
            _ => {
                let message = format!("{} resources were called {id}", matches.len());
                self.refuse(refusal(entry.place(), message));
            }
        }
    }
}

fn refusal(place: Place, message: impl Into<String>) -> Finding {
    Finding::error("kustomization-refused", place, message)
}

/// One pair of quotes around a value is taken off.
fn unquoted(value: &str) -> &str {
    let bytes = value.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(b'"'), Some(b'"')) | (Some(b'\''), Some(b'\'')) if bytes.len() > 1 => &value[1..value.len() - 1],
        _ => value,
    }
}

/// The variables of an env file, one a line.
fn lines(source: &Arc<Source>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text).trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        let place = Place::new(source, Span::new(at, at + text.len()));
        pairs.push(Pair { key: key.to_owned(), value: Value::Text(value.to_owned()), place });
    }
    pairs
}
