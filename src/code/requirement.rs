//! One requirement, `name[extra]>=1 ; marker` or `name @ url`, as PEP 508 writes it.

/// What a requirement names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Requirement {
    /// The package, normalised.
    pub(super) name: Option<String>,
    /// A path in the repository, if it is installed from one.
    pub(super) path: Option<String>,
}

/// Reads one requirement, or a path that stands for one.
pub(super) fn read(text: &str) -> Requirement {
    let text = without_marker(text.trim());
    if let Some(path) = path(text) {
        return Requirement { name: egg(text), path: Some(path) };
    }
    if text.contains("://") && !text.split("://").next().unwrap_or_default().contains('@') {
        return Requirement { name: egg(text), path: None };
    }
    let end =
        text.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_.".contains(letter)).unwrap_or(text.len());
    let name = &text[..end];
    if !name.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
        return Requirement::default();
    }
    let rest = text[end..].trim_start();
    let behind = rest.strip_prefix('[').and_then(|extras| extras.split_once(']')).map_or(rest, |(_, rest)| rest);
    let url = behind.trim_start().strip_prefix('@').map(str::trim);
    Requirement { name: Some(normalised(name)), path: url.and_then(file) }
}

/// The name of a package as all spellings of it are compared (PEP 503).
pub(super) fn normalised(name: &str) -> String {
    let mut out = String::new();
    for part in name.split(['-', '_', '.']).filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&part.to_ascii_lowercase());
    }
    out
}

/// A requirement without what says where it is needed.
fn without_marker(text: &str) -> &str {
    text.split_once(" ;").or_else(|| text.split_once("; ")).map_or(text, |(before, _)| before).trim_end()
}

/// The path of a requirement that is one: `./lib`, `../lib[extra]`, `lib/`, `wheels/a.whl`, `file:../lib`.
fn path(text: &str) -> Option<String> {
    if let Some(path) = file(text) {
        return Some(path);
    }
    let path = without_extras(text.split('#').next().unwrap_or_default());
    let folder = path == "." || path == ".." || path.contains('/');
    let archive = [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar"].iter().any(|end| path.ends_with(end));
    let outside = path.starts_with('/') || path.contains("://") || path.contains(['@', ' ', '=', '<', '>']);
    ((folder || archive) && !outside).then(|| path.to_owned())
}

/// The relative path of a `file:` URL. Others lead out of the repository.
fn file(url: &str) -> Option<String> {
    let rest = match url.strip_prefix("file:") {
        Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
        None => url,
    };
    // What pdm and hatch put before a path that counts from the project.
    let project = ["/${PROJECT_ROOT}", "${PROJECT_ROOT}", "{root:uri}"];
    let counted = project.iter().find_map(|root| rest.strip_prefix(root)).map(|rest| rest.trim_start_matches('/'));
    let path = match counted {
        Some(path) => path,
        None if url.starts_with("file:") && !rest.starts_with('/') => rest,
        None => return None,
    };
    let path = without_extras(path.split(['#', '?']).next().unwrap_or_default());
    Some(if path.is_empty() { ".".to_owned() } else { path.to_owned() })
}

/// `./lib[extra]` without the extra.
fn without_extras(path: &str) -> &str {
    path.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map_or(path, |(path, _)| path)
}

/// The package that a URL says it holds: `#egg=name`.
fn egg(url: &str) -> Option<String> {
    let (_, fragment) = url.split_once('#')?;
    let name = fragment.split('&').find_map(|part| part.strip_prefix("egg="))?;
    let name = name.split(['[', '=', '<', '>', '~', '!']).next().unwrap_or_default();
    Some(normalised(name)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        read(text).name.unwrap_or_default()
    }

    fn local(text: &str) -> String {
        read(text).path.unwrap_or_default()
    }

    #[test]
    fn all_spellings_of_a_package_are_one_name() {
        for text in [
            "Zope.Interface",
            "zope_interface==1.0",
            "zope--interface [test] >=1",
            "zope.interface;x",
            "zope-interface~=1 ; x",
            "zope_interface(>=1)",
            "zope-interface @ https://a/b.zip",
        ] {
            assert_eq!(name(text), "zope-interface", "{text}");
            assert_eq!(local(text), "", "{text}");
        }
    }

    #[test]
    fn a_path_of_the_repository_is_told_from_a_url() {
        for text in [
            "../lib",
            "../lib[a,b]",
            "file:../lib",
            "file:../lib#egg=x",
            "x @ file:../lib",
            "x@file:../lib",
            "x[y] @ file:../lib ; z",
            "x @ file:///${PROJECT_ROOT}/../lib",
            "x @ {root:uri}/../lib",
        ] {
            assert_eq!(local(text), "../lib", "{text}");
        }
        assert_eq!(local("."), ".");
        assert_eq!(local("lib/"), "lib/");
        assert_eq!(local("a-1.0-py3-none-any.whl"), "a-1.0-py3-none-any.whl");
        for text in [
            "/opt/lib",
            "file:///opt/lib",
            "https://a/b.whl",
            "git+https://a/b.git@main#egg=c",
            "git+ssh://git@a/b",
            "x @ https://a/b",
            "lib",
            "x==1.0",
        ] {
            assert_eq!(local(text), "", "{text}");
        }
        assert_eq!(name("git+https://a/b.git@main#subdirectory=x&egg=C_d[e]"), "c-d");
        assert_eq!(name("git+ssh://git@a/b"), "");
    }
}
