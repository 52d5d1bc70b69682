//! Field lists: a short notation for API types that are written by hand.
//!
//! ```yaml
//! types:
//!   RedisSettings:
//!     includes: PodSettings
//!     fields:
//!       image: string
//!       startupConfigMap: string since v1.2.4
//!       tolerations: list of Toleration       # a type of the list, or else of the Kubernetes core group
//!       name!: string                         # must be there
//! ```
//!
//! The lists are part of the program, so mistakes in them are found by tests and never reported to a user.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::yaml::Document;
use crate::yaml::Node;

/// Where types live that a list does not define itself.
pub(super) const CORE: &str = "io.k8s.api.core.v1.";

/// A released version; what follows a `-` counts as the release itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u32, u32, u32);

impl Version {
    /// Reads `v1.2.4` or `v1.3.0-rc1`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let numbers = text.strip_prefix('v').unwrap_or(text);
        let numbers = numbers.split_once('-').map_or(numbers, |(release, _)| release);
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let version = Self(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }

    /// The name of the series, `v1.2`.
    pub(super) fn series(self) -> String {
        format!("v{}.{}", self.0, self.1)
    }
}

/// The types of a list as JSON schemas that refer to each other by name.
pub(super) fn types(list: &Document, version: Version) -> BTreeMap<String, Value> {
    let Some(types) = list.root().get("types") else { return BTreeMap::new() };
    let reader = Reader { types, version };
    let names = types.entries().filter_map(|(name, _)| name.text());
    names.map(|name| (name.to_owned(), reader.object(name))).collect()
}

struct Reader<'a> {
    types: Node<'a>,
    version: Version,
}

impl Reader<'_> {
    fn object(&self, name: &str) -> Value {
        let mut fields = BTreeMap::new();
        let mut required = Vec::new();
        self.fields(name, &mut fields, &mut required);
        required.sort();
        let mut object = Map::new();
        let properties = Map::from_iter(fields);
        object.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            object.insert("required".to_owned(), required.into());
        }
        object.insert("type".to_owned(), "object".into());
        Value::Object(object)
    }

    fn fields(&self, name: &str, to: &mut BTreeMap<String, Value>, required: &mut Vec<String>) {
        let Some(written) = self.types.get(name) else { return };
        if let Some(included) = written.get("includes").and_then(Node::text) {
            self.fields(included, to, required);
        }
        for (key, value) in written.get("fields").into_iter().flat_map(Node::entries) {
            let (key, value) = (key.text().unwrap_or_default(), value.text().unwrap_or_default());
            let (notation, since) = value.split_once(" since ").unwrap_or((value, "v0.0.0"));
            if Version::parse(since).is_some_and(|since| since > self.version) {
                continue;
            }
            let field = key.trim_end_matches('!');
            if field != key {
                required.push(field.to_owned());
            }
            to.insert(field.to_owned(), self.value(notation));
        }
    }

    fn value(&self, notation: &str) -> Value {
        if let Some(item) = notation.strip_prefix("list of ") {
            return json!({ "items": self.value(item), "type": "array" });
        }
        if let Some(each) = notation.strip_prefix("map of ") {
            return json!({ "additionalProperties": self.value(each), "type": "object" });
        }
        if let Some(values) = notation.strip_prefix("one of ") {
            return json!({ "enum": values.split(", ").collect::<Vec<_>>(), "type": "string" });
        }
        match notation {
            "string" | "boolean" | "integer" | "object" => json!({ "type": notation }),
            "int32" | "int64" => json!({ "format": notation, "type": "integer" }),
            "anything" => json!({ "x-kubernetes-preserve-unknown-fields": true }),
            local if self.types.get(local).is_some() => json!({ "$ref": local }),
            core => json!({ "$ref": format!("{CORE}{core}") }),
        }
    }
}
