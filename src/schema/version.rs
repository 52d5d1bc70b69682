//! Which Kubernetes version is meant: `1.28`, `v1.28.3`, `latest`. Versions without schemas are refused, with a list.

use crate::schema::pack::MINORS;

/// A Kubernetes version for which there are schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubernetesVersion {
    /// The minor whose kinds are meant.
    pub minor: u32,
    /// As folders of schemas are named: `v1.28.0`, or `master` for the newest.
    pub normalized: String,
}

impl KubernetesVersion {
    /// The newest version that there is.
    pub fn newest() -> Self {
        Self { minor: *MINORS.end(), normalized: "master".to_owned() }
    }
}

impl Default for KubernetesVersion {
    fn default() -> Self {
        Self::newest()
    }
}

/// Reads `1.28`, `1.28.3`, `v1.28.3`, with what clouds and distributions add behind a `-` or `+`; `latest` and `master`
/// are the newest. The error lists what is known.
pub fn parse_version(text: &str) -> Result<KubernetesVersion, String> {
    if matches!(text, "latest" | "master") {
        return Ok(KubernetesVersion::newest());
    }
    let known = format!("known are 1.{} to 1.{}, and `latest`", MINORS.start(), MINORS.end());
    let unreadable = || format!("`{text}` is not a Kubernetes version such as 1.28 or v1.28.3; {known}");
    let numbers = text.strip_prefix('v').unwrap_or(text);
    let numbers = numbers.split(['-', '+']).next().unwrap_or(numbers);
    let digits = |part: &str| {
        let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u32>().ok()).flatten()
    };
    let parts: Vec<u32> = numbers.split('.').map(digits).collect::<Option<_>>().ok_or_else(unreadable)?;
    let (major, minor, patch) = match parts.as_slice() {
        [major, minor] => (*major, *minor, 0),
        [major, minor, patch] => (*major, *minor, *patch),
        _ => return Err(unreadable()),
    };
    if major != 1 || !MINORS.contains(&minor) {
        return Err(format!("there are no schemas for Kubernetes {major}.{minor}; {known}"));
    }
    Ok(KubernetesVersion { minor, normalized: format!("v1.{minor}.{patch}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_people_write_them() {
        let read = |text: &str| parse_version(text).map(|version| (version.minor, version.normalized));
        assert_eq!(read("1.28"), Ok((28, "v1.28.0".to_owned())));
        assert_eq!(read("v1.28"), Ok((28, "v1.28.0".to_owned())));
        assert_eq!(read("1.28.0"), Ok((28, "v1.28.0".to_owned())));
        assert_eq!(read("v1.28.3"), Ok((28, "v1.28.3".to_owned())));
        assert_eq!(read("v1.28.15-eks-2d5f260"), Ok((28, "v1.28.15".to_owned())));
        assert_eq!(read("v1.30.4+k3s1"), Ok((30, "v1.30.4".to_owned())));
        for newest in ["latest", "master"] {
            assert_eq!(read(newest), Ok((*MINORS.end(), "master".to_owned())));
        }
    }

    #[test]
    fn a_version_without_schemas_is_refused_with_those_there_are() {
        for wrong in ["", "v", "1", "1.x", "1.28.0.1", "1.+28", "twenty", "1.99999999999", "1.24", "2.28", "1.2.8"] {
            let error = parse_version(wrong).unwrap_err();
            assert!(error.ends_with("known are 1.25 to 1.37, and `latest`"), "{wrong}: {error}");
        }
        assert!(parse_version("1.24").unwrap_err().starts_with("there are no schemas for Kubernetes 1.24"));
    }
}
