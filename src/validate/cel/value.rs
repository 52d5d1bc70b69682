//! A node of a document as a CEL value: typed by its schema, with defaults filled in and names escaped.
//!
//! Source: `UnstructuredToVal` and `SchemaDeclType` in `k8s.io/apiserver/pkg/cel/common`. What has no type in the
//! schema cannot be reached by a rule, and is left out.

use cel::common::types::CelBool;
use cel::common::types::CelBytes;
use cel::common::types::CelDouble;
use cel::common::types::CelInt;
use cel::common::types::CelList;
use cel::common::types::CelMap;
use cel::common::types::CelMapKey;
use cel::common::types::CelNull;
use cel::common::types::CelString;
use cel::common::value::Val;
use serde_json::Value;

use crate::schema::Additional;
use crate::schema::Definitions;
use crate::schema::Schema;
use crate::schema::Type;
use crate::validate::cel::library;
use crate::validate::cel::list::Unordered;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// A value that was written, or one that the server fills in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Data<'a> {
    Written(Node<'a>),
    Default(&'a Value),
}

impl<'a> Data<'a> {
    pub(super) fn is_null(self) -> bool {
        match self {
            Self::Written(node) => node.is_null(),
            Self::Default(value) => value.is_null(),
        }
    }

    /// Where it was written, if it was.
    pub(super) fn node(self) -> Option<Node<'a>> {
        match self {
            Self::Written(node) => Some(node),
            Self::Default(_) => None,
        }
    }

    pub(super) fn is_mapping(self) -> bool {
        match self {
            Self::Written(node) => node.is_mapping(),
            Self::Default(value) => value.is_object(),
        }
    }

    pub(super) fn get(self, name: &str) -> Option<Self> {
        match self {
            Self::Written(node) => node.get(name).map(Self::Written),
            Self::Default(value) => value.get(name).map(Self::Default),
        }
    }

    pub(super) fn items(self) -> Vec<Self> {
        match self {
            Self::Written(node) => node.items().map(Self::Written).collect(),
            Self::Default(value) => value.as_array().into_iter().flatten().map(Self::Default).collect(),
        }
    }

    pub(super) fn entries(self) -> Vec<(&'a str, Self)> {
        match self {
            Self::Written(node) => {
                let named = node.entries().filter_map(|(key, value)| Some((key.text()?, Self::Written(value))));
                named.collect()
            }
            Self::Default(value) => {
                let fields = value.as_object().into_iter().flatten();
                fields.map(|(name, value)| (name.as_str(), Self::Default(value))).collect()
            }
        }
    }

    fn scalar(self) -> Option<Scalar<'a>> {
        match self {
            Self::Written(node) => node.scalar(),
            Self::Default(Value::Bool(value)) => Some(Scalar::Bool(*value)),
            Self::Default(Value::String(value)) => Some(Scalar::Str(value)),
            Self::Default(Value::Number(value)) => match value.as_i64() {
                Some(value) => Some(Scalar::Int(value.into())),
                None => value.as_f64().map(Scalar::Float),
            },
            Self::Default(_) => None,
        }
    }
}

/// What stands in a field once defaults are filled in; a null that may not be one counts as not written.
pub(super) fn filled<'a>(field: &'a Schema, written: Option<Data<'a>>) -> Option<Data<'a>> {
    match written {
        Some(data) if !data.is_null() || field.nullable => Some(data),
        _ => field.default.as_ref().filter(|value| !value.is_null()).map(Data::Default),
    }
}

/// The value for a rule; `None` when no rule can reach it.
pub(super) fn of<'a>(
    definitions: &'a Definitions,
    schema: &'a Schema,
    data: Data<'a>,
    root: bool,
) -> Option<Box<dyn Val + 'a>> {
    if data.is_null() {
        return schema.nullable.then(|| Box::new(CelNull) as Box<dyn Val + 'a>);
    }
    if schema.int_or_string {
        return match data.scalar()? {
            Scalar::Int(value) => Some(Box::new(CelInt::from(i64::try_from(value).ok()?))),
            Scalar::Str(value) => Some(Box::new(CelString::from(value))),
            _ => None,
        };
    }
    if is_unknown(schema) {
        return schema.preserve_unknown_fields.then(|| Box::new(library::Unreadable) as Box<dyn Val + 'a>);
    }
    match (schema.kind?, data.scalar()) {
        (Type::Object, None) => Some(Box::new(object(definitions, schema, data, root))),
        (Type::Array, None) => {
            let each = definitions.resolve(schema.items.as_deref()?);
            let items = data.items().into_iter();
            let list = CelList::from(items.filter_map(|item| of(definitions, each, item, false)).collect::<Vec<_>>());
            Some(Unordered::wrap(list, schema))
        }
        (Type::Boolean, Some(Scalar::Bool(value))) => Some(Box::new(CelBool::from(value))),
        (Type::Integer, Some(Scalar::Int(value))) => Some(Box::new(CelInt::from(i64::try_from(value).ok()?))),
        #[expect(clippy::cast_precision_loss, reason = "the server reads numbers as doubles, too")]
        (Type::Number, Some(Scalar::Int(value))) => Some(Box::new(CelDouble::from(value as f64))),
        (Type::Number, Some(Scalar::Float(value))) => Some(Box::new(CelDouble::from(value))),
        (Type::String, Some(Scalar::Str(value))) => Some(string(schema, value)),
        _ => None,
    }
}

fn string<'a>(schema: &Schema, value: &'a str) -> Box<dyn Val + 'a> {
    fn boxed<'a, T: Val + 'a>(value: Option<T>) -> Box<dyn Val + 'a> {
        value.map_or_else(|| Box::new(library::Unreadable) as Box<dyn Val + 'a>, |value| Box::new(value))
    }
    match schema.format.as_deref() {
        Some("duration") => boxed(library::duration(value)),
        Some("date" | "date-time") => boxed(library::timestamp(value)),
        Some("byte") => boxed(bytes(value).map(CelBytes::from)),
        _ => Box::new(CelString::from(value)),
    }
}

