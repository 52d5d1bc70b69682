//! What can be wrong with the shape of a document, and how to say it.

use crate::finding::Finding;
use crate::text::Place;

/// One thing that is wrong, and where.
#[derive(Debug, Clone)]
pub struct Violation {
    /// The node that has to change: the key of an unknown field, the parent of a missing one, else the value.
    pub place: Place,
    /// The path of the field, as `spec.template.spec.containers[0].image`.
    pub path: String,
    /// What is wrong.
    pub kind: ViolationKind,
}

/// What is wrong. Values are as written, quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViolationKind {
    /// A field that does not exist.
    UnknownField {
        /// Its name.
        name: String,
        /// The field that was probably meant.
        suggestion: Option<String>,
        /// Where further down it would be right: `template.spec`.
        home: Option<String>,
        /// The fields that exist here, for reading.
        known: String,
    },
    /// A value of another type.
    WrongType {
        /// What is wanted, with its article: `a string`.
        expected: &'static str,
        /// What is there, with its article: `a boolean`.
        found: &'static str,
        /// The value, if it is a scalar.
        value: Option<String>,
        /// What to write instead.
        advice: Option<String>,
    },
    /// A required field that is not there, or is null.
    MissingField {
        /// Its name.
        name: String,
    },
    /// A value that is not one of those allowed.
    NotInEnum {
        /// The value.
        value: String,
        /// Those allowed, for reading.
        allowed: String,
        /// The one that was probably meant.
        suggestion: Option<String>,
    },
    /// A text that does not match.
    Pattern {
        /// The text.
        value: String,
        /// The regular expression.
        pattern: String,
    },
    /// A number, a length or a count out of range.
    Range {
        /// What is there: `this is 80000`, `it has 4`.
        found: String,
        /// What must be: `be at most 65535`, `have at most 255 characters`.
        bound: String,
    },
    /// A text that breaks the grammar of its format.
    Format {
        /// The text.
        value: String,
        /// `quantity`, `byte` or `date-time`.
        format: &'static str,
    },
    /// A list item that repeats the key of another.
    ListKeyDuplicate {
        /// What is repeated: `name: http`.
        key: String,
        /// Where it stands first.
        first: Place,
    },
    /// A combination of fields that is not allowed.
    Combination {
        /// What must hold: `only one of `a` and `b` may be set`.
        rule: String,
    },
}

