//! CustomResourceDefinitions in files, one by one, in lists, or among other objects.

use std::sync::Arc;

use crate::schema::custom::CustomKinds;
use crate::schema::location::fault::LocationError;
use crate::text::Source;
use crate::yaml;
use crate::yaml::Node;

/// The definitions in a file; an empty list when it holds other objects only. Every fault in it is an error.
pub(in crate::schema) fn read(source: &Arc<Source>) -> Result<Vec<CustomKinds>, Vec<LocationError>> {
    let parsed = yaml::parse(source);
    let problems = parsed.problems.into_iter();
    let mut errors: Vec<LocationError> =
        problems.map(|problem| LocationError::at(problem.place, problem.message)).collect();
    let mut found = Vec::new();
    for document in &parsed.documents {
        object(document.root(), &mut found, &mut errors);
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn object(root: Node<'_>, found: &mut Vec<CustomKinds>, errors: &mut Vec<LocationError>) {
    let text = |key: &str| root.get(key).and_then(Node::string);
    match text("kind") {
        Some("CustomResourceDefinition") => {}
        // As `kubectl get crds -o yaml` writes them.
        Some("List" | "CustomResourceDefinitionList") => {
            for item in root.get("items").into_iter().flat_map(Node::items) {
                object(item, found, errors);
            }
            return;
        }
        _ => return,
    }
    let version = text("apiVersion").unwrap_or_default();
    if version != "apiextensions.k8s.io/v1" {
        let place = root.get("apiVersion").unwrap_or(root).place();
        let message = format!("`{version}` definitions are not read: no server since Kubernetes 1.22 takes them");
        errors.push(LocationError::at(place, message).help("use the `apiextensions.k8s.io/v1` form of the definition"));
        return;
    }
    let kinds = CustomKinds::read(root);
    if kinds.is_empty() {
        let message = "this CustomResourceDefinition serves no version with a schema";
        errors.push(LocationError::at(root.place(), message).help("see `spec.versions[].schema.openAPIV3Schema`"));
    } else {
        found.push(kinds);
    }
}
