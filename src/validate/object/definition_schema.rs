//! The schemas in a `CustomResourceDefinition`: every field has a type, and nothing stands twice.
//!
//! Source: apiextensions-apiserver `pkg/apiserver/schema` (structural schemas), and its checks of the words of a schema.

use crate::schema::Schema;
use crate::schema::translated;
use crate::validate::object::definition_rules;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::schema;

const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];
const ANY: &str = "x-kubernetes-preserve-unknown-fields";
const INT_OR_STRING: &str = "x-kubernetes-int-or-string";
const EMBEDDED: &str = "x-kubernetes-embedded-resource";

/// Words of JSON Schema that the API server does not know.
const UNKNOWN: &[&str] = &["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

/// Words that only the schema of a field can have, and not a condition in `allOf` and its relatives.
const STRUCTURAL: &[&str] = &[
    "type",
    "additionalProperties",
    "default",
    "title",
    "description",
    "nullable",
    ANY,
    EMBEDDED,
    INT_OR_STRING,
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-validations",
];

/// Where a schema stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    /// Below `metadata` of the whole object.
    Metadata,
    Field,
}

/// The schema of a whole object.
pub(super) fn check(sink: &mut Sink, schema: &Field<'_>) {
    let kind = schema.get("type");
    if !kind.is_text("object") {
        sink.push(
            fault("unknown-value", &kind, "the schema of an object must have `type: object`")
                .help("write `type: object`"),
        );
        return;
    }
    if schema.get("nullable").is_true() {
        forbidden(sink, &schema.get("nullable"), "for a whole object");
    }
    if !schema.get("additionalProperties").is_empty() {
        forbidden(sink, &schema.get("additionalProperties"), "for a whole object");
    }
    structural(sink, schema, Place::Root);
}

fn structural(sink: &mut Sink, schema: &Field<'_>, place: Place) {
    let before = sink.len();
    words(sink, schema);
    types(sink, schema);
    lists(sink, schema);
    whole_objects(sink, schema, place);
    conditions(sink, schema, schema);
    definition_rules::check(sink, schema, place == Place::Root);
    let properties = schema.get("properties");
    for (name, _, property) in properties.entries() {
        let metadata = place == Place::Root && name == "metadata" || place == Place::Metadata;
        structural(sink, &property, if metadata { Place::Metadata } else { Place::Field });
    }
    for below in ["items", "additionalProperties"] {
        // `additionalProperties` may be a truth value, and then there is nothing to look into.
        let below = schema.get(below);
        if below.keys().next().is_some() {
            structural(sink, &below, Place::Field);
        }
    }
    let additional = schema.get("additionalProperties");
    if additional.is_set() && !additional.is_true() && !properties.is_empty() {
        forbidden(sink, &additional, "beside `properties`");
    }
    let default = schema.get("default");
    if place == Place::Metadata {
        forbidden(sink, &default, "in the metadata of an object");
    } else if sink.len() == before {
        fits(sink, schema, &default);
    }
}

fn words(sink: &mut Sink, schema: &Field<'_>) {
    for word in UNKNOWN {
        forbidden(sink, &schema.get(word), "in a definition");
    }
    if schema.get("uniqueItems").is_true() {
        forbidden(sink, &schema.get("uniqueItems"), "to `true`: write `x-kubernetes-list-type: set`");
    }
    if schema.get(ANY).is_false() {
        forbidden(sink, &schema.get(ANY), "to `false`: leave it out");
    }
    pattern(sink, &schema.get("pattern"));
    for rule in schema.get("x-kubernetes-validations").items() {
        let (own, message) = (rule.get("rule"), rule.get("message"));
        if own.text_or_empty().trim().is_empty() {
            required(sink, &own);
        }
        if own.text_or_empty().trim().contains(['\n', '\r']) && message.text_or_empty().trim().is_empty() {
            required(sink, &message);
        }
        if message.text_or_empty().trim().contains(['\n', '\r']) {
            forbidden(sink, &message, "to a text of several lines");
        }
        let reasons = ["FieldValueRequired", "FieldValueForbidden", "FieldValueInvalid", "FieldValueDuplicate"];
        one_of(sink, &rule.get("reason"), &reasons);
    }
}

fn pattern(sink: &mut Sink, pattern: &Field<'_>) {
    if let Some(Err(wrong)) = pattern.text().map(translated) {
        sink.push(
            fault("malformed-value", pattern, format!("`{}` is no regular expression: {wrong}", pattern.path()))
                .help("write it in the syntax of RE2, which the API server compiles"),
        );
    }
}

fn types(sink: &mut Sink, schema: &Field<'_>) {
    let kind = schema.get("type");
    one_of(sink, &kind, TYPES);
    let (any, either) = (schema.get(ANY), schema.get(INT_OR_STRING));
    if !any.is_true() && !either.is_true() {
        required(sink, &kind);
    }
    if either.is_true() {
        for field in [&any, &schema.get(EMBEDDED)] {
            if field.is_true() {
                forbidden(sink, field, &format!("beside `{INT_OR_STRING}`"));
            }
        }
    }
    if kind.is_text("array") && !schema.get("items").is_set() {
        required(sink, &schema.get("items"));
    }
}

