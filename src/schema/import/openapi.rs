//! The `/openapi/v2` document of an API server, as definitions of a schema set.
//!
//! The document is made for kubectl and tells less than the server knows: of custom resources it leaves out what is
//! nullable, `oneOf` and its relatives, and the fields of objects that keep unknown ones (apiextensions-apiserver,
//! pkg/controller/openapi/v2/conversion.go). CustomResourceDefinitions beside it tell more, and come first.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::schema::import::set::Line;
use crate::schema::location::LocationError;
use crate::schema::shape::Schema;
use crate::text::Place;
use crate::text::Source;

/// How the names of types begin that are compiled into an API server; all others come from custom definitions.
const BUILTIN: [&str; 4] =
    ["io.k8s.api.", "io.k8s.apimachinery.", "io.k8s.apiextensions-apiserver.", "io.k8s.kube-aggregator."];

/// Fields that the document calls required and the API server does not.
const RELAXED: [(&str, &str); 3] = [
    // Defaults to rbac.authorization.k8s.io.
    ("io.k8s.api.rbac.v1.RoleRef", "apiGroup"),
    // The server takes a StatefulSet without one.
    ("io.k8s.api.apps.v1.StatefulSetSpec", "serviceName"),
    // An absent selector selects all pods.
    ("io.k8s.api.networking.v1.NetworkPolicySpec", "podSelector"),
];

/// Types that hold whatever was written.
const OPEN: [&str; 6] = [
    "io.k8s.apimachinery.pkg.runtime.RawExtension",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Patch",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray",
];

/// Words that judge nothing.
const SILENT: [&str; 10] = [
    "description",
    "example",
    "externalDocs",
    "title",
    "x-kubernetes-group-version-kind",
    "x-kubernetes-map-type",
    "x-kubernetes-patch-merge-key",
    "x-kubernetes-patch-strategy",
    "x-kubernetes-selectable-fields",
    "x-kubernetes-unions",
];

#[derive(Deserialize)]
struct OpenApi {
    swagger: Option<String>,
    openapi: Option<String>,
    #[serde(default)]
    definitions: BTreeMap<String, Value>,
}

/// Whether a text is such a document, of whatever version, and not YAML or a definition.
pub(in crate::schema) fn is_one(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Top {
        swagger: Option<IgnoredAny>,
        openapi: Option<IgnoredAny>,
    }
    if !text.trim_start().starts_with('{') || !(text.contains("\"swagger\"") || text.contains("\"openapi\"")) {
        return false;
    }
    // What is no JSON was meant as one of these all the same.
    serde_json::from_str::<Top>(text).map_or(true, |top| top.swagger.is_some() || top.openapi.is_some())
}

/// The version of the server that a document came from, such as `v1.28.3`.
pub(super) fn version(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Top {
        info: Info,
    }
    #[derive(Deserialize)]
    struct Info {
        version: String,
    }
    is_one(text).then(|| serde_json::from_str::<Top>(text).ok()).flatten().map(|top| top.info.version)
}

/// Every definition that a document can be made of, sorted by name.
pub(super) fn lines(source: &std::sync::Arc<Source>) -> Result<Vec<Line>, LocationError> {
    let whole = || Place::whole_file(source);
    let again = "save the answer to `kubectl get --raw /openapi/v2`";
    let document: OpenApi = serde_json::from_str(&source.text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        LocationError::line(source, line, column, format!("this is not an OpenAPI document: {error}")).help(again)
    })?;
    if document.swagger.as_deref() != Some("2.0") {
        let found = document.openapi.or(document.swagger).unwrap_or_default();
        let message = format!("this is OpenAPI {found}, and version 2 is wanted");
        return Err(LocationError::at(whole(), message).help(again));
    }
    let mut lines = Vec::new();
    for (name, definition) in &document.definitions {
        // Lists are what the server answers, never what it is given.
        if name.ends_with("List") && definition["properties"]["items"].is_object() {
            continue;
        }
        let body = body(name, definition);
        let fault = |reason: String| LocationError::at(whole(), format!("definition `{name}` {reason}")).help(again);
        Schema::deserialize(&body).map_err(|error| fault(format!("cannot be read: {error}")))?;
        if let Some(missing) = references(&body).into_iter().find(|name| !document.definitions.contains_key(*name)) {
            return Err(fault(format!("refers to `{missing}`, which is not there")));
        }
        let builtin = BUILTIN.iter().any(|start| name.starts_with(start));
        lines.push(Line { name: name.clone(), builtin, kind: kind(definition), body: body.to_string() });
    }
    if lines.iter().all(|line| line.kind.is_empty()) {
        return Err(LocationError::at(whole(), "this OpenAPI document defines no kind").help(again));
    }
    Ok(lines)
}

/// `apps/v1 Deployment`; empty for types that are no kinds, and for `DeleteOptions`, which every group has.
fn kind(definition: &Value) -> String {
    let Some([kind]) = definition["x-kubernetes-group-version-kind"].as_array().map(Vec::as_slice) else {
        return String::new();
    };
    let text = |key: &str| kind[key].as_str().unwrap_or_default();
    match (text("group"), text("version"), text("kind")) {
        (_, "", _) | (_, _, "") => String::new(),
        ("", version, kind) => format!("{version} {kind}"),
        (group, version, kind) => format!("{group}/{version} {kind}"),
    }
}

fn body(name: &str, definition: &Value) -> Value {
    if OPEN.contains(&name) {
        return json!({ "x-kubernetes-preserve-unknown-fields": true });
    }
    // The type allows a list of schemas, and the server refuses one.
    if let Some(schema) = name.strip_suffix("OrArray").filter(|name| name.ends_with(".JSONSchemaProps")) {
        return json!({ "$ref": schema });
    }
    if name.ends_with(".resource.Quantity") {
        return json!({ "x-kubernetes-int-or-string": true, "format": "quantity" });
    }
    if name.ends_with(".intstr.IntOrString") {
        return json!({ "x-kubernetes-int-or-string": true });
    }
    let mut body = strip(definition);
    for (_, field) in RELAXED.iter().filter(|(definition, _)| *definition == name) {
        if let Some(Value::Array(required)) = body.get_mut("required") {
            required.retain(|name| name != field);
        }
    }
    body
}

/// A schema without what judges nothing, keys sorted.
pub(super) fn strip(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let mut kept: Vec<(String, Value)> = Vec::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            (word, _) if SILENT.contains(&word) => continue,
            ("$ref", Value::String(name)) => Value::from(name.trim_start_matches("#/definitions/")),
            ("properties", Value::Object(fields)) => {
                let mut fields: Vec<_> = fields.iter().map(|(name, field)| (name.clone(), strip(field))).collect();
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(Map::from_iter(fields))
            }
            ("items" | "additionalProperties" | "not", _) => strip(value),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas.iter().map(strip).collect(),
            _ => value.clone(),
        };
        kept.push((key.clone(), value));
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Object(Map::from_iter(kept))
}

/// The names that a stripped schema refers to.
fn references(schema: &Value) -> Vec<&str> {
    let Value::Object(words) = schema else { return Vec::new() };
    let mut found = Vec::new();
    for (word, value) in words {
        match (word.as_str(), value) {
            ("$ref", Value::String(name)) => found.push(name.as_str()),
            ("properties", Value::Object(fields)) => found.extend(fields.values().flat_map(references)),
            ("items" | "additionalProperties" | "not", _) => found.extend(references(value)),
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => found.extend(parts.iter().flat_map(references)),
            _ => {}
        }
    }
    found
}
