//! One schema, as the OpenAPI of Kubernetes and of custom resources writes it.
//!
//! Holds what decides whether a document is right; descriptions, defaults and CEL rules are left out.

use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::MapAccess;
use serde::de::Visitor;

/// What a value may be. Everything is optional, and an empty schema allows everything.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the words of the format")]
pub struct Schema {
    /// The name of the definition that stands here.
    #[serde(rename = "$ref")]
    pub reference: Option<Box<str>>,
    /// The type wanted.
    #[serde(rename = "type")]
    pub kind: Option<Type>,
    /// Fields of an object.
    pub properties: Properties,
    /// Fields that must be there.
    pub required: Vec<Box<str>>,
    /// What other keys may hold.
    pub additional_properties: Additional,
    /// What every item of a list must be.
    pub items: Option<Box<Schema>>,
    /// The only values allowed.
    #[serde(rename = "enum")]
    pub allowed: Vec<serde_json::Value>,
    /// `int32`, `int64`, `date-time`, `byte`, `quantity`, and others that say nothing to groundplan.
    pub format: Option<Box<str>>,
    /// What a string must match.
    pub pattern: Option<Pattern>,
    /// Smallest number.
    pub minimum: Option<f64>,
    /// Largest number.
    pub maximum: Option<f64>,
    /// Whether the smallest number is itself too small.
    pub exclusive_minimum: bool,
    /// Whether the largest number is itself too large.
    pub exclusive_maximum: bool,
    /// What a number must be a multiple of.
    pub multiple_of: Option<f64>,
    /// Fewest characters.
    pub min_length: Option<usize>,
    /// Most characters.
    pub max_length: Option<usize>,
    /// Fewest items.
    pub min_items: Option<usize>,
    /// Most items.
    pub max_items: Option<usize>,
    /// Fewest keys.
    pub min_properties: Option<usize>,
    /// Most keys.
    pub max_properties: Option<usize>,
    /// Whether null is a value here.
    pub nullable: bool,
    /// All of these must hold.
    pub all_of: Vec<Schema>,
    /// At least one of these must hold.
    pub any_of: Vec<Schema>,
    /// Exactly one of these must hold.
    pub one_of: Vec<Schema>,
    /// This must not hold.
    pub not: Option<Box<Schema>>,
    /// Whether an integer and a string are both right.
    #[serde(rename = "x-kubernetes-int-or-string")]
    pub int_or_string: bool,
    /// Whether fields that are not listed are kept.
    #[serde(rename = "x-kubernetes-preserve-unknown-fields")]
    pub preserve_unknown_fields: bool,
    /// Whether this is a whole object of its own, with `apiVersion`, `kind` and `metadata`.
    #[serde(rename = "x-kubernetes-embedded-resource")]
    pub embedded_resource: bool,
    /// `atomic`, `set` or `map`.
    #[serde(rename = "x-kubernetes-list-type")]
    pub list_type: Option<Box<str>>,
    /// The fields that tell the items of a `map` list apart.
    #[serde(rename = "x-kubernetes-list-map-keys")]
    pub list_map_keys: Vec<Box<str>>,
    /// The value the server fills in; only plain strings are of use here (the protocol of a port).
    pub default: Option<serde_json::Value>,
}

impl Schema {
    /// Whether any key is right here, with any value.
    pub fn is_open(&self) -> bool {
        self.preserve_unknown_fields
            || matches!(self.additional_properties, Additional::Open)
            || (self.kind.is_none() && self.properties.is_empty() && !self.embedded_resource)
    }
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A mapping.
    Object,
    /// A list.
    Array,
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// Whose reading of a schema decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Go types of the API server, which has rules of its own about what may be repeated in a list.
    BuiltIn,
    /// The validation of custom resources: everything that the schema says, and metadata as for any object.
    Custom,
}

/// What keys that are not listed may hold.
#[derive(Debug, Default)]
pub enum Additional {
    /// There are no such keys.
    #[default]
    Closed,
    /// Anything.
    Open,
    /// Values of this schema.
    Each(Box<Schema>),
}

impl<'de> Deserialize<'de> for Additional {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct BoolOrSchema;
        impl<'de> Visitor<'de> for BoolOrSchema {
            type Value = Additional;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a boolean or a schema")
            }

            fn visit_bool<E>(self, open: bool) -> Result<Additional, E> {
                Ok(if open { Additional::Open } else { Additional::Closed })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Additional, A::Error> {
                let map = serde::de::value::MapAccessDeserializer::new(map);
                Ok(Additional::Each(Box::new(Schema::deserialize(map)?)))
            }
        }
        input.deserialize_any(BoolOrSchema)
    }
}

/// Fields by name.
#[derive(Debug, Default)]
pub struct Properties(Vec<(Box<str>, Schema)>);

impl Properties {
    /// The schema of a field.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        let at = self.0.binary_search_by(|(field, _)| (**field).cmp(name)).ok()?;
        Some(&self.0[at].1)
    }

    /// Names and schemas, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Schema)> {
        self.0.iter().map(|(name, schema)| (&**name, schema))
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Properties;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("schemas by field name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                fields.sort_by(|a: &(Box<str>, Schema), b| a.0.cmp(&b.0));
                Ok(Properties(fields))
            }
        }
        input.deserialize_map(Fields)
    }
}

/// A regular expression, compiled when a string first meets it.
#[derive(Debug, Deserialize)]
#[serde(from = "Box<str>")]
pub struct Pattern {
    text: Box<str>,
    compiled: OnceLock<Option<regex_lite::Regex>>,
}

impl From<Box<str>> for Pattern {
    fn from(text: Box<str>) -> Self {
        Self { text, compiled: OnceLock::new() }
    }
}

impl Pattern {
    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a string matches; a pattern that cannot be compiled judges nothing.
    pub fn matches(&self, value: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| regex_lite::Regex::new(&self.text).ok());
        compiled.as_ref().is_none_or(|regex| regex.is_match(value))
    }

    /// Whether the pattern can be compiled.
    pub fn is_understood(&self) -> bool {
        self.compiled.get_or_init(|| regex_lite::Regex::new(&self.text).ok()).is_some()
    }
}