fn object<'a>(definitions: &'a Definitions, schema: &'a Schema, data: Data<'a>, root: bool) -> CelMap<'a> {
    let mut fields: Vec<(CelMapKey<'a>, Box<dyn Val + 'a>)> = Vec::new();
    let whole = root || schema.embedded_resource;
    if let (true, Additional::Each(each)) = (schema.properties.is_empty() && !whole, &schema.additional_properties) {
        let each = definitions.resolve(each);
        for (name, value) in data.entries() {
            if let Some(value) = of(definitions, each, value, false) {
                fields.push((CelMapKey::from(name), value));
            }
        }
        return map(fields);
    }
    // What no rule can reach is part of the whole all the same when two are compared.
    let unknown = |name: &str| schema.properties.get(name).is_none_or(|field| is_unknown(definitions.resolve(field)));
    if schema.preserve_unknown_fields && data.entries().into_iter().any(|(name, _)| unknown(name)) {
        fields.push((CelMapKey::from("@unknown"), Box::new(library::Unreadable)));
    }
    for (name, field) in schema.properties.iter() {
        if whole && matches!(name, "apiVersion" | "kind" | "metadata") {
            continue;
        }
        let field = definitions.resolve(field);
        // A null in a field counts as a field that is not there, though it be allowed.
        let value = filled(field, data.get(name)).filter(|value| !value.is_null());
        let value = value.and_then(|value| of(definitions, field, value, false));
        if let (Some(value), Some(escaped)) = (value, escape(name)) {
            fields.push((CelMapKey::from(escaped), value));
        }
    }
    if whole {
        let texts = |data: Data<'a>, names: [&'static str; 2]| {
            let found = names.into_iter().filter_map(move |name| match data.get(name)?.scalar()? {
                Scalar::Str(text) => {
                    Some((CelMapKey::from(name), Box::new(CelString::from(text)) as Box<dyn Val + 'a>))
                }
                _ => None,
            });
            found.collect::<Vec<_>>()
        };
        fields.extend(texts(data, ["apiVersion", "kind"]));
        if let Some(meta) = data.get("metadata").filter(|meta| meta.is_mapping()) {
            let meta = map(texts(meta, ["name", "generateName"]));
            fields.push((CelMapKey::from("metadata"), Box::new(meta)));
        }
    }
    map(fields)
}

/// Whether a schema leaves the type of its values open.
fn is_unknown(schema: &Schema) -> bool {
    schema.kind.is_none() && !schema.int_or_string
}

/// The crate's maps have no order; whoever goes through one sorts its keys.
#[expect(clippy::disallowed_types, reason = "what the crate makes its maps of")]
fn map<'a>(fields: Vec<(CelMapKey<'a>, Box<dyn Val + 'a>)>) -> CelMap<'a> {
    CelMap::from(fields.into_iter().collect::<std::collections::HashMap<_, _>>())
}

const KEYWORDS: &[&str] = &[
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// The name by which a rule reaches a field; `None` for a name that no rule can write.
///
/// Source: `k8s.io/apiserver/pkg/cel/escaping.go`.
pub(super) fn escape(name: &str) -> Option<String> {
    if KEYWORDS.contains(&name) {
        return Some(format!("__{name}__"));
    }
    let written = |c: char| c.is_ascii_alphanumeric() || "_.-/".contains(c);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(written) {
        return None;
    }
    let escaped = name.replace("__", "__underscores__");
    Some(escaped.replace('.', "__dot__").replace('-', "__dash__").replace('/', "__slash__"))
}

/// What base64 stands for; `None` when it is not base64.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0_u32);
    for byte in digits.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(digit)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    Some(out)
}
