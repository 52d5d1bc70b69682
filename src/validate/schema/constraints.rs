//! Conditions beside the type: counts, list keys, and `allOf`, `anyOf`, `oneOf`, `not`.

use std::collections::BTreeMap;

use crate::schema::Dialect;
use crate::schema::Schema;
use crate::text::suggest::listed;
use crate::validate::schema::Violation;
use crate::validate::schema::ViolationKind;
use crate::validate::schema::path::Path;
use crate::validate::schema::scalar::outside;
use crate::validate::schema::walk::Context;
use crate::validate::schema::walk::value;
use crate::validate::schema::walk::violation;
use crate::yaml::Node;
use crate::yaml::Scalar;

pub(super) fn check(context: Context<'_>, schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    counts(schema, node, path, sink);
    let context = context.condition();
    // What the server fills in before it judges is not in the document, so that nothing can be said.
    if filled_in(context, schema, node) {
        return;
    }
    for part in &schema.all_of {
        value(&context, part, node, path, sink);
    }
    let holds = |part: &Schema| {
        let mut found = Vec::new();
        value(&context, part, node, path, &mut found);
        found.is_empty()
    };
    let mut broken = |rule: String| sink.push(violation(node, path, ViolationKind::Combination { rule }));
    if schema.not.as_deref().is_some_and(holds) {
        let fields = schema.not.as_deref().map(demanded).unwrap_or_default();
        broken(match fields.as_slice() {
            [] => "this value is not allowed".to_owned(),
            _ => format!("{} must not be set here", listed(fields)),
        });
    }
    if !schema.any_of.is_empty() && !schema.any_of.iter().any(holds) {
        broken(none_holds(&schema.any_of));
    }
    if !schema.one_of.is_empty() {
        let held: Vec<&Schema> = schema.one_of.iter().filter(|part| holds(part)).collect();
        match held.as_slice() {
            [_] => {}
            [] => broken(match set(node, &schema.one_of).as_slice() {
                several @ [_, _, ..] => only_one(several),
                _ => none_holds(&schema.one_of),
            }),
            several => {
                let fields: Vec<&str> = several.iter().flat_map(|part| demanded(part)).collect();
                broken(only_one(&fields));
            }
        }
    }
}

/// Whether a condition speaks of a field that is not written and has a default.
fn filled_in(context: Context<'_>, schema: &Schema, node: Node<'_>) -> bool {
    fn speaks(part: &Schema, name: &str) -> bool {
        let mut parts = part.all_of.iter().chain(&part.any_of).chain(&part.one_of).chain(part.not.as_deref());
        part.properties.get(name).is_some() || parts.any(|part| speaks(part, name))
    }
    if context.dialect != Dialect::Custom || !node.is_mapping() {
        return false;
    }
    let mut parts = schema.any_of.iter().chain(&schema.one_of).chain(schema.not.as_deref()).peekable();
    parts.peek().is_some()
        && parts.any(|part| {
            let mut defaulted = schema.properties.iter().filter(|(name, field)| {
                context.definitions.resolve(field).default.is_some() && node.get(name).is_none_or(Node::is_null)
            });
            defaulted.any(|(name, _)| speaks(part, name))
        })
}

fn only_one(fields: &[&str]) -> String {
    format!("only one of {} may be set", listed(fields.iter().copied()))
}

fn none_holds(parts: &[Schema]) -> String {
    let fields: Vec<&str> = parts.iter().flat_map(demanded).collect();
    match fields.as_slice() {
        [] => "none of the allowed forms fits".to_owned(),
        [field] => format!("`{field}` must be set"),
        _ => format!("one of {} must be set", listed(fields)),
    }
}

/// The fields that a condition asks for, directly or in its alternatives.
fn demanded(schema: &Schema) -> Vec<&str> {
    let own = schema.required.iter().map(|name| &**name);
    own.chain(schema.any_of.iter().flat_map(demanded)).collect()
}

/// Those demanded fields that the node has.
fn set<'a>(node: Node<'_>, parts: &'a [Schema]) -> Vec<&'a str> {
    parts.iter().flat_map(demanded).filter(|name| node.get(name).is_some()).collect()
}

fn counts(schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    let bound = if node.is_mapping() {
        let count = || node.entries().count();
        limits(schema.min_properties, schema.max_properties, count, "key")
    } else if node.is_sequence() {
        limits(schema.min_items, schema.max_items, || node.items().len(), "item")
    } else {
        None
    };
    if let Some((count, bound)) = bound {
        sink.push(violation(node, path, ViolationKind::Range { found: format!("it has {count}"), bound }));
    }
}

fn limits(min: Option<usize>, max: Option<usize>, count: impl Fn() -> usize, unit: &str) -> Option<(usize, String)> {
    if min.is_none() && max.is_none() {
        return None;
    }
    Some((count(), outside(count(), min, max, unit)?))
}

/// Items of `map` lists are told apart by their keys, items of `set` lists by themselves.
pub(super) fn list_keys(schema: &Schema, items: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    let mut seen: BTreeMap<String, Node<'_>> = BTreeMap::new();
    for (index, item) in node.items().enumerate() {
        let key = match schema.list_type.as_deref() {
            Some("set") => item.text().map(str::to_owned),
            Some("map") => map_key(&schema.list_map_keys, items, item),
            _ => return,
        };
        let Some(key) = key else { continue };
        if let Some(first) = seen.get(&key) {
            let kind = ViolationKind::ListKeyDuplicate { key, first: first.place() };
            sink.push(violation(item, &Path::Index(path, index), kind));
        } else {
            seen.insert(key, item);
        }
    }
}

/// `name: http, protocol: TCP`; `None` when a key is missing, which is reported as such.
fn map_key(keys: &[Box<str>], items: &Schema, item: Node<'_>) -> Option<String> {
    let mut parts = Vec::new();
    for key in keys {
        let written = item.get(key).and_then(Node::scalar);
        let default = || items.properties.get(key)?.default.as_ref()?.as_str();
        let value = match written {
            Some(Scalar::Str(text)) => text.to_owned(),
            Some(Scalar::Int(value)) => value.to_string(),
            Some(Scalar::Bool(value)) => value.to_string(),
            _ => default()?.to_owned(),
        };
        parts.push(format!("{key}: {value}"));
    }
    Some(parts.join(", "))
}
