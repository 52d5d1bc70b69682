//! RedisFailover, from this project's own field list.
//!
//! The list gives both the schema that judges documents and the CustomResourceDefinition's, so that what is installed
//! and what is checked cannot differ.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::schema::custom;
use crate::schema::definitions::Definitions;
use crate::schema::field_list;
use crate::schema::field_list::CORE;
use crate::schema::field_list::Version;
use crate::schema::pack;
use crate::text::Source;
use crate::yaml;
use crate::yaml::Document;
use crate::yaml::Node;

pub(super) const PROJECT: &str = "redis-operator";
pub(super) const API_VERSION: &str = "databases.spotahome.com/v1";
pub(super) const KIND: &str = "RedisFailover";
/// Releases whose fields are known, oldest first.
pub(super) const VERSIONS: [&str; 6] = ["v1.2.0", "v1.2.1", "v1.2.2", "v1.2.3", "v1.2.4", "v1.3.0-rc1"];

/// What a CustomResourceDefinition demands of a quantity that is written as a string.
pub const QUANTITY_PATTERN: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

const QUANTITY: &str = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING: &str = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

fn list() -> Option<&'static Document> {
    static LIST: OnceLock<Vec<Document>> = OnceLock::new();
    let documents = LIST.get_or_init(|| {
        let text = include_str!("../../schemas/redisfailover.yaml");
        yaml::parse(&Source::new("schemas/redisfailover.yaml", text)).documents
    });
    documents.first()
}

/// The definitions of an operator version; its `RedisFailover` is the whole object.
pub(super) fn definitions(version: &str) -> Option<Definitions> {
    let known = Version::parse(version)?;
    let list = list()?;
    let minor = list.root().at(&["built-with", &known.series()])?.text()?.parse().ok()?;
    let base = &pack::kubernetes(minor)?.definitions;
    let mut types = field_list::types(list, known);
    types.extend(exceptions(list, known, base));
    let either = json!([{ "type": "integer" }, { "type": "string" }]);
    types.insert(
        QUANTITY.to_owned(),
        json!({ "anyOf": either, "pattern": QUANTITY_PATTERN, "x-kubernetes-int-or-string": true }),
    );
    types.insert(INT_OR_STRING.to_owned(), json!({ "anyOf": either, "x-kubernetes-int-or-string": true }));
    let texts = types.into_iter().map(|(name, body)| (name.into(), body.to_string().into()));
    Some(Definitions::new(texts, Some(base)))
}

/// Kubernetes types that the operator knows differently.
fn exceptions(list: &Document, version: Version, base: &Definitions) -> BTreeMap<String, Value> {
    let mut changed = BTreeMap::new();
    for (name, exception) in list.root().get("exceptions").into_iter().flat_map(Node::entries) {
        let version_of = |key| exception.get(key).and_then(Node::text).and_then(Version::parse);
        let applies = version_of("before").is_none_or(|before| version < before)
            && version_of("since").is_none_or(|since| version >= since);
        let name = format!("{CORE}{}", name.text().unwrap_or_default());
        let body = base.text(&name).and_then(|text| serde_json::from_str(text).ok());
        let (true, Some(Value::Object(mut body))) = (applies, body) else { continue };
        if let Some(Value::Object(fields)) = body.get_mut("properties") {
            for field in exception.get("without").into_iter().flat_map(Node::items) {
                fields.retain(|name, _| Some(name.as_str()) != field.text());
            }
            for (field, schema) in exception.get("fields").into_iter().flat_map(Node::entries) {
                let field = field.text().unwrap_or_default().to_owned();
                fields.insert(field, custom::json(schema, false));
            }
        }
        if let Some(map_type) = exception.get("map-type").and_then(Node::text) {
            body.insert("x-kubernetes-map-type".to_owned(), map_type.into());
        }
        changed.insert(name, Value::Object(body));
    }
    changed
}

/// The complete `openAPIV3Schema` of an operator version, without references and with sorted keys; `None` for a
/// version whose fields are not known. Put together at the first call, for all environments.
pub fn open_api_schema(version: &str) -> Option<&'static Value> {
    static SCHEMAS: [OnceLock<Option<Value>>; VERSIONS.len()] = [const { OnceLock::new() }; VERSIONS.len()];
    let wanted = Version::parse(version)?;
    let same_fields =
        |known: &&str| Version::parse(known).is_some_and(|known| known <= wanted && known.series() == wanted.series());
    let at = VERSIONS.iter().rposition(same_fields)?;
    SCHEMAS[at].get_or_init(|| expanded(VERSIONS[at])).as_ref()
}

fn expanded(version: &str) -> Option<Value> {
    let definitions = definitions(version)?;
    let since = list()?.root().get("map-types-since")?.text()?;
    let map_types = Version::parse(version)? >= Version::parse(since)?;
    let mut expansion = Expansion { definitions, map_types, done: BTreeMap::new() };
    Some(expansion.expand(&json!({ "$ref": KIND })))
}

