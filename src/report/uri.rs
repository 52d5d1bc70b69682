//! File paths as URIs (RFC 3986), which may hold any letter only as what its bytes are.

use std::fmt::Write as _;

/// The `uri` of an artifact location: relative paths stay relative, absolute ones become `file` URIs.
pub(in crate::report) fn of(path: &str) -> String {
    if path.starts_with('/') {
        return format!("file://{}", encoded(path));
    }
    match drive(path) {
        Some((letter, rest)) => format!("file:///{letter}:{}", encoded(&rest.replace('\\', "/"))),
        None => encoded(path),
    }
}

/// Whether the path means something without a folder to start in.
pub(in crate::report) fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || drive(path).is_some()
}

/// A path of Windows without its drive: `C:/a` is `C` and `/a`.
fn drive(path: &str) -> Option<(char, &str)> {
    let letter = path.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = path[1..].strip_prefix(':')?;
    rest.starts_with(['/', '\\']).then_some((letter, rest))
}

/// Everything but unreserved characters and `/` as percent signs; a colon too, which would make a scheme of what is
/// before it.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_that_means_the_same_file() {
        assert_eq!(of("apps/web.yaml"), "apps/web.yaml");
        assert_eq!(of("../a b#c?d%e.yaml"), "../a%20b%23c%3Fd%25e.yaml");
        assert_eq!(of("한.yaml"), "%ED%95%9C.yaml");
        assert_eq!(of("http://x\n.yaml"), "http%3A//x%0A.yaml");
        assert_eq!(of("/srv/a b.yaml"), "file:///srv/a%20b.yaml");
        assert_eq!(of("C:\\a\\b.yaml"), "file:///C:/a/b.yaml");
        assert!(is_absolute("/a") && is_absolute("C:/a") && !is_absolute("C:a"));
    }
}
