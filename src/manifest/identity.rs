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
        if !root.is_mapping() {
            let found = if root.is_sequence() { "a list" } else { "a single value" };
            let message = format!("a Kubernetes object is a map, and this is {found}");
            return Err(Box::new(Finding::error("no-object", root.place(), message)));
        }
        let text = |path: &[&str]| root.at(path).and_then(Node::string).unwrap_or_default().to_owned();
        let id = Self {
            api_version: text(&["apiVersion"]),
            kind: text(&["kind"]),
            namespace: text(&["metadata", "namespace"]),
            name: text(&["metadata", "name"]),
        };
        for (field, value) in [("apiVersion", &id.api_version), ("kind", &id.kind)] {
            if value.is_empty() {
                let finding = Finding::error("no-object", root.place(), format!("`{field}` is missing"));
                return Err(Box::new(finding.why("without it nobody knows what this is, and nothing can check it")));
            }
        }
        let nameless = id.is_kustomization() || id.kind == "List";
        let generated = root.at(&["metadata", "generateName"]).is_some();
        if id.name.is_empty() && !nameless && !generated {
            let place = root.get("metadata").unwrap_or(root).place();
            return Err(Box::new(Finding::error(
                "no-object",
                place,
                format!("this {} has no `metadata.name`", id.kind),
            )));
        }
        Ok(id)
    }

    /// Whether this is a file for kustomize rather than an object for the API server.
    pub fn is_kustomization(&self) -> bool {
        self.api_version.starts_with("kustomize.config.k8s.io/")
    }

    /// The API group; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
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
