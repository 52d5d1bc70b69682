//! From merged values to typed ones, reporting everything that is wrong on the way.
//!
//! A decoder never stops at the first error: a missing or misshapen value yields `None` and a finding, and its
//! neighbours are still read. serde reports one error per file, which is why it is not used here.

use serde::Serialize;
use serde::Serializer;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::layer::Data;
use crate::model::layer::Entry;
use crate::model::layer::Value;
use crate::yaml::Scalar;
use crate::yaml::scalar;

/// Something that can be read from a value of the model.
pub trait Decode: Sized {
    /// Reads the value, or says why not.
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self>;
}

/// A map keyed by names, in the order of the model.
#[derive(Debug, Clone)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Names and values, in the order of the model.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The names alone.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<T: Decode> Decode for Named<T> {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let entries = map_entries(findings, value)?;
        let read = |entry: &Entry| Some((entry.name.clone(), T::decode(findings, &entry.value)?));
        Some(Self(entries.iter().filter_map(read).collect()))
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        T::decode(findings, value).map(Some)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        match &value.data {
            Data::List(items) => Some(items.iter().filter_map(|item| T::decode(findings, item)).collect()),
            _ => wrong_type(findings, value, "a list"),
        }
    }
}

impl Decode for String {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let Data::Scalar { text, plain } = &value.data else { return wrong_type(findings, value, "text") };
        let scalar = if *plain { scalar::resolve_v1_1(text) } else { Scalar::Str(text) };
        if let Scalar::Str(text) = scalar {
            return Some(text.to_owned());
        }
        findings.push(
            Finding::error(
                "wrong-type",
                value.place.clone(),
                format!("text is expected, and `{text}` without quotes is {} to Kubernetes", with_article(scalar)),
            )
            .help(format!("write \"{text}\"")),
        );
        None
    }
}

impl Decode for bool {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        match &value.data {
            Data::Scalar { text, plain: true } if text == "true" => Some(true),
            Data::Scalar { text, plain: true } if text == "false" => Some(false),
            _ => wrong_type(findings, value, "`true` or `false`"),
        }
    }
}

impl Decode for u32 {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        whole_number(value).or_else(|| wrong_type(findings, value, "a whole number from 0"))
    }
}

impl Decode for i32 {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        whole_number(value).or_else(|| wrong_type(findings, value, "a whole number"))
    }
}

/// An integer that both versions of YAML read alike.
fn whole_number<T: TryFrom<i128>>(value: &Value) -> Option<T> {
    match &value.data {
        Data::Scalar { text, plain: true } if !scalar::is_ambiguous(text) => match scalar::resolve_v1_1(text) {
            Scalar::Int(number) => T::try_from(number).ok(),
            _ => None,
        },
        _ => None,
    }
}

/// A setting of another program, handed on as text: `256mb`, `0`, `noeviction`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Setting(pub String);

impl Decode for Setting {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        match &value.data {
            Data::Scalar { text, plain } if !plain || !scalar::is_ambiguous(text) => Some(Self(text.clone())),
            Data::Scalar { text, .. } => ambiguous(findings, value, text),
            _ => wrong_type(findings, value, "a single value"),
        }
    }
}

/// A value whose shape the model does not prescribe: everything under `values:`.
impl Decode for serde_json::Value {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        Some(match &value.data {
            Data::Null => Self::Null,
            Data::List(_) => Self::Array(Vec::decode(findings, value)?),
            Data::Map(entries) => Self::Object(
                entries
                    .iter()
                    .filter_map(|entry| Some((entry.name.clone(), Self::decode(findings, &entry.value)?)))
                    .collect(),
            ),
            Data::Scalar { text, plain: false } => Self::String(text.clone()),
            Data::Scalar { text, plain: true } if scalar::is_ambiguous(text) => {
                return ambiguous(findings, value, text);
            }
            Data::Scalar { text, plain: true } => match scalar::resolve_v1_1(text) {
                Scalar::Null => Self::Null,
                Scalar::Bool(truth) => Self::Bool(truth),
                Scalar::Int(number) => {
                    i64::try_from(number).map(Self::from).or_else(|_| u64::try_from(number).map(Self::from)).ok()?
                }
                Scalar::Float(number)
                    if number.is_finite() && serde_json::to_string(&number).ok().as_deref() != Some(text) =>
                {
                    return respelt(findings, value, text, number);
                }
                Scalar::Float(number) => serde_json::Number::from_f64(number)
                    .map(Self::Number)
                    .or_else(|| wrong_type(findings, value, "a finite number"))?,
                Scalar::Str(text) => Self::String(text.to_owned()),
            },
        })
    }
}

/// Reports a value of the wrong kind.
pub fn wrong_type<T>(findings: &mut Findings, value: &Value, expected: &str) -> Option<T> {
    findings.push(Finding::error(
        "wrong-type",
        value.place.clone(),
        format!("{expected} is expected here, not {}", value.describe()),
    ));
    None
}

fn ambiguous<T>(findings: &mut Findings, value: &Value, text: &str) -> Option<T> {
    let kubernetes = match scalar::resolve_v1_1(text) {
        Scalar::Bool(truth) => format!("`{truth}`"),
        Scalar::Int(number) => format!("the number {number}"),
        other => with_article(other).to_owned(),
    };
    findings.push(
        Finding::error(
            "ambiguous-scalar",
            value.place.clone(),
            format!("`{text}` without quotes is {kubernetes} to Kubernetes and something else to YAML 1.2"),
        )
        .help(format!("write \"{text}\" if you mean the text, otherwise the value itself")),
    );
    None
}

/// `1.10` would arrive as `1.1`, and a number of twenty digits rounded.
fn respelt<T>(findings: &mut Findings, value: &Value, text: &str, number: f64) -> Option<T> {
    let number = serde_json::Value::from(number);
    findings.push(
        Finding::error(
            "ambiguous-scalar",
            value.place.clone(),
            format!("`{text}` without quotes is the number {number}"),
        )
        .help(format!("write \"{text}\" if you mean the text, otherwise {number}")),
    );
    None
}

fn with_article(scalar: Scalar<'_>) -> &'static str {
    match scalar {
        Scalar::Null => "nothing",
        Scalar::Bool(_) => "a boolean",
        Scalar::Int(_) | Scalar::Float(_) => "a number",
        Scalar::Str(_) => "text",
    }
}

pub(super) fn map_entries<'v>(findings: &mut Findings, value: &'v Value) -> Option<&'v [Entry]> {
    match &value.data {
        Data::Map(entries) => Some(entries),
        _ => wrong_type(findings, value, "a map"),
    }
}
