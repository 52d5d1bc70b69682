//! Plain scalars that Kubernetes, which reads YAML 1.1, takes for something else than readers of YAML 1.2.
//!
//! Only worth a note: the API server takes the object, and where it does not, the schema has said so before.

use crate::finding::Finding;
use crate::finding::Severity;
use crate::schema::Additional;
use crate::schema::Definitions;
use crate::schema::Kind;
use crate::schema::Schema;
use crate::schema::Type;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::field::Field;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::scalar::is_ambiguous;
use crate::yaml::scalar::resolve_v1_1;
use crate::yaml::scalar::resolve_v1_2;

/// Looks at every key and value of a document; `kind` says which of them may be texts, if that is known.
pub(super) fn check(sink: &mut Sink, kind: Option<&Kind<'_>>, root: Node<'_>) {
    if root.is_beside_doubtful() {
        below(sink, kind.map(|kind| Typed { definitions: kind.definitions(), schema: kind.schema() }), root);
    }
}

/// What is demanded of a value.
#[derive(Clone, Copy)]
struct Typed<'a> {
    definitions: &'a Definitions,
    schema: &'a Schema,
}

impl<'a> Typed<'a> {
    fn resolved(self) -> &'a Schema {
        self.definitions.resolve(self.schema)
    }

    fn field(self, name: &str) -> Option<Self> {
        let around = self.resolved();
        let each = match &around.additional_properties {
            Additional::Each(each) => Some(&**each),
            _ => None,
        };
        let schema = around.properties.get(name).or(each)?;
        Some(Self { schema, ..self })
    }

    fn item(self) -> Option<Self> {
        let schema = self.resolved().items.as_deref()?;
        Some(Self { schema, ..self })
    }

    /// Whether a text would be right, too.
    fn takes_text(self) -> bool {
        let schema = self.resolved();
        schema.int_or_string || matches!(schema.kind, None | Some(Type::String))
    }
}

fn below(sink: &mut Sink, typed: Option<Typed<'_>>, node: Node<'_>) {
    if node.is_mapping() {
        for (key, value) in node.entries() {
            scalar(sink, key, true, true);
            below(sink, typed.and_then(|typed| typed.field(key.text().unwrap_or_default())), value);
        }
    } else if node.is_sequence() {
        node.items().for_each(|item| below(sink, typed.and_then(Typed::item), item));
    } else {
        scalar(sink, node, false, typed.is_none_or(Typed::takes_text));
    }
}

fn scalar(sink: &mut Sink, node: Node<'_>, key: bool, takes_text: bool) {
    if !node.is_open() {
        return;
    }
    let Some(text) = node.text() else { return };
    if is_ambiguous(text) && !is_one_number(text) {
        sink.push(note(node, text, key, takes_text));
    }
}

/// Whether both readings are the same amount, in another guise.
fn is_one_number(text: &str) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "numbers of so many digits are equal or far apart")]
    let value = |scalar| match scalar {
        Scalar::Int(value) => Some(value as f64),
        Scalar::Float(value) => Some(value),
        _ => None,
    };
    let (one, other) = (value(resolve_v1_1(text)), value(resolve_v1_2(text)));
    one.is_some() && one == other
}

fn note(node: Node<'_>, text: &str, key: bool, takes_text: bool) -> Finding {
    let ours = resolve_v1_1(text);
    let what = if key { "key" } else { "value" };
    let (plain, octal) = match ours {
        Scalar::Bool(value) => (value.to_string(), None),
        Scalar::Int(value) => {
            let digits = text.trim_start_matches(['0', '-', '+']);
            let is_octal = text.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
            (value.to_string(), is_octal.then(|| format!("0o{digits}")))
        }
        Scalar::Float(value) => (value.to_string(), None),
        Scalar::Null | Scalar::Str(_) => (text.to_owned(), None),
    };
    let octal = octal.map(|octal| format!("`{octal}`"));
    let quoted = takes_text.then(|| format!("`\"{text}\"` for the text"));
    let help = match (octal, quoted) {
        (Some(octal), Some(quoted)) => format!("write `{plain}` or {octal}, or {quoted}"),
        (None, Some(quoted)) => format!("write `{plain}`, or {quoted}"),
        (Some(octal), None) => format!("write `{plain}` or {octal}"),
        (None, None) => format!("write `{plain}`"),
    };
    let message = format!(
        "Kubernetes reads the {what} `{text}` as {plain}, and a reader of YAML 1.2 as {}",
        said(resolve_v1_2(text))
    );
    fault("ambiguous-scalar", &Field::root(node), message)
        .severity(Severity::Note)
        .why("the API server goes by YAML 1.1, and other tools that read the file may not")
        .help(help)
}

fn said(scalar: Scalar<'_>) -> String {
    match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::Float(value) => value.to_string(),
        Scalar::Str(text) => format!("the text \"{text}\""),
    }
}