struct Expansion {
    definitions: Definitions,
    map_types: bool,
    /// Types that were expanded before: containers and volumes occur in several places.
    done: BTreeMap<String, Value>,
}

impl Expansion {
    fn named(&mut self, name: &str) -> Value {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        let target = self.definitions.text(name).and_then(|text| serde_json::from_str(text).ok());
        let expanded = target.map(|target: Value| self.expand(&target)).unwrap_or_default();
        self.done.insert(name.to_owned(), expanded.clone());
        expanded
    }

    fn expand(&mut self, schema: &Value) -> Value {
        let Value::Object(schema) = schema else { return schema.clone() };
        let mut expanded: BTreeMap<String, Value> = BTreeMap::new();
        let target = schema.get("$ref").and_then(Value::as_str);
        if let Some(Value::Object(fields)) = target.map(|name| self.named(name)) {
            expanded.extend(fields);
        }
        for (key, value) in schema {
            let value = match (key.as_str(), value) {
                // How clients of built-in types merge; a CustomResourceDefinition has no word for it.
                ("$ref" | "x-kubernetes-patch-strategy" | "x-kubernetes-patch-merge-key", _) => {
                    continue;
                }
                ("x-kubernetes-map-type", _) if !self.map_types => continue,
                ("properties", Value::Object(fields)) => {
                    let fields = fields.iter().map(|(name, field)| (name.clone(), self.expand(field)));
                    let sorted: BTreeMap<String, Value> = fields.collect();
                    Value::Object(Map::from_iter(sorted))
                }
                ("items" | "additionalProperties", _) => self.expand(value),
                _ => value.clone(),
            };
            expanded.insert(key.clone(), value);
        }
        Value::Object(Map::from_iter(expanded))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use crate::schema::custom;
    use crate::schema::open_api_schema;
    use crate::text::Source;
    use crate::yaml;

    /// What a schema says, by the path of the field.
    fn paths(schema: &Value, path: &str, to: &mut BTreeMap<String, String>) {
        let mut said: BTreeMap<&str, String> = BTreeMap::new();
        for (key, value) in schema.as_object().unwrap() {
            match key.as_str() {
                "properties" => {
                    for (name, field) in value.as_object().unwrap() {
                        paths(field, &format!("{path}.{name}"), to);
                    }
                }
                "items" => paths(value, &format!("{path}[]"), to),
                "additionalProperties" => paths(value, &format!("{path}{{}}"), to),
                "required" => {
                    let mut names: Vec<&str> = value.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                    names.sort_unstable();
                    said.insert(key, format!("{names:?}"));
                }
                _ => {
                    said.insert(key, value.to_string());
                }
            }
        }
        to.insert(path.to_owned(), format!("{said:?}"));
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "says what could not be compared")]
    #[expect(clippy::disallowed_methods, reason = "the reference folder is not part of the project")]
    fn the_field_list_says_what_the_released_definitions_say() {
        let Ok(reference) = std::env::var("GROUNDPLAN_REFERENCE") else {
            eprintln!("not compared with the operator's own definitions: GROUNDPLAN_REFERENCE is not set");
            return;
        };
        for version in ["v1.2.4", "v1.3.0-rc1"] {
            let file = format!("{reference}/crds/spotahome/redisfailovers-{version}.yaml");
            let parsed = yaml::parse(&Source::new("crd.yaml", std::fs::read_to_string(file).unwrap()));
            let root = parsed.documents[0].root();
            let versions = root.at(&["spec", "versions"]).unwrap().items().next().unwrap();
            let released = custom::json(versions.at(&["schema", "openAPIV3Schema"]).unwrap(), false);
            let (mut ours, mut theirs) = (BTreeMap::new(), BTreeMap::new());
            paths(open_api_schema(version).unwrap(), "", &mut ours);
            paths(&released, "", &mut theirs);
            assert!(theirs.len() > 2000, "{}", theirs.len());
            let differences: Vec<String> = ours
                .keys()
                .chain(theirs.keys())
                .filter(|path| ours.get(*path) != theirs.get(*path))
                .map(|path| format!("{path}: {:?} is {:?}", ours.get(path), theirs.get(path)))
                .collect();
            assert_eq!(differences, Vec::<String>::new(), "{version}");
        }
    }

    #[test]
    fn fields_appear_in_the_release_that_brought_them() {
        let field = |version: &str, name: &str| {
            let schema = open_api_schema(version).unwrap();
            !schema["properties"]["spec"]["properties"]["redis"]["properties"][name].is_null()
        };
        assert!(!field("v1.2.3", "startupConfigMap"));
        assert!(field("v1.2.4", "startupConfigMap"));
        assert!(!field("v1.2.4", "customLivenessProbe"));
        assert!(field("v1.3.0-rc1", "customLivenessProbe"));
        assert!(open_api_schema("v1.1.0").is_none());
        assert!(open_api_schema("latest").is_none());
    }
}
