//! The walk through document and schema: objects and lists.

use crate::schema::Additional;
use crate::schema::Definitions;
use crate::schema::Dialect;
use crate::schema::Holds;
use crate::schema::Kind;
use crate::schema::Schema;
use crate::schema::Type;
use crate::text::suggest::listed;
use crate::text::suggest::nearest;
use crate::validate::schema::Violation;
use crate::validate::schema::ViolationKind;
use crate::validate::schema::constraints;
use crate::validate::schema::path::Path;
use crate::validate::schema::scalar;
use crate::yaml::Form;
use crate::yaml::Node;

const OBJECT_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// Where schemas are looked up, and how strictly they are read.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) definitions: &'a Definitions,
    pub(super) dialect: Dialect,
    meta: &'a Definitions,
    /// Whether fields that are not listed are wrong; schemas inside `anyOf` and its relatives only add conditions.
    closed: bool,
    /// Whether this is the whole document, whose `apiVersion` and `kind` have chosen the schema.
    root: bool,
}

impl Context<'_> {
    fn inside(self) -> Self {
        Self { root: false, ..self }
    }

    pub(super) fn condition(self) -> Self {
        // Only where nothing is forbidden by silence can a condition tell that it forbids something.
        Self { closed: self.dialect == Dialect::JsonSchema, root: false, ..self }
    }
}

pub(super) fn document(kind: &Kind<'_>, root: Node<'_>, sink: &mut Vec<Violation>) {
    let context = Context {
        definitions: kind.definitions(),
        dialect: kind.dialect(),
        meta: kind.meta(),
        closed: true,
        root: true,
    };
    value(&context, kind.schema(), root, &Path::Root, sink);
}

/// A value by itself, whose schema names no definitions.
pub(super) fn part(schema: &Schema, node: Node<'_>, sink: &mut Vec<Violation>) {
    let empty = Definitions::default();
    let context = Context { definitions: &empty, dialect: Dialect::Custom, meta: &empty, closed: true, root: false };
    value(&context, schema, node, &Path::Root, sink);
}

pub(super) fn violation(node: Node<'_>, path: &Path<'_>, kind: ViolationKind) -> Violation {
    Violation { place: node.place(), path: path.to_string(), kind }
}

pub(super) fn value(
    context: &Context<'_>,
    schema: &Schema,
    node: Node<'_>,
    path: &Path<'_>,
    sink: &mut Vec<Violation>,
) {
    let schema = context.definitions.resolve(schema);
    let ease = schema.ease();
    if ease.any_text && node.is_word() || schema.nullable && node.is_null() {
        return;
    }
    let before = sink.len();
    match (node.form(), ease.holds) {
        (Form::Mapping, Holds::Mapping | Holds::Both) => object(context, schema, node, path, sink),
        (Form::Sequence, Holds::List | Holds::Both) => list(context, schema, node, path, sink),
        (_, Holds::Mapping | Holds::List) => scalar::wrong_type(schema, node, path, sink),
        (_, Holds::Both | Holds::Scalar) => scalar::check(schema, node, path, sink),
    }
    // Conditions say little about a value that is wrong in itself.
    if !ease.unconditional && sink.len() == before {
        constraints::check(*context, schema, node, path, sink);
    }
}

fn object(context: &Context<'_>, schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    if context.root || schema.embedded_resource {
        fields::<true>(context, schema, node, path, sink);
    } else {
        fields::<false>(context, schema, node, path, sink);
    }
}

/// The fields of an object, of which some may be `SHARED` by all whole objects.
fn fields<const SHARED: bool>(
    context: &Context<'_>,
    schema: &Schema,
    node: Node<'_>,
    path: &Path<'_>,
    sink: &mut Vec<Violation>,
) {
    let inside = &if SHARED { context.inside() } else { *context };
    let ease = schema.ease();
    let mut set = 0_u64;
    for (key, value) in node.entries() {
        let name = key.bytes();
        if SHARED && is_shared(context, schema, name) {
            let name = key.text().unwrap_or_default();
            shared_field(inside, name, value, &Path::Key(path, name), sink);
        } else if let Some(found) = schema.properties.find(name) {
            // A null field counts as absent, which only matters if it is required: see below.
            let form = value.form();
            if form == Form::Null {
                continue;
            }
            if found.at < 64 {
                set |= 1 << found.at;
            }
            if !found.light.takes(value, form) {
                let here = Path::Key(path, key.text().unwrap_or_default());
                self::value(inside, found.schema, value, &here, sink);
            }
        } else if let Additional::Each(each) = &schema.additional_properties {
            let each = context.definitions.resolve(each);
            if !(value.is_null() || each.ease().any_text && value.is_word()) {
                self::value(inside, each, value, &Path::Key(path, key.text().unwrap_or_default()), sink);
            }
        } else if ease.closed && context.closed {
            sink.push(unknown_field(context, schema, key, path));
        }
    }
    // Nearly always all of them are there, and then nothing else is asked.
    if SHARED && schema.embedded_resource || ease.required.is_none_or(|required| required & !set != 0) {
        required(context, schema, node, path, sink);
    }
}

