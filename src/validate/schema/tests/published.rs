//! Small schemas in the manners in which schemas are published, to compare verdicts by.

use serde_json::Value;
use serde_json::json;

/// As kubernetes-json-schema publishes built-in kinds, for strict checks.
fn standalone() -> Value {
    let text = json!({ "type": ["string", "null"] });
    json!({
        "$schema": "http://json-schema.org/schema#",
        "description": "made for this test",
        "type": "object",
        "required": ["spec"],
        "additionalProperties": false,
        "properties": {
            "metadata": { "type": ["object", "null"], "properties": { "name": text }, "additionalProperties": false },
            "spec": {
                "type": "object",
                "required": ["containers"],
                "additionalProperties": false,
                "properties": {
                    "replicas": { "type": ["integer", "null"], "format": "int32" },
                    "port": { "oneOf": [{ "type": ["string", "null"] }, { "type": ["integer", "null"] }] },
                    "selector": { "type": ["object", "null"], "additionalProperties": text },
                    "policy": { "type": ["string", "null"], "enum": ["Always", "Never"] },
                    "containers": { "type": "array", "items": { "$ref": "#/definitions/container" } }
                }
            }
        },
        "definitions": {
            "container": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": false,
                "properties": {
                    "name": { "type": "string" },
                    "args": { "type": ["array", "null"], "items": { "type": ["string", "null"] } }
                }
            }
        }
    })
}

/// As collections of custom resources publish them.
fn custom() -> Value {
    json!({
        "type": "object",
        "required": ["spec"],
        "additionalProperties": false,
        "properties": {
            "metadata": { "type": "object", "properties": { "name": { "type": "string" } } },
            "spec": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "size": { "type": "integer", "minimum": 1, "maximum": 9, "exclusiveMaximum": true },
                    "port": { "anyOf": [{ "type": "integer" }, { "type": "string" }], "x-kubernetes-int-or-string": true },
                    "name": { "type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5 },
                    "any": { "x-kubernetes-preserve-unknown-fields": true },
                    "mode": { "enum": ["on", "off"] },
                    "from": {
                        "type": "object",
                        "properties": { "a": { "type": "string" }, "b": { "type": "string" } },
                        "oneOf": [{ "required": ["a"] }, { "required": ["b"] }]
                    }
                }
            }
        }
    })
}

/// Words of drafts 6 and 7, and conditions that forbid fields of their own.
fn newer() -> Value {
    json!({
        "type": "object",
        "properties": {
            "size": { "type": "number", "exclusiveMinimum": 1, "maximum": 9, "multipleOf": 0.5 },
            "kind": { "const": "A" },
            "open": { "type": "object", "properties": { "a": { "type": "string" } } },
            "never": false,
            "ever": true,
            "empty": { "additionalProperties": false },
            "several": { "type": ["boolean", "array", "object"], "items": { "type": "integer" }, "minItems": 1 },
            "either": {
                "anyOf": [
                    { "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false },
                    { "type": "object", "required": ["b"], "properties": { "b": { "type": "integer" } } }
                ]
            },
            "one": {
                "oneOf": [
                    { "type": "string" },
                    { "type": "object", "properties": { "x": { "type": "string" } }, "additionalProperties": false },
                    { "$ref": "#/$defs/list" }
                ]
            },
            "not": { "type": "object", "not": { "required": ["a", "b"] } },
            "tree": { "$ref": "#/$defs/tree" }
        },
        "$defs": {
            "list": { "type": "array", "items": { "type": "string" }, "maxItems": 2 },
            "tree": { "type": "object", "properties": { "next": { "$ref": "#/$defs/tree" } }, "additionalProperties": false }
        }
    })
}

/// Each of them, with a document that is right.
pub(super) fn documents() -> [(Value, Value); 3] {
    [
        (
            standalone(),
            json!({ "metadata": { "name": "a" }, "spec": {
                "replicas": 3, "port": "http", "selector": { "app": "a" }, "policy": "Always",
                "containers": [{ "name": "a", "args": ["x", "y"] }, { "name": "b" }]
            } }),
        ),
        (
            custom(),
            json!({ "metadata": { "name": "a" }, "spec": {
                "size": 3, "port": 80, "name": "abc", "any": { "x": [1] }, "mode": "on", "from": { "a": "x" }
            } }),
        ),
        (
            newer(),
            json!({
                "size": 1.5, "kind": "A", "open": { "a": "x", "more": 1 }, "ever": [1], "empty": {},
                "several": [1, 2], "either": { "b": 1, "c": 2 }, "one": ["a"], "not": { "a": 1 },
                "tree": { "next": { "next": {} } }
            }),
        ),
    ]
}
