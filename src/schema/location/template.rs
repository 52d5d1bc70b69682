//! Paths with variables, in the notation of kubeconform: `crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`.
//!
//! The variables and what they stand for are those of kubeconform 0.8 (pkg/registry/registry.go). Of the language of Go
//! templates only variables, comments and the trimming of blanks are understood; everything else is an error that says
//! where it stands.

use crate::schema::KubernetesVersion;
use crate::schema::location::fault::LocationError;
use crate::text::Span;
use crate::text::suggest::listed;
use crate::text::suggest::nearest;

/// The layout below a folder that holds schemas as the kubernetes-json-schema repository publishes them.
pub(super) const LAYOUT: &str =
    "{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variable {
    Group,
    KindSuffix,
    NormalizedKubernetesVersion,
    ResourceApiVersion,
    ResourceKind,
    StrictSuffix,
}

const VARIABLES: [(&str, Variable); 6] = [
    ("Group", Variable::Group),
    ("KindSuffix", Variable::KindSuffix),
    ("NormalizedKubernetesVersion", Variable::NormalizedKubernetesVersion),
    ("ResourceAPIVersion", Variable::ResourceApiVersion),
    ("ResourceKind", Variable::ResourceKind),
    ("StrictSuffix", Variable::StrictSuffix),
];

#[derive(Debug)]
enum Part {
    Text(String),
    Variable(Variable),
}

/// A path in which what does not depend on the object is already filled in.
#[derive(Debug)]
pub(in crate::schema) struct Template {
    parts: Vec<Part>,
}

impl Template {
    /// Whether an argument is a template.
    pub(super) fn is_one(written: &str) -> bool {
        written.contains("{{")
    }

    /// Reads a template for one version; errors point into it.
    pub(in crate::schema) fn parse(
        written: &str,
        version: &KubernetesVersion,
        strict: bool,
    ) -> Result<Self, LocationError> {
        let mut parts = Vec::new();
        let mut at = 0;
        let mut trim = false;
        while let Some(length) = written[at..].find("{{") {
            let open = at + length;
            let close = written[open..].find("}}").map(|length| open + length);
            let next = written[open + 2..].find("{{").map(|length| open + 2 + length);
            let Some(close) = close.filter(|close| next.is_none_or(|next| next > *close)) else {
                let span = Span::new(open, next.unwrap_or(written.len()));
                return Err(LocationError::argument(written, span, "`{{` is not closed").help("close it with `}}`"));
            };
            let inner = &written[open + 2..close];
            // The `-` of `{{- ` and ` -}}` only counts with a blank beside it.
            let before = inner.strip_prefix('-').filter(|rest| rest.starts_with(char::is_whitespace));
            let (inner, trims_before) = (before.unwrap_or(inner), before.is_some());
            let after = inner.strip_suffix('-').filter(|rest| rest.ends_with(char::is_whitespace));
            let (inner, trims_after) = (after.unwrap_or(inner), after.is_some());
            let text = &written[at..open];
            let text = if trim { text.trim_start() } else { text };
            parts.push(Part::Text((if trims_before { text.trim_end() } else { text }).to_owned()));
            let inner = inner.trim();
            if !(inner.starts_with("/*") && inner.ends_with("*/")) {
                let variable =
                    variable(inner).map_err(|error| error.into_fault(written, Span::new(open, close + "}}".len())))?;
                parts.push(match variable {
                    Variable::NormalizedKubernetesVersion => Part::Text(version.normalized.clone()),
                    Variable::StrictSuffix => Part::Text((if strict { "-strict" } else { "" }).to_owned()),
                    other => Part::Variable(other),
                });
            }
            trim = trims_after;
            at = close + "}}".len();
        }
        let rest = &written[at..];
        parts.push(Part::Text((if trim { rest.trim_start() } else { rest }).to_owned()));
        Ok(Self { parts })
    }

    /// The folder that all paths have in common: `.` where even the first folder depends on the object.
    pub(super) fn folder(&self) -> String {
        let fixed = self.parts.iter().map_while(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Variable(_) => None,
        });
        let fixed: String = fixed.collect();
        match fixed.rsplit_once('/') {
            Some(("", _)) => "/".to_owned(),
            Some((folder, _)) => folder.to_owned(),
            None => ".".to_owned(),
        }
    }

    /// The path for a kind; `None` when a name in it could lead to another folder, which no kind of Kubernetes can.
    pub(in crate::schema) fn path(&self, api_version: &str, kind: &str) -> Option<String> {
        let mut names = api_version.split('/');
        let (group, second) = (names.next().unwrap_or_default(), names.next());
        let plain = |name: &str| {
            !matches!(name, "" | "." | "..")
                && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._".contains(letter))
        };
        if names.next().is_some() || ![group, second.unwrap_or(group), kind].into_iter().all(plain) {
            return None;
        }
        let mut path = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Variable(Variable::ResourceKind) => path.push_str(&kind.to_lowercase()),
                // The core group has no name, and its version stands here instead: so it does in kubeconform.
                Part::Variable(Variable::Group) => path.push_str(group),
                Part::Variable(Variable::ResourceApiVersion) => path.push_str(second.unwrap_or(group)),
                Part::Variable(Variable::KindSuffix) => {
                    let first = group.split('.').next().unwrap_or(group);
                    for name in [Some(first), second].into_iter().flatten() {
                        path.push('-');
                        path.push_str(&name.to_lowercase());
                    }
                }
                Part::Variable(Variable::NormalizedKubernetesVersion | Variable::StrictSuffix) => {}
            }
        }
        Some(path)
    }
}

/// What stands between braces and is no variable.
struct Unknown {
    message: String,
    help: String,
}

impl Unknown {
    fn into_fault(self, written: &str, span: Span) -> LocationError {
        LocationError::argument(written, span, self.message).help(self.help)
    }
}

fn variable(inner: &str) -> Result<Variable, Unknown> {
    let names = || VARIABLES.iter().map(|(name, _)| *name);
    let name = inner.strip_prefix('$').unwrap_or(inner).strip_prefix('.');
    let is_name = |name: &str| !name.is_empty() && name.chars().all(char::is_alphanumeric);
    if let Some(name) = name.filter(|name| is_name(name)) {
        if let Some((_, variable)) = VARIABLES.iter().find(|(known, _)| *known == name) {
            return Ok(*variable);
        }
        let help = nearest(name, names()).map_or_else(
            || format!("the variables are {}", listed(names())),
            |near| format!("did you mean `{{{{ .{near} }}}}`?"),
        );
        return Err(Unknown { message: format!("there is no variable `.{name}`"), help });
    }
    // kubeconform has no functions beyond those of Go either, and ResourceKind and KindSuffix are lower case already.
    let help = match names().find(|known| inner.strip_prefix('.').unwrap_or(inner).starts_with(known)) {
        Some(known) => format!("write `{{{{ .{known} }}}}`"),
        None => format!("only variables can stand here: {}", listed(names())),
    };
    Err(Unknown { message: format!("`{{{{ {inner} }}}}` is not a variable"), help })
}
