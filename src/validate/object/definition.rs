//! The outline of a `CustomResourceDefinition`: its names, versions and the types of its schema.
//!
//! CEL rules and patterns are left to the API server, whose languages they are written in.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

pub(super) fn check(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let names = spec.get("names");
    required(sink, &names.get("kind"));
    let own = root.at(&["metadata", "name"]);
    if required(sink, &spec.get("group")) && required(sink, &names.get("plural")) {
        let wanted = format!("{}.{}", names.get("plural").text_or_empty(), spec.get("group").text_or_empty());
        if own.text().is_some_and(|text| text != wanted) {
            sink.push(
                fault("invalid-name", &own, "a definition is called by its plural and its group")
                    .help(format!("write `{wanted}`")),
            );
        }
    }
    name(sink, &names.get("plural"), Grammar::Label1035);
    one_of(sink, &spec.get("scope"), &["Cluster", "Namespaced"]);
    let versions = spec.get("versions");
    let stored: Vec<Field<'_>> = versions.items().filter(|version| version.get("storage").is_true()).collect();
    if versions.is_set() && stored.len() != 1 {
        sink.push(
            fault("invalid-versions", &versions, format!("{} versions have `storage: true`", stored.len()))
                .help("exactly one version is the one that is stored"),
        );
    }
    distinct(sink, versions.items().map(|version| version.get("name")));
    for version in versions.items() {
        name(sink, &version.get("name"), Grammar::Label1035);
        let schema = version.at(&["schema", "openAPIV3Schema"]);
        if required(sink, &schema) {
            let kind = schema.get("type");
            if kind.is_text("object") {
                types(sink, &schema);
            } else {
                sink.push(
                    fault("unknown-value", &kind, "the schema of an object must have `type: object`")
                        .help("write `type: object`"),
                );
            }
        }
    }
}

/// The types of a structural schema: every field has one, and every list says what is in it.
fn types(sink: &mut Sink, schema: &Field<'_>) {
    let kind = schema.get("type");
    one_of(sink, &kind, TYPES);
    let free = ["x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields"];
    if !free.iter().any(|mark| schema.get(mark).is_true()) {
        required(sink, &kind);
    }
    if kind.is_text("array") && !schema.get("items").is_set() {
        required(sink, &schema.get("items"));
    }
    for (_, _, property) in schema.get("properties").entries() {
        types(sink, &property);
    }
    for below in ["items", "additionalProperties"] {
        // `additionalProperties` may be a truth value, and then there is nothing to look into.
        let below = schema.get(below);
        if below.is_set() && !below.is_true() && !below.is_false() {
            types(sink, &below);
        }
    }
}
