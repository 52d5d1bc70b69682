//! Which redis-server an image holds, as far as its name and tag tell. What they do not tell is not guessed.

use std::fmt;

/// A series of releases that know the same directives, of those that `schemas/redis-directives.txt` covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Series {
    /// 6.2
    V6_2,
    /// 7.0
    V7_0,
    /// 7.2, also of Valkey
    V7_2,
    /// 7.4
    V7_4,
}

impl Series {
    /// All, oldest first.
    pub const ALL: [Self; 4] = [Self::V6_2, Self::V7_0, Self::V7_2, Self::V7_4];

    /// `7.0`
    pub fn name(self) -> &'static str {
        match self {
            Self::V6_2 => "6.2",
            Self::V7_0 => "7.0",
            Self::V7_2 => "7.2",
            Self::V7_4 => "7.4",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|series| series.name() == text)
    }
}

impl fmt::Display for Series {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The version of a redis-server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RedisVersion {
    /// 7 of 7.0.15
    pub major: u32,
    /// 0 of 7.0.15
    pub minor: u32,
    /// 15 of 7.0.15; a tag may leave it out
    pub patch: Option<u32>,
}

impl RedisVersion {
    /// Reads `7.0.15` or `7.0`, with what tags add behind a `-`. A major alone moves to another series with the next
    /// release, and is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(['-', '_', '+']).next()?;
        let digits = |part: &str| {
            let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<u32>().ok()).flatten()
        };
        let parts: Vec<u32> = numbers.split('.').map(digits).collect::<Option<_>>()?;
        match parts.as_slice() {
            [major, minor] => Some(Self { major: *major, minor: *minor, patch: None }),
            [major, minor, patch] => Some(Self { major: *major, minor: *minor, patch: Some(*patch) }),
            _ => None,
        }
    }

    /// The server in an image: `redis:7.0.15-alpine`, `valkey/valkey:7.2.8`, with any registry, with or without a
    /// digest behind the tag. `None` for a tag without a version, no tag, and names whose tags may count something
    /// else.
    pub fn of_image(reference: &str) -> Option<Self> {
        let (path, tag) = parts(reference);
        let name = path.rsplit('/').next()?;
        matches!(name, "redis" | "valkey" | "redis-stack" | "redis-stack-server").then(|| Self::parse(tag?)).flatten()
    }

    /// The series in the table; `None` for servers that the table does not cover.
    pub fn series(self) -> Option<Series> {
        match (self.major, self.minor) {
            (6, 2) => Some(Series::V6_2),
            (7, 0) => Some(Series::V7_0),
            (7, 2) => Some(Series::V7_2),
            (7, 4) => Some(Series::V7_4),
            _ => None,
        }
    }
}

impl fmt::Display for RedisVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(out, ".{patch}"))
    }
}

/// Whether an image is one that its project publishes on Docker Hub. Those are built with the jemalloc that active
/// defragmentation needs; of others this is not known.
pub fn is_official_image(reference: &str) -> bool {
    let path = parts(reference).0;
    let path = path.strip_prefix("docker.io/").unwrap_or(path);
    matches!(path, "redis" | "library/redis" | "valkey/valkey")
}

/// The name with its registry, and the tag.
fn parts(reference: &str) -> (&str, Option<&str>) {
    let named = reference.split('@').next().unwrap_or_default();
    let name = named.rfind('/').map_or(0, |slash| slash + 1);
    named[name..].find(':').map_or((named, None), |colon| (&named[..name + colon], Some(&named[name + colon + 1..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_tag() {
        let read = |image: &str| RedisVersion::of_image(image).map(|version| version.to_string());
        for (image, version) in [
            ("redis:7.0.15-alpine", "7.0.15"),
            ("redis:6.2.6", "6.2.6"),
            ("redis:7.2-bookworm", "7.2"),
            ("docker.io/library/redis:7.4.1-alpine3.20", "7.4.1"),
            ("registry.example.org:5000/mirror/redis:6.2.14@sha256:0123", "6.2.14"),
            ("valkey/valkey:7.2.8", "7.2.8"),
            ("bitnami/redis:7.0.15-debian-12-r20", "7.0.15"),
        ] {
            assert_eq!(read(image).as_deref(), Some(version), "{image}");
        }
    }

    #[test]
    fn what_the_tag_does_not_say_is_not_guessed() {
        for image in [
            "",
            "redis",
            "redis:latest",
            "redis:alpine",
            "redis:7",
            "redis:7.x",
            "redis@sha256:0123",
            "registry.example.org:5000/redis",
            "shop/redis-with-modules:1.4.0",
            "oliver006/redis_exporter:v1.62.0",
            "redis:99999999999.0",
        ] {
            assert_eq!(RedisVersion::of_image(image), None, "{image}");
        }
    }

    #[test]
    fn only_series_of_the_table_are_known() {
        let series = |text: &str| RedisVersion::parse(text).and_then(RedisVersion::series);
        assert_eq!(series("7.0.4"), Some(Series::V7_0));
        assert_eq!(series("6.0.16"), None);
        assert_eq!(series("8.2.3"), None);
    }

    #[test]
    fn official_images_are_told_from_others() {
        for image in ["redis:7.0.15", "docker.io/library/redis:7.0.15", "library/redis", "valkey/valkey:7.2.8"] {
            assert!(is_official_image(image), "{image}");
        }
        for image in ["bitnami/redis:7.0.15", "registry.example.org/redis:7.0.15", "redis-stack:7.2.0"] {
            assert!(!is_official_image(image), "{image}");
        }
    }
}
