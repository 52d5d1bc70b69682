//! Labels, and what selects by them.
//!
//! Source: `apimachinery/pkg/labels/selector.go` and `apis/meta/v1/helpers.go`. A requirement that cannot be built
//! there is an error that the scheduler does not show; whatever it belongs to selects nothing.

use std::collections::BTreeMap;

use crate::cluster::scheduler::read;
use crate::yaml::Node;

/// Labels by key.
pub type Labels = BTreeMap<String, String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    Gt,
    Lt,
}

/// One condition on the labels of something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

impl Requirement {
    /// `None` where the key, the operator, or the values are none.
    fn new(key: String, operator: &str, values: Vec<String>) -> Option<Self> {
        let (operator, number) = match operator {
            "In" => (Operator::In, !values.is_empty()),
            "NotIn" => (Operator::NotIn, !values.is_empty()),
            "Exists" => (Operator::Exists, values.is_empty()),
            "DoesNotExist" => (Operator::DoesNotExist, values.is_empty()),
            "Gt" => (Operator::Gt, matches!(&*values, [value] if value.parse::<i64>().is_ok())),
            "Lt" => (Operator::Lt, matches!(&*values, [value] if value.parse::<i64>().is_ok())),
            _ => return None,
        };
        let sound = number && is_key(&key) && values.iter().all(|value| is_value(value));
        sound.then_some(Self { key, operator, values })
    }

    /// Reads `{key, operator, values}`.
    pub(super) fn read(node: Node<'_>) -> Option<Self> {
        Self::new(read::text(node, "key"), &read::text(node, "operator"), read::texts(node, "values"))
    }

    /// That the label has this value, or with `same` false that it has not.
    pub(super) fn equals(key: &str, value: &str, same: bool) -> Self {
        let operator = if same { Operator::In } else { Operator::NotIn };
        Self { key: key.to_owned(), operator, values: vec![value.to_owned()] }
    }

    pub(super) fn matches(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        let number = || {
            let label = value?.parse::<i64>().ok()?;
            let bound = self.values.first()?.parse::<i64>().ok()?;
            Some(label.cmp(&bound))
        };
        match self.operator {
            Operator::In => value.is_some_and(|value| self.values.contains(value)),
            Operator::NotIn => value.is_none_or(|value| !self.values.contains(value)),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
            Operator::Gt => number().is_some_and(std::cmp::Ordering::is_gt),
            Operator::Lt => number().is_some_and(std::cmp::Ordering::is_lt),
        }
    }
}

/// A `LabelSelector`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Selector {
    /// Selects nothing: it is not written, or an error.
    Nothing,
    /// Selects what meets all requirements; without any it selects everything.
    All(Vec<Requirement>),
}

impl Selector {
    /// Reads the selector at a key.
    pub(super) fn read(node: Node<'_>, key: &str) -> Self {
        let Some(selector) = node.get(key).filter(|selector| !selector.is_null()) else { return Self::Nothing };
        let mut requirements = Vec::new();
        for (key, value) in read::labels(selector.get("matchLabels")) {
            let Some(requirement) = Requirement::new(key, "In", vec![value]) else { return Self::Nothing };
            requirements.push(requirement);
        }
        for expression in read::items(selector, "matchExpressions") {
            match Requirement::read(expression) {
                Some(requirement) if !matches!(requirement.operator, Operator::Gt | Operator::Lt) => {
                    requirements.push(requirement);
                }
                _ => return Self::Nothing,
            }
        }
        Self::All(requirements)
    }

    pub(super) fn matches(&self, labels: &Labels) -> bool {
        match self {
            Self::Nothing => false,
            Self::All(requirements) => requirements.iter().all(|requirement| requirement.matches(labels)),
        }
    }

    /// Whether this selects everything.
    pub(super) fn is_everything(&self) -> bool {
        matches!(self, Self::All(requirements) if requirements.is_empty())
    }

    /// Adds what `matchLabelKeys` (`same`) and `mismatchLabelKeys` say, by the labels that the pod has itself.
    pub(super) fn require_keys(&mut self, keys: &[String], own: &Labels, same: bool) {
        if let Self::All(requirements) = self {
            let with_value = keys.iter().filter_map(|key| Some((key, own.get(key)?)));
            requirements.extend(with_value.map(|(key, value)| Requirement::equals(key, value, same)));
        }
    }
}

fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.len() <= 63 && ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(inner)
}

fn is_value(text: &str) -> bool {
    text.is_empty() || is_name(text)
}

fn is_key(text: &str) -> bool {
    let Some((prefix, name)) = text.split_once('/') else { return is_name(text) };
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_part =
        |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && part.bytes().all(plain);
    is_name(name) && prefix.len() <= 253 && prefix.split('.').all(is_part)
}
