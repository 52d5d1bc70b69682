//! What the pods of a workload cannot start without.
//!
//! What is optional is left out, and so is what the workload makes itself, as claims of a StatefulSet are.

use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// Kinds and names of what its pods need in their namespace.
pub(super) fn of<'a>(workload: &Workload<'a>) -> Vec<(&'static str, &'a str)> {
    let mut needs = Vec::new();
    let is_optional = |node: Node<'a>| node.get("optional").and_then(Node::text) == Some("true");
    let mut add = |kind: &'static str, reference: Option<Node<'a>>, key: &str| {
        let Some(reference) = reference.filter(|reference| !is_optional(*reference)) else { return };
        if let Some(name) = reference.get(key).and_then(Node::text) {
            needs.push((kind, name));
        }
    };
    for container in workload.containers() {
        for entry in container.node.get("envFrom").into_iter().flat_map(Node::items) {
            add("ConfigMap", entry.get("configMapRef"), "name");
            add("Secret", entry.get("secretRef"), "name");
        }
        for entry in container.node.get("env").into_iter().flat_map(Node::items) {
            add("ConfigMap", entry.at(&["valueFrom", "configMapKeyRef"]), "name");
            add("Secret", entry.at(&["valueFrom", "secretKeyRef"]), "name");
        }
    }
    for volume in workload.spec.get("volumes").into_iter().flat_map(Node::items) {
        add("ConfigMap", volume.get("configMap"), "name");
        add("Secret", volume.get("secret"), "secretName");
        add("PersistentVolumeClaim", volume.get("persistentVolumeClaim"), "claimName");
        for source in volume.at(&["projected", "sources"]).into_iter().flat_map(Node::items) {
            add("ConfigMap", source.get("configMap"), "name");
            add("Secret", source.get("secret"), "name");
        }
    }
    add("ServiceAccount", Some(workload.spec), "serviceAccountName");
    needs.sort_unstable();
    needs.dedup();
    needs
}