impl Violation {
    /// The name of the bad pattern, in kebab case.
    pub fn rule(&self) -> &'static str {
        match self.kind {
            ViolationKind::UnknownField { .. } => "unknown-field",
            ViolationKind::WrongType { .. } => "wrong-type",
            ViolationKind::MissingField { .. } => "missing-field",
            ViolationKind::NotInEnum { .. } => "unknown-value",
            ViolationKind::Pattern { .. } | ViolationKind::Format { .. } => "malformed-value",
            ViolationKind::Range { .. } => "value-out-of-range",
            ViolationKind::ListKeyDuplicate { .. } => "duplicate-list-item",
            ViolationKind::Combination { .. } => "conflicting-fields",
        }
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        let path = if self.path.is_empty() { "the document" } else { &format!("`{}`", self.path) };
        match &self.kind {
            ViolationKind::UnknownField { name, .. } => match self.path.strip_suffix(name.as_str()) {
                Some("") | None => format!("there is no field `{name}` here"),
                Some(parent) => format!("`{}` has no field `{name}`", parent.trim_end_matches('.')),
            },
            ViolationKind::WrongType { expected, found, value: None, .. } => {
                format!("{path} must be {expected}, and this is {found}")
            }
            ViolationKind::WrongType { expected, found, value: Some(value), .. } => {
                format!("{path} must be {expected}, and `{value}` is {found}")
            }
            ViolationKind::MissingField { name } => match self.path.strip_suffix(name.as_str()) {
                Some("") | None => format!("the field `{name}` is missing"),
                Some(parent) => {
                    format!("`{}` lacks the field `{name}`", parent.trim_end_matches('.'))
                }
            },
            ViolationKind::NotInEnum { value, .. } => format!("{path} cannot be `{value}`"),
            ViolationKind::Pattern { value, pattern } => {
                format!("{path} must match `{pattern}`, and `{value}` does not")
            }
            ViolationKind::Range { found, bound } => {
                format!("{path} must {bound}, and {found}")
            }
            ViolationKind::Format { value, format: "byte" } => {
                format!("{path} must be base64, and `{}` is not", shortened(value))
            }
            ViolationKind::Format { value, format } => {
                let article = if *format == "date-time" { "time" } else { format };
                format!("{path} must be a {article}, and `{value}` is none")
            }
            ViolationKind::ListKeyDuplicate { key, .. } => {
                format!("{path} has two items with `{key}`")
            }
            ViolationKind::Combination { rule } => format!("{path}: {rule}"),
        }
    }

    /// What to write instead, where that can be said.
    pub fn help(&self) -> Option<String> {
        match &self.kind {
            ViolationKind::UnknownField { suggestion: Some(meant), .. }
            | ViolationKind::NotInEnum { suggestion: Some(meant), .. } => Some(format!("write `{meant}`")),
            ViolationKind::UnknownField { home: Some(home), .. } => Some(format!("write it under `{home}`")),
            ViolationKind::UnknownField { known, .. } if known == "none" => {
                Some("leave it out: nothing can be set here".to_owned())
            }
            ViolationKind::UnknownField { known, .. } => Some(format!("the fields here are {known}")),
            ViolationKind::WrongType { advice, .. } => advice.clone(),
            ViolationKind::MissingField { name } => Some(format!("add `{name}:`")),
            ViolationKind::NotInEnum { allowed, .. } => Some(format!("write one of {allowed}")),
            ViolationKind::Format { format: "quantity", value } => Some(quantity_help(value)),
            ViolationKind::Format { format: "byte", .. } => {
                Some("encode the value with `base64`, or write it as it is under `stringData`".to_owned())
            }
            ViolationKind::Format { .. } => Some("write it as `2024-01-31T10:30:00Z`".to_owned()),
            ViolationKind::ListKeyDuplicate { .. } => {
                Some("keep one of them: the key tells the items apart".to_owned())
            }
            ViolationKind::Pattern { .. } | ViolationKind::Range { .. } | ViolationKind::Combination { .. } => None,
        }
    }

    /// The violation as a finding; what it would do in the cluster is for the caller to add.
    pub fn into_finding(self) -> Finding {
        let finding = Finding::error(self.rule(), self.place.clone(), self.message())
            .path(self.path.clone())
            .maybe_help(self.help());
        match self.kind {
            ViolationKind::ListKeyDuplicate { first, .. } => finding.also(first, "first written here"),
            _ => finding,
        }
    }
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_owned(),
    }
}

/// `96MB` was meant as `96M` or `96Mi`.
fn quantity_help(value: &str) -> String {
    let text = value.trim_matches(['"', '\'']).trim();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let number = number.trim();
    let meant = match unit.to_ascii_lowercase().trim_end_matches('b') {
        "k" => Some(("k", "Ki")),
        "m" if unit != "m" => Some(("M", "Mi")),
        "g" => Some(("G", "Gi")),
        "t" => Some(("T", "Ti")),
        "ki" => Some(("Ki", "k")),
        "mi" => Some(("Mi", "M")),
        "gi" => Some(("Gi", "G")),
        "ti" => Some(("Ti", "T")),
        _ => None,
    };
    match meant {
        Some((one, other)) if !number.is_empty() => {
            format!("write `{number}{one}` or `{number}{other}`")
        }
        _ => "write a number with a unit: `m`, `k`, `M`, `G`, `T`, or `Ki`, `Mi`, `Gi`, `Ti`".to_owned(),
    }
}