fn lists(sink: &mut Sink, schema: &Field<'_>) {
    let (kind, items) = (schema.get("type"), schema.get("items"));
    let (list, keys) = (schema.get("x-kubernetes-list-type"), schema.get("x-kubernetes-list-map-keys"));
    let map = schema.get("x-kubernetes-map-type");
    one_of(sink, &list, &["atomic", "map", "set"]);
    one_of(sink, &map, &["atomic", "granular"]);
    for (word, wanted) in [(&list, "array"), (&map, "object")] {
        if word.is_set() && !kind.is_text(wanted) {
            sink.push(
                fault("conflicting-fields", &kind, format!("`{}` needs `type: {wanted}`", word.path()))
                    .help(format!("write `type: {wanted}`, or leave it out")),
            );
        }
    }
    if !list.is_text("map") {
        if !keys.is_empty() {
            forbidden(sink, &keys, "without `x-kubernetes-list-type: map`");
        }
        if list.is_text("set")
            && items.get("type").is_text("object")
            && !items.get("x-kubernetes-map-type").is_text("atomic")
        {
            required(sink, &items.get("x-kubernetes-map-type"));
        }
        return;
    }
    required(sink, &keys);
    if !items.get("type").is_text("object") {
        one_of(sink, &items.get("type"), &["object"]);
        return;
    }
    for key in keys.items() {
        let property = items.get("properties").get(key.text_or_empty());
        let listed = items.get("required").items().any(|name| name.text() == key.text());
        if !property.is_set() {
            sink.push(
                fault("dangling-reference", &key, format!("the items have no field `{}`", key.text_or_empty()))
                    .help("name a field of the items"),
            );
        } else if !listed && !property.get("default").is_set() {
            required(sink, &property.get("default"));
        }
    }
}

/// Objects inside of objects bring their `apiVersion`, `kind` and `metadata` along.
fn whole_objects(sink: &mut Sink, schema: &Field<'_>, place: Place) {
    let (embedded, properties) = (schema.get(EMBEDDED).is_true(), schema.get("properties"));
    if place == Place::Root || embedded {
        for (name, kind) in [("apiVersion", "string"), ("kind", "string"), ("metadata", "object")] {
            let own = properties.get(name);
            if own.is_set() && !own.get("type").is_text(kind) {
                one_of(sink, &own.get("type"), &[kind]);
            }
        }
    }
    if place == Place::Root {
        let own = properties.get("metadata");
        for (name, at, _) in
            own.get("properties").entries().filter(|(name, ..)| !["name", "generateName"].contains(name))
        {
            sink.push(
                fault("conflicting-fields", &at, format!("the schema of `metadata` cannot have a field `{name}`"))
                    .help("leave it out: only `name` and `generateName` can be described"),
            );
        }
    }
    if embedded {
        one_of(sink, &schema.get("type"), &["object"]);
        if !schema.get(ANY).is_true() && properties.is_empty() {
            required(sink, &properties);
        }
    }
}

/// Conditions say what must hold of fields that stand outside of them.
fn conditions<'a>(sink: &mut Sink, condition: &Field<'a>, schema: &Field<'a>) {
    let either = schema.get(INT_OR_STRING).is_true();
    let listed = ["allOf", "anyOf", "oneOf"].map(|list| condition.get(list)).into_iter().flat_map(|list| list.items());
    for own in listed.chain(std::iter::once(condition.get("not")).filter(Field::is_set)) {
        nested(sink, &own, schema, either);
    }
}

fn nested<'a>(sink: &mut Sink, condition: &Field<'a>, schema: &Field<'a>, either: bool) {
    pattern(sink, &condition.get("pattern"));
    for word in STRUCTURAL {
        let own = condition.get(word);
        // The alternatives of a number and a text name their types.
        let usual = either && *word == "type" && ["integer", "string"].iter().any(|kind| own.is_text(kind));
        if !own.is_empty() && !own.is_false() && !usual {
            forbidden(sink, &own, "in a condition");
        }
    }
    for (name, at, property) in condition.get("properties").entries() {
        let known = schema.get("properties").get(name);
        if known.is_set() {
            nested(sink, &property, &known, false);
        } else if !schema.get("properties").has(name) {
            sink.push(
                fault("dangling-reference", &at, format!("a condition names `{name}`, and there is no such field"))
                    .help("describe the field under `properties`, too"),
            );
        }
    }
    if condition.get("items").is_set() && schema.get("items").is_set() {
        nested(sink, &condition.get("items"), &schema.get("items"), false);
    }
    conditions(sink, condition, schema);
}

/// A default is a value that the schema allows.
fn fits(sink: &mut Sink, schema: &Field<'_>, default: &Field<'_>) {
    let (Some(own), Some(value)) = (schema.node(), default.node()) else { return };
    let mut violations = Vec::new();
    schema::check_value(&Schema::of_document(own), value, &mut violations);
    if let Some(first) = violations.first() {
        let message = first.message().replace("the document", &format!("`{}`", default.path()));
        sink.push(fault("malformed-value", default, message).help("write a default that the schema next to it allows"));
    }
}
