//! What an object is called.

use crate::finding::Finding;
use crate::yaml::Node;

/// Group and version, kind, namespace and name: how the API server, Argo CD and people tell objects apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceId {
    /// `apps/v1`, or `v1` for the core group.
    pub api_version: String,
    /// `Deployment`.
    pub kind: String,
    /// Empty for objects without one: cluster-scoped, or left to whoever applies them.
    pub namespace: String,
    /// The name; empty for a Kustomization, which has none.
    pub name: String,
}

impl ResourceId {
    /// Reads the identity of an object, or says what it lacks.
    pub fn of(root: Node<'_>) -> Result<Self, Box<Finding>> {
        Self::of_item(root, "", "")
    }

    /// The same for an item of a list, whose `apiVersion` and `kind` count where the item has none.
    pub fn of_item(root: Node<'_>, api_version: &str, kind: &str) -> Result<Self, Box<Finding>> {
        if !root.is_mapping() {
            let found = if root.is_sequence() { "a list" } else { "a single value" };
            let message = format!("a Kubernetes object is a map, and this is {found}");
            return Err(Box::new(Finding::error("no-object", root.place(), message)));
        }
        let metadata = root.get("metadata");
        let text = |node: Option<Node<'_>>| node.and_then(Node::string).unwrap_or_default().to_owned();
        let or = |own: String, list: &str| if own.is_empty() { list.to_owned() } else { own };
        let id = Self {
            api_version: or(text(root.get("apiVersion")), api_version),
            kind: or(text(root.get("kind")), kind),
            namespace: text(metadata.and_then(|node| node.get("namespace"))),
            name: text(metadata.and_then(|node| node.get("name"))),
        };
        for (field, value) in [("apiVersion", &id.api_version), ("kind", &id.kind)] {
            if value.is_empty() {
                let finding = Finding::error("no-object", root.place(), format!("`{field}` is missing"));
                return Err(Box::new(finding.why("without it nobody knows what this is, and nothing can check it")));
            }
        }
        Ok(id)
    }

    /// What is to be said of an object that has no name, if it needs one.
    pub fn without_name(&self, root: Node<'_>) -> Option<Finding> {
        if !self.name.is_empty() || self.is_kustomization() {
            return None;
        }
        let metadata = root.get("metadata");
        if metadata.is_some_and(|node| node.get("generateName").is_some()) {
            return None;
        }
        let place = metadata.unwrap_or(root).place();
        Some(Finding::error("no-object", place, format!("this {} has no `metadata.name`", self.kind)))
    }

    /// Whether this is a file for kustomize rather than an object for the API server.
    pub fn is_kustomization(&self) -> bool {
        self.api_version.starts_with("kustomize.config.k8s.io/")
    }

    /// The API group; empty for the core group.
    pub fn group(&self) -> &str {
        memchr::memchr(b'/', self.api_version.as_bytes()).map_or("", |end| &self.api_version[..end])
    }
}

impl std::fmt::Display for ResourceId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.namespace.as_str(), self.name.as_str()) {
            (_, "") => out.write_str(&self.kind),
            ("", name) => write!(out, "{} {name}", self.kind),
            (namespace, name) => write!(out, "{} {namespace}/{name}", self.kind),
        }
    }
}
