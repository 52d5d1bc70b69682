//! The releases of the redis-operator, and what tells them apart.

use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::decode::Decode;
use crate::model::layer::Value;

/// A release of spotahome/redis-operator with a published image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperatorVersion {
    /// v1.2.0
    V1_2_0,
    /// v1.2.1
    V1_2_1,
    /// v1.2.2
    V1_2_2,
    /// v1.2.3
    V1_2_3,
    /// v1.2.4, the last stable release
    V1_2_4,
    /// v1.3.0-rc1; v1.3.0 itself was never released
    V1_3_0Rc1,
}

impl OperatorVersion {
    const ALL: [(Self, &'static str); 6] = [
        (Self::V1_2_0, "v1.2.0"),
        (Self::V1_2_1, "v1.2.1"),
        (Self::V1_2_2, "v1.2.2"),
        (Self::V1_2_3, "v1.2.3"),
        (Self::V1_2_4, "v1.2.4"),
        (Self::V1_3_0Rc1, "v1.3.0-rc1"),
    ];

    /// The image tag.
    pub fn tag(self) -> &'static str {
        Self::ALL.iter().find(|(version, _)| *version == self).map_or("", |(_, tag)| tag)
    }

    /// The release of an image tag; `None` for one that was never published.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == tag).map(|(version, _)| *version)
    }

    /// The image tags of all releases.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, tag)| *tag)
    }

    /// Whether the operator creates `rfrm-` and `rfrs-` Services by role (since v1.3.0-rc1).
    pub fn creates_role_services(self) -> bool {
        self >= Self::V1_3_0Rc1
    }
}

impl Serialize for OperatorVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

impl Decode for OperatorVersion {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        if let Some((version, _)) = Self::ALL.iter().find(|(_, tag)| *tag == text) {
            return Some(*version);
        }
        let tags: Vec<&str> = Self::ALL.iter().map(|(_, tag)| *tag).collect();
        findings.push(
            Finding::error(
                "unknown-operator-version",
                value.place.clone(),
                format!("the redis-operator has no image `{text}`"),
            )
            .why("the Deployment would stay in ImagePullBackOff, and no Redis would be reconciled")
            .help(format!("published are {}", tags.join(", "))),
        );
        None
    }
}
