//! Kinds that the documents themselves define, by a CustomResourceDefinition.

use std::sync::Arc;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

use crate::schema::location::LocationError;
use crate::schema::shape::Schema;
use crate::text::Place;
use crate::yaml::Document;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// The served versions of a CustomResourceDefinition. Environments that render the same definition share them.
#[derive(Debug, Clone)]
pub struct CustomKinds(pub(super) Arc<[CustomKind]>);

impl CustomKinds {
    /// Reads a CustomResourceDefinition; a document of another shape defines nothing, and checking it says why.
    pub fn read(root: Node<'_>) -> Self {
        Self(custom_kinds(root).into())
    }

    /// The `apiVersion` and `kind` of each.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|kind| (kind.api_version.as_str(), kind.kind.as_str()))
    }

    /// How many versions are served.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is served.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One served version of a CustomResourceDefinition.
#[derive(Debug)]
pub(super) struct CustomKind {
    pub(super) api_version: String,
    pub(super) kind: String,
    /// The schema. It is read when an object is to be judged by it, which of most definitions never happens.
    written: Document,
    /// Where the schema stands.
    pub(super) place: Place,
    parsed: OnceLock<Result<Schema, String>>,
}

impl CustomKind {
    pub(super) fn is(&self, api_version: &str, kind: &str) -> bool {
        self.kind == kind && self.api_version == api_version
    }

    /// The schema as JSON, without descriptions.
    pub(super) fn written(&self) -> Value {
        json(self.written.root(), false)
    }

    /// The schema, parsed at the first call; for definitions that nothing else checks.
    pub(super) fn read(&self) -> Result<&Schema, LocationError> {
        let parsed =
            self.parsed.get_or_init(|| Schema::deserialize(&self.written()).map_err(|error| error.to_string()));
        parsed.as_ref().map_err(|error| {
            let message = format!("the schema of {} cannot be read: {error}", self.kind);
            LocationError::at(self.place.clone(), message)
        })
    }

    /// A schema that cannot be read judges nothing: the definition's own document is what is wrong then.
    pub(super) fn schema(&self) -> &Schema {
        static OPEN: OnceLock<Schema> = OnceLock::new();
        self.read()
            .unwrap_or_else(|_| OPEN.get_or_init(|| Schema { preserve_unknown_fields: true, ..Schema::default() }))
    }
}

impl Schema {
    /// The schema that a node of a definition writes down; one that cannot be read allows everything.
    pub fn of_document(node: Node<'_>) -> Self {
        Self::deserialize(json(node, false))
            .unwrap_or_else(|_| Self { preserve_unknown_fields: true, ..Self::default() })
    }
}

/// A schema as it stands in a document; what cannot be read as one says nothing.
pub fn read_schema(node: Node<'_>) -> Schema {
    Schema::deserialize(json(node, false)).unwrap_or_default()
}

fn custom_kinds(root: Node<'_>) -> Vec<CustomKind> {
    let text = |path: &[&str]| root.at(path).and_then(Node::string);
    let (Some(group), Some(kind)) = (text(&["spec", "group"]), text(&["spec", "names", "kind"])) else {
        return Vec::new();
    };
    let versions = root.at(&["spec", "versions"]).into_iter().flat_map(Node::items);
    let served = versions.filter(|version| version.get("served").and_then(Node::scalar) != Some(Scalar::Bool(false)));
    served
        .filter_map(|version| {
            let name = version.get("name").and_then(Node::string)?;
            let schema = version.at(&["schema", "openAPIV3Schema"])?;
            Some(CustomKind {
                api_version: format!("{group}/{name}"),
                kind: kind.to_owned(),
                written: schema.to_document(),
                place: schema.place(),
                parsed: OnceLock::new(),
            })
        })
        .collect()
}

/// A node as JSON, without descriptions; `named` says that its keys are names of fields, not words of a schema.
pub(super) fn json(node: Node<'_>, named: bool) -> Value {
    if node.is_mapping() {
        let entries = node.entries().filter_map(|(key, value)| {
            let key = key.text()?;
            // A word without a value says nothing; a field without a schema may hold anything.
            let value = match (named, value.is_null()) {
                (true, true) => Value::Object(serde_json::Map::new()),
                (false, true) => return None,
                (false, false) if key == "description" => return None,
                _ => json(value, !named && key == "properties"),
            };
            Some((key.to_owned(), value))
        });
        return Value::Object(entries.collect());
    }
    if node.is_sequence() {
        return node.items().map(|item| json(item, false)).collect();
    }
    match node.scalar() {
        Some(Scalar::Bool(value)) => value.into(),
        Some(Scalar::Int(value)) => i64::try_from(value).map_or(Value::Null, Value::from),
        Some(Scalar::Float(value)) => value.into(),
        Some(Scalar::Str(value)) => value.into(),
        Some(Scalar::Null) | None => Value::Null,
    }
}
