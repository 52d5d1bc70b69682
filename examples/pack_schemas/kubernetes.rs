//! The built-in kinds: definitions of thirteen minors, equal bodies stored once.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Map;
use serde_json::Value;

use crate::Line;

/// Fields that the OpenAPI calls required and the API server does not, with the reason.
pub(crate) const RELAXED: &[(&str, &str, &str)] = &[
    ("io.k8s.api.rbac.v1.RoleRef", "apiGroup", "defaults to rbac.authorization.k8s.io"),
    ("io.k8s.api.apps.v1.StatefulSetSpec", "serviceName", "the server takes a StatefulSet without one"),
    ("io.k8s.api.networking.v1.NetworkPolicySpec", "podSelector", "an absent selector selects all pods"),
];

/// Definitions that hold whatever was written.
const OPEN: [&str; 7] = [
    "io.k8s.apimachinery.pkg.runtime.RawExtension",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Patch",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray",
    "io.k8s.api.apiserverinternal.v1alpha1.StorageVersionSpec",
];

/// Every definition with the minors it holds for, sorted by name and minor.
#[expect(clippy::disallowed_methods, reason = "a command of the project, not the program")]
pub(crate) fn lines(wheel: &Path) -> Result<Vec<Line>, Box<dyn std::error::Error>> {
    let mut minors: BTreeMap<(String, u32), (String, String)> = BTreeMap::new();
    for minor in 25..=37_u32 {
        let path = wheel
            .join("kubernetes_validate/kubernetes-json-schema")
            .join(format!("v1.{minor}.0-local/_definitions.json"));
        let mut file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let Value::Object(definitions) = file["$defs"].take() else {
            return Err("no $defs".into());
        };
        for (name, definition) in definitions {
            // Lists are what the server answers, never what it is given.
            if name.ends_with("List") && definition["properties"]["items"].is_object() {
                continue;
            }
            let kind = kind(&definition);
            let body = serde_json::to_string(&body(&name, &definition))?;
            minors.insert((name, minor), (kind, body));
        }
    }
    let mut lines: Vec<(Line, u32, u32)> = Vec::new();
    for ((name, minor), (kind, body)) in minors {
        match lines.last_mut() {
            Some((line, _, last))
                if line.name == name && line.body == body && line.kind == kind && *last + 1 == minor =>
            {
                *last = minor;
            }
            _ => lines.push((Line { name, scope: String::new(), kind, body }, minor, minor)),
        }
    }
    Ok(lines.into_iter().map(|(line, first, last)| Line { scope: format!("{first}-{last}"), ..line }).collect())
}

/// `apps/v1 Deployment`; empty for types that are no kinds, and for `DeleteOptions`, which every group has.
fn kind(definition: &Value) -> String {
    let Some([kind]) = definition["x-kubernetes-group-version-kind"].as_array().map(Vec::as_slice) else {
        return String::new();
    };
    let text = |key: &str| kind[key].as_str().unwrap_or_default();
    match text("group") {
        "" => format!("{} {}", text("version"), text("kind")),
        group => format!("{group}/{} {}", text("version"), text("kind")),
    }
}

fn body(name: &str, definition: &Value) -> Value {
    if OPEN.contains(&name) {
        return serde_json::json!({ "x-kubernetes-preserve-unknown-fields": true });
    }
    // The type allows a list of schemas, and the server refuses one.
    if let Some(schema) = name.strip_suffix("OrArray").filter(|name| name.ends_with(".JSONSchemaProps")) {
        return serde_json::json!({ "$ref": schema });
    }
    if name.ends_with(".resource.Quantity") {
        return serde_json::json!({ "x-kubernetes-int-or-string": true, "format": "quantity" });
    }
    if name.ends_with(".intstr.IntOrString") {
        return serde_json::json!({ "x-kubernetes-int-or-string": true });
    }
    let mut body = strip(definition);
    let relaxed = RELAXED.iter().filter(|(definition, ..)| *definition == name);
    for (_, field, _) in relaxed {
        if let Some(Value::Array(required)) = body.get_mut("required") {
            required.retain(|name| name != field);
        }
    }
    body
}

/// Without words, without `null` among the types, keys sorted.
fn strip(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let mut kept: Vec<(String, Value)> = Vec::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            ("description" | "x-kubernetes-group-version-kind" | "x-kubernetes-unions", _) => {
                continue;
            }
            ("$ref", Value::String(name)) => Value::from(name.trim_start_matches("#/$defs/")),
            ("type", Value::Array(types)) => types.iter().find(|name| *name != "null").cloned().unwrap_or_default(),
            ("properties", Value::Object(fields)) => {
                let mut fields: Vec<_> = fields.iter().map(|(name, field)| (name.clone(), strip(field))).collect();
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(Map::from_iter(fields))
            }
            ("enum", Value::Array(allowed)) => allowed.iter().filter(|value| !value.is_null()).cloned().collect(),
            _ => strip(value),
        };
        kept.push((key.clone(), value));
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Object(Map::from_iter(kept))
}
