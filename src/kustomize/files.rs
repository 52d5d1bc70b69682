//! The files that kustomizations are built from, held in memory and parsed once each.
//!
//! Whoever reads the disk fills this; a file that was not given is a file that does not exist.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::manifest::documents;
use crate::manifest::documents::Documents;
use crate::text::Source;

/// The names under which kustomize looks for its own file, in its order.
pub const KUSTOMIZATION_NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The files of a project, by path relative to it, with `/` between its parts.
#[derive(Debug, Default)]
pub struct Files {
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
struct File {
    content: Content,
    documents: OnceLock<Documents>,
}

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    Text(Arc<Source>),
    Bytes(Vec<u8>),
}

impl Files {
    /// These texts, each under the path of its source.
    pub fn new(sources: impl IntoIterator<Item = Arc<Source>>) -> Self {
        let mut files = Self::default();
        for source in sources {
            files.add(source);
        }
        files
    }

    /// Adds a text under the path of its source.
    pub fn add(&mut self, source: Arc<Source>) {
        let path = source.path.clone();
        self.insert(path, Content::Text(source));
    }

    /// Adds a file that is no text, such as a picture that a generator puts into a `ConfigMap`.
    pub fn add_bytes(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.insert(path.into(), Content::Bytes(bytes));
    }

    fn insert(&mut self, path: String, content: Content) {
        self.files.insert(path, File { content, documents: OnceLock::new() });
    }

    /// Every path, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file; `None` where it is missing or no text.
    pub fn source(&self, path: &str) -> Option<&Arc<Source>> {
        match &self.files.get(path)?.content {
            Content::Text(source) => Some(source),
            Content::Bytes(_) => None,
        }
    }

    pub(super) fn content(&self, path: &str) -> Option<&Content> {
        self.files.get(path).map(|file| &file.content)
    }

    /// The documents of a text, parsed when somebody first asks.
    pub(super) fn documents(&self, path: &str) -> Option<&Documents> {
        let file = self.files.get(path)?;
        match &file.content {
            Content::Text(source) => Some(file.documents.get_or_init(|| documents::documents(source))),
            Content::Bytes(_) => None,
        }
    }

    /// Whether any file stands in a folder or below it; the empty path is the project.
    pub fn is_folder(&self, path: &str) -> bool {
        let within = if path.is_empty() { String::new() } else { format!("{path}/") };
        self.files.range(within.clone()..).next().is_some_and(|(first, _)| first.starts_with(&within))
    }

    /// The kustomization files of a folder: kustomize refuses more than one.
    pub(super) fn kustomizations(&self, folder: &str) -> Vec<String> {
        let paths = KUSTOMIZATION_NAMES.iter().map(|name| join_plain(folder, name));
        paths.filter(|path| self.files.contains_key(path)).collect()
    }
}

fn join_plain(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A path as written in a kustomization of `folder`, relative to the project; `None` where it leads out of it.
pub(super) fn join(folder: &str, written: &str) -> Option<String> {
    if written.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    Some(format!("{root}{}", parts.join("/")))
}

/// Whether a path is the folder or stands below it.
pub(super) fn is_within(folder: &str, path: &str) -> bool {
    folder.is_empty() || path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether kustomize would fetch this: a URL, or the name of a repository (kustomize, internal/git/repospec.go).
pub(super) fn is_remote(written: &str) -> bool {
    written.contains("://")
        || written.contains("?ref=")
        || written.contains("?version=")
        || written.starts_with("git@")
        || written.starts_with("git::")
        || ["github.com/", "github.com:", "gh:", "gitlab.com/", "bitbucket.org/"].iter().any(|h| written.starts_with(h))
        || (written.contains("//")
            && written.split('/').next().is_some_and(|host| host.contains('.') && host != "." && host != ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_within_the_project_only() {
        assert_eq!(join("a/b", "../c/./d.yaml").as_deref(), Some("a/c/d.yaml"));
        assert_eq!(join("a", "../../c"), None);
        assert_eq!(join("", "./x"), Some("x".to_owned()));
        assert_eq!(join("a", "/etc/x"), None);
    }

    #[test]
    fn what_has_to_be_fetched_is_told_from_what_is_a_path() {
        for remote in [
            "https://example.org/crd.yaml",
            "github.com/kubernetes-sigs/kustomize/examples?ref=v1",
            "git@example.org:a/b.git",
            "example.org/a/b//c",
        ] {
            assert!(is_remote(remote), "{remote}");
        }
        for local in ["../base", "a.yaml", "./x//y.yaml", "github/base"] {
            assert!(!is_remote(local), "{local}");
        }
    }

    #[test]
    fn a_folder_is_there_if_a_file_is_in_it() {
        let files = Files::new([Source::new("a/b/c.yaml", "")]);
        assert!(files.is_folder("a") && files.is_folder("a/b") && files.is_folder(""));
        assert!(!files.is_folder("a/b/c.yaml") && !files.is_folder("b"));
    }
}
