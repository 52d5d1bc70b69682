//! An object on its way through a build, with the names it had before, and all of them together.

use crate::kustomize::kinds;
use crate::kustomize::overrides::Record;
use crate::text::Place;
use crate::yaml::Composed;

/// What kustomize takes for the namespace of objects that belong to none (kyaml, resid/resid.go).
const NO_NAMESPACE: &str = "_non_namespaceable_";

/// Kind, name and namespace, as kustomize compares them: no namespace is `default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Id {
    pub(super) group: String,
    pub(super) version: String,
    pub(super) kind: String,
    /// The namespace that counts; never empty.
    pub(super) namespace: String,
    pub(super) name: String,
}

impl Id {
    pub(super) fn is_cluster_scoped(&self) -> bool {
        self.namespace == NO_NAMESPACE
    }

    /// Whether a group, version and kind are these; an empty one asks for nothing.
    pub(super) fn is_kind(&self, group: &str, version: &str, kind: &str) -> bool {
        (group.is_empty() || self.group == group)
            && (version.is_empty() || self.version == version)
            && (kind.is_empty() || self.kind == kind)
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_cluster_scoped() {
            return write!(out, "{} {}", self.kind, self.name);
        }
        write!(out, "{} {}/{}", self.kind, self.namespace, self.name)
    }
}

/// What a generator does with an object that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behavior {
    Create,
    Replace,
    Merge,
}

/// An object.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) value: Composed,
    /// Namespace, name and kind before each change, the first ones first.
    previous: Vec<(String, String, String)>,
    pub(super) prefixes: Vec<String>,
    pub(super) suffixes: Vec<String>,
    /// Whether a digest of the content goes behind the name.
    pub(super) has_digest: bool,
    pub(super) behavior: Behavior,
    pub(super) records: Vec<Record>,
}

impl Resource {
    pub(super) fn new(value: Composed) -> Self {
        Self {
            value,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            has_digest: false,
            behavior: Behavior::Create,
            records: Vec::new(),
        }
    }

    /// The text at a path; empty where there is none.
    pub(super) fn text(&self, path: &[&str]) -> &str {
        self.value.at(path).and_then(Composed::as_text).unwrap_or_default()
    }

    pub(super) fn kind(&self) -> &str {
        self.text(&["kind"])
    }

    pub(super) fn name(&self) -> &str {
        self.text(&["metadata", "name"])
    }

    /// As written; empty where it is not.
    pub(super) fn namespace(&self) -> &str {
        self.text(&["metadata", "namespace"])
    }

    pub(super) fn set_name(&mut self, name: &str) {
        let place =
            self.value.at(&["metadata", "name"]).map_or_else(|| self.value.place.clone(), |name| name.place.clone());
        let root = self.value.place.clone();
        self.value.child("metadata", &root).set("name", Composed::text(&place, name));
    }

    pub(super) fn id(&self) -> Id {
        let api_version = self.text(&["apiVersion"]);
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let namespace = if kinds::is_cluster_scoped(api_version, self.kind()) {
            NO_NAMESPACE
        } else if self.namespace().is_empty() {
            "default"
        } else {
            self.namespace()
        };
        Id {
            group: group.to_owned(),
            version: version.to_owned(),
            kind: self.kind().to_owned(),
            namespace: namespace.to_owned(),
            name: self.name().to_owned(),
        }
    }

    /// What it was called before, the first names first.
    pub(super) fn previous(&self) -> impl Iterator<Item = Id> {
        let now = self.id();
        self.previous.iter().map(move |(namespace, name, kind)| Id {
            group: now.group.clone(),
            version: now.version.clone(),
            kind: kind.clone(),
            namespace: namespace.clone(),
            name: name.clone(),
        })
    }

    /// What it was called first.
    pub(super) fn original(&self) -> Id {
        self.previous().next().unwrap_or_else(|| self.id())
    }

    pub(super) fn was_ever(&self, id: &Id) -> bool {
        self.id() == *id || self.previous().any(|previous| previous == *id)
    }

    /// Notes what it is called now, before that changes.
    pub(super) fn remember(&mut self) {
        let id = self.id();
        self.previous.push((id.namespace, id.name, id.kind));
    }

    /// Takes over names and labels of the object that it replaces or merges into.
    pub(super) fn succeed(&mut self, old: &Self, place: &Place) {
        for group in ["labels", "annotations"] {
            let Some(merged) = old.value.at(&["metadata", group]) else { continue };
            let mut merged = merged.clone();
            if let Some(own) = self.value.at(&["metadata", group]) {
                merge_entries(&mut merged, own);
            }
            self.value.child("metadata", place).set(group, merged);
        }
        self.previous.clone_from(&old.previous);
        self.prefixes.clone_from(&old.prefixes);
        self.suffixes.clone_from(&old.suffixes);
        self.has_digest &= old.has_digest;
        self.behavior = old.behavior;
        self.set_name(old.name());
        let metadata = self.value.child("metadata", place);
        match old.value.at(&["metadata", "namespace"]) {
            Some(namespace) => metadata.set("namespace", namespace.clone()),
            None => drop(metadata.remove("namespace")),
        }
    }
}

/// Sets every key of one map in another.
pub(super) fn merge_entries(into: &mut Composed, from: &Composed) {
    for (key, value) in from.entries() {
        if let Some(key) = key.as_text() {
            into.set(key, value.clone());
        }
    }
}
