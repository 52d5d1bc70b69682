//! Containers beside a job, such as the Redis that tests talk to.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::ci::safe::Command;
use crate::model::ci::safe::Name;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;

/// A container that is started before the steps of a job, and waited for.
#[derive(Debug, Clone, Serialize)]
pub struct Container {
    /// The image, with a tag or a digest.
    pub image: Image,
    /// The port that it listens on, offered at the same port of the machine.
    pub port: u32,
    /// The command in the container that succeeds once it can be used.
    pub health: Command,
    /// Top-level Python modules whose import says that a service talks to it.
    pub imports: Vec<Name>,
    /// Variables that the job gets, such as `REDIS_URL`.
    pub env: Named<String>,
}

/// The reference of an image, with a tag or a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Image(pub String);

impl Decode for Image {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@".contains(&byte);
        let last = text.rsplit('/').next().unwrap_or(&text);
        if text.bytes().all(letter) && !text.starts_with(['-', ':', '@', '/']) && last.contains([':', '@']) {
            return Some(Self(text));
        }
        findings.push(
            Finding::error("unsafe-text", value.place.clone(), format!("`{}` names no image", text.escape_debug()))
                .why("an image without a tag is another one tomorrow")
                .help("write name and tag, such as `redis:6.2.6-alpine`, or a digest"),
        );
        None
    }
}

decode_fields!(Container {
    image: "image",
    port: "port",
    health: "health",
    imports: "imports" = Vec::new(),
    env: "env" = Named::default(),
});
