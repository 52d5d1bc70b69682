//! Texts that end up in shells, paths and names of jobs, restricted to letters that mean nothing there.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::layer::Value;
use crate::text::Place;

/// A name in letters that need no quotes anywhere: `auth`, `ubuntu-24.04`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Name(pub String);

/// A folder or file of the repository, relative to its root; `.` is the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Folder(pub String);

/// A pattern for paths: `*` and `?` stay in a folder, `**` crosses folders, and a path without them means that file, or
/// everything in that folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Pattern(pub String);

/// A branch, or a pattern for branches as GitHub reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Branch(pub String);

/// A command for a shell, without expressions of GitHub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Command(pub String);

/// Whether a text is a name that needs no quotes anywhere.
pub fn is_name(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=63).contains(&text.len()) && text.bytes().all(letter) && text.as_bytes()[0].is_ascii_alphanumeric()
}

fn is_path(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./@+".contains(&byte);
    let part = |part: &str| !part.is_empty() && part != ".." && part != "." && !part.starts_with('-');
    text == "." || (text.len() <= 255 && text.bytes().all(letter) && text.split('/').all(part))
}

fn refuse<T>(findings: &mut Findings, place: &Place, message: String, help: &str) -> Option<T> {
    findings.push(
        Finding::error("unsafe-text", place.clone(), message)
            .why("it becomes part of a workflow, where a shell or GitHub would read more into it")
            .help(help.to_owned()),
    );
    None
}

impl Decode for Name {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        if is_name(&text) {
            return Some(Self(text));
        }
        let message = format!("`{}` is no name of letters, digits, `-`, `_` and `.`", text.escape_debug());
        refuse(findings, &value.place, message, "begin with a letter or a digit, and use at most 63 of them")
    }
}

impl Decode for Folder {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        let trimmed = text.strip_suffix('/').unwrap_or(&text);
        if is_path(trimmed) {
            return Some(Self(trimmed.to_owned()));
        }
        let message = format!("`{}` is no plain path in the repository", text.escape_debug());
        refuse(findings, &value.place, message, "write a relative path such as `domains/auth`")
    }
}

impl Pattern {
    /// Reports a pattern that is none.
    pub(super) fn check(findings: &mut Findings, text: &str, place: &Place) -> bool {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./@+*?{}".contains(&byte);
        let braces = text.replace("{service}", "");
        let plain = !text.is_empty() && text.len() <= 255 && text.bytes().all(letter) && !braces.contains(['{', '}']);
        let parts = text.trim_end_matches('/').split('/');
        if plain && parts.clone().all(|part| !part.is_empty() && part != ".." && part != ".") {
            return true;
        }
        let message = format!("`{}` is no pattern for paths in the repository", text.escape_debug());
        let help =
            "write a relative path; `*` stays in a folder, `**` crosses folders, `{service}` is a service's name";
        refuse::<()>(findings, place, message, help);
        false
    }
}

impl Decode for Pattern {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        Self::check(findings, &text, &value.place).then_some(Self(text))
    }
}

impl Decode for Branch {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./*+".contains(&byte);
        if !text.is_empty() && text.len() <= 255 && text.bytes().all(letter) {
            return Some(Self(text));
        }
        let message = format!("`{}` is no branch, and no pattern for branches", text.escape_debug());
        refuse(findings, &value.place, message, "write a branch such as `main`, or a pattern such as `release/**`")
    }
}

impl Decode for Command {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        if text.contains("${{") {
            let help = "read it from a variable of the job: `$SERVICE` and `$PYTHON_VERSION` are there";
            return refuse(findings, &value.place, "a command must not hold an expression of GitHub".to_owned(), help);
        }
        if text.chars().any(|letter| letter.is_control() && letter != '\n') || text.trim().is_empty() {
            let message = "a command is text without control characters, and not empty".to_owned();
            return refuse(findings, &value.place, message, "write what a shell is to run");
        }
        Some(Self(text))
    }
}
