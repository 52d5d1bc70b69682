//! One schema, as the OpenAPI of Kubernetes and of custom resources writes it.
//!
//! Holds what decides whether a document is right, and what the server fills in; descriptions are left out.

use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::MapAccess;
use serde::de::Visitor;

use crate::schema::definitions::Definitions;
use crate::schema::ease::Ease;
use crate::schema::pattern::translated;
use crate::schema::properties::Properties;

/// What a value may be. Everything is optional, and an empty schema allows everything.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the words of the format")]
pub struct Schema {
    /// The name of the definition that stands here.
    #[serde(rename = "$ref")]
    pub reference: Option<Box<str>>,
    /// Where the definition was found the last time: a guess, which whoever looks it up has to check.
    #[serde(skip)]
    pub place: OnceLock<Remembered>,
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
    /// The value the server fills in where nothing is written.
    pub default: Option<serde_json::Value>,
    /// Rules that the value must meet besides.
    #[serde(rename = "x-kubernetes-validations", deserialize_with = "readable_rules")]
    pub rules: Vec<Rule>,
    /// Whether there are rules here or below, found out when first asked.
    #[serde(skip)]
    pub ruled: OnceLock<bool>,
    /// What makes checking a value easy, found out when first asked.
    #[serde(skip)]
    pub ease: OnceLock<Ease>,
}

/// Where the definition behind a reference stands: in which set, and at which place of it.
#[derive(Debug, Clone, Copy)]
pub struct Remembered {
    pub(super) set: u32,
    pub(super) at: usize,
}

/// A rule in the Common Expression Language, as a CustomResourceDefinition writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Rule {
    /// The expression, true where the value is right.
    pub rule: Box<str>,
    /// What to say where it is not.
    pub message: Option<Box<str>>,
    /// An expression for what to say.
    pub message_expression: Option<Box<str>>,
    /// The field that is to blame, from the value on: `.spec.replicas`.
    pub field_path: Option<Box<str>>,
    /// Whether a rule about changes holds for a new object too.
    pub optional_old_self: bool,
}

/// A list of rules that is none must not make the whole schema unreadable: its document is what is wrong.
#[expect(clippy::unnecessary_wraps, reason = "what serde asks of a function that reads a field")]
fn readable_rules<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<Rule>, D::Error> {
    let written = Vec::<serde_json::Value>::deserialize(input).unwrap_or_default();
    Ok(written.into_iter().filter_map(|rule| Rule::deserialize(rule).ok()).collect())
}

impl Schema {
    /// Whether a value has rules to meet, here or anywhere below, besides its shape.
    pub fn has_rules(&self, definitions: &Definitions) -> bool {
        *self.ruled.get_or_init(|| {
            let each = match &self.additional_properties {
                Additional::Each(each) => Some(&**each),
                _ => None,
            };
            let mut below = self.properties.iter().map(|(_, field)| field).chain(self.items.as_deref()).chain(each);
            !self.rules.is_empty()
                || self.reference.as_deref().is_some_and(|name| definitions.is_ruled(name))
                || below.any(|schema| schema.has_rules(definitions))
        })
    }

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
    /// The words of a JSON Schema file and no others: what it forbids inside a condition is forbidden.
    JsonSchema,
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

/// A regular expression, compiled when a string first meets it.
#[derive(Debug, Deserialize)]
#[serde(from = "Box<str>")]
pub struct Pattern {
    text: Box<str>,
    compiled: OnceLock<Option<regex_lite::Regex>>,
    /// The first short strings that matched: most documents say `30s` where any duration would do.
    matched: [OnceLock<Box<str>>; 4],
}

impl From<Box<str>> for Pattern {
    fn from(text: Box<str>) -> Self {
        Self { text, compiled: OnceLock::new(), matched: Default::default() }
    }
}

impl Pattern {
    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a string matches; a pattern that cannot be compiled judges nothing.
    pub fn matches(&self, value: &str) -> bool {
        for known in &self.matched {
            match known.get() {
                Some(known) if **known == *value => return true,
                Some(_) => {}
                None => return self.remember(known, value),
            }
        }
        self.judge(value)
    }

    fn remember(&self, place: &OnceLock<Box<str>>, value: &str) -> bool {
        let matches = self.judge(value);
        if matches && value.len() <= 32 {
            place.get_or_init(|| value.into());
        }
        matches
    }

    fn judge(&self, value: &str) -> bool {
        self.compiled().is_none_or(|regex| regex.is_match(value))
    }

    /// Whether the pattern can be compiled.
    pub fn is_understood(&self) -> bool {
        self.compiled().is_some()
    }

    fn compiled(&self) -> Option<&regex_lite::Regex> {
        let compile = || regex_lite::Regex::new(&translated(&self.text).ok()?).ok();
        self.compiled.get_or_init(compile).as_ref()
    }
}
