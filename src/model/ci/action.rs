//! The one table of actions that workflows use: which release, and the commit that it was when somebody looked.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::ci::safe::Name;
use crate::model::decode::Decode;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;

/// An action at one commit.
#[derive(Debug, Clone, Serialize)]
pub struct Action {
    /// The release, for people and for tools that offer newer ones: `v4.2.2`.
    pub version: Name,
    /// The commit that the release was: only this cannot be moved.
    pub commit: Commit,
}

/// A full commit id: forty hexadecimal digits in small letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Commit(pub String);

impl Decode for Commit {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 40 && text.bytes().all(digit) {
            return Some(Self(text));
        }
        findings.push(
            Finding::error("partial-commit", value.place.clone(), format!("`{text}` is no full commit id"))
                .why("a tag can be moved to other code, as those of tj-actions/changed-files were in March 2025")
                .help("write the 40 digits of the commit: `git ls-remote URL TAG` prints them"),
        );
        None
    }
}

decode_fields!(Action { version: "version", commit: "commit" });