/// Whether a field is checked as in all objects, for a schema that may say nothing about it.
fn is_shared(context: &Context<'_>, schema: &Schema, name: &[u8]) -> bool {
    let whole = schema.embedded_resource || (context.root && context.dialect == Dialect::Custom);
    match name {
        b"metadata" if context.root && context.dialect == Dialect::JsonSchema => {
            // Published schemas of custom resources say of metadata that it is an object, and no more.
            let field = schema.properties.get("metadata");
            whole || field.is_none_or(|field| field.properties.is_empty() && field.reference.is_none())
        }
        b"apiVersion" | b"kind" | b"metadata" => whole,
        _ => false,
    }
}

fn required(context: &Context<'_>, schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    let embedded: &[&str] = if schema.embedded_resource { &["apiVersion", "kind"] } else { &[] };
    for name in schema.required.iter().map(|name| &**name).chain(embedded.iter().copied()) {
        let written = node.get(name);
        if written.is_some_and(|value| !value.is_null()) {
            continue;
        }
        let field = schema.properties.get(name).map(|field| context.definitions.resolve(field));
        let nullable = field.is_some_and(|field| field.nullable);
        // The server fills in defaults before it looks for what is missing.
        if context.dialect == Dialect::Custom && field.is_some_and(|field| field.default.is_some()) {
            continue;
        }
        if written.is_none() || !nullable {
            let kind = ViolationKind::MissingField { name: name.to_owned() };
            sink.push(violation(node, &Path::Key(path, name), kind));
        }
    }
}

/// `apiVersion`, `kind` and `metadata` look alike in all objects, whatever a custom definition says.
fn shared_field(context: &Context<'_>, name: &str, value: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    if value.is_null() {
        return;
    }
    if name != "metadata" {
        if value.is_word() {
            return;
        }
        let text = Schema { kind: Some(Type::String), ..Schema::default() };
        scalar::check(&text, value, path, sink);
    } else if let Some(meta) = context.meta.get(OBJECT_META) {
        let builtin = Context { definitions: context.meta, dialect: Dialect::BuiltIn, ..*context };
        self::value(&builtin, meta, value, path, sink);
    }
}

fn unknown_field(context: &Context<'_>, schema: &Schema, key: Node<'_>, around: &Path<'_>) -> Violation {
    let name = key.text().unwrap_or_default();
    let fields = || schema.properties.iter().map(|(name, _)| name);
    let kind = ViolationKind::UnknownField {
        name: name.to_owned(),
        suggestion: nearest(name, fields()).map(str::to_owned),
        home: home(context.definitions, schema, name),
        known: listed(fields()),
    };
    violation(key, &Path::Key(around, name), kind)
}

/// Where, one or two steps further down, there is a field of this name; `None` when that is nowhere or not certain.
fn home(definitions: &Definitions, schema: &Schema, name: &str) -> Option<String> {
    let mut level = vec![(String::new(), schema)];
    for _ in 0..2 {
        let mut below = Vec::new();
        for (path, schema) in level {
            // What is in a status is never written.
            for (field, child) in schema.properties.iter().filter(|(field, _)| *field != "status") {
                let child = definitions.resolve(child);
                let (items, mark) = match &child.items {
                    Some(items) => (definitions.resolve(items), "[]"),
                    None => (child, ""),
                };
                let dot = if path.is_empty() { "" } else { "." };
                below.push((format!("{path}{dot}{field}{mark}"), items));
            }
        }
        let mut found = below.iter().filter(|(_, child)| child.properties.get(name).is_some());
        match (found.next(), found.next()) {
            (Some((path, _)), None) => return Some(path.clone()),
            (Some(_), Some(_)) => return None,
            _ => level = below,
        }
    }
    None
}

fn list(context: &Context<'_>, schema: &Schema, node: Node<'_>, path: &Path<'_>, sink: &mut Vec<Violation>) {
    if let Some(items) = &schema.items {
        let inside = &context.inside();
        let items = context.definitions.resolve(items);
        let any_text = items.ease().any_text;
        for (index, item) in node.items().enumerate() {
            if !(any_text && item.is_word()) {
                self::value(inside, items, item, &Path::Index(path, index), sink);
            }
        }
        // Built-in kinds have rules of their own about what may be repeated.
        if context.dialect != Dialect::BuiltIn {
            constraints::list_keys(schema, items, node, path, sink);
        }
    }
}
