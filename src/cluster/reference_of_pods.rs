//! The names that pods ask for: in variables, volumes, and for their account, their class and their images.

use crate::cluster::object::Object;
use crate::cluster::reference::Reference;
use crate::cluster::reference::SecretType;
use crate::cluster::reference::Wanted;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// Adds the references of a workload's pods.
pub(super) fn gather<'a>(workload: &Workload<'a>, all: &mut Vec<Reference<'a>>) {
    let (spec, object) = (workload.spec, workload.object);
    for container in workload.containers() {
        let list = |name: &str| container.node.get(name).into_iter().flat_map(Node::items).enumerate();
        for (at, entry) in list("envFrom") {
            for (field, wanted) in [("configMapRef", Wanted::ConfigMap), ("secretRef", Wanted::Secret)] {
                let path = || workload.path(&format!("{}.envFrom[{at}].{field}", container.path));
                all.extend(source(object, wanted, entry.get(field), "name", path));
            }
        }
        for (at, entry) in list("env") {
            let Some(from) = entry.get("valueFrom") else { continue };
            for (field, wanted) in [("configMapKeyRef", Wanted::ConfigMap), ("secretKeyRef", Wanted::Secret)] {
                let path = || workload.path(&format!("{}.env[{at}].valueFrom.{field}", container.path));
                all.extend(keyed(object, wanted, from.get(field), "name", path));
            }
        }
    }
    for (at, volume) in spec.get("volumes").into_iter().flat_map(Node::items).enumerate() {
        self::volume(workload, volume, at, all);
    }
    for (at, secret) in spec.get("imagePullSecrets").into_iter().flat_map(Node::items).enumerate() {
        let path = || workload.path(&format!("imagePullSecrets[{at}].name"));
        let reference = Reference::new(Wanted::Secret, object, secret.get("name"), path);
        all.extend(reference.map(|reference| Reference { of_type: Some(SecretType::Pull), ..reference }));
    }
    let account = ["serviceAccountName", "serviceAccount"].into_iter().find(|field| spec.get(field).is_some());
    for (field, wanted) in [
        (account.unwrap_or("serviceAccountName"), Wanted::ServiceAccount),
        ("priorityClassName", Wanted::PriorityClass),
        ("runtimeClassName", Wanted::RuntimeClass),
    ] {
        all.extend(Reference::new(wanted, object, spec.get(field), || workload.path(field)));
    }
}

fn volume<'a>(workload: &Workload<'a>, volume: Node<'a>, at: usize, all: &mut Vec<Reference<'a>>) {
    let object = workload.object;
    for (field, name, wanted) in [("configMap", "name", Wanted::ConfigMap), ("secret", "secretName", Wanted::Secret)] {
        let path = || workload.path(&format!("volumes[{at}].{field}"));
        let reference = mounted(object, wanted, volume.get(field), name, path);
        let name = volume.get("name").and_then(Node::text).unwrap_or_default();
        let has_items = volume.at(&[field, "items"]).is_some();
        all.extend(reference.map(|mut reference| {
            if !has_items {
                reference.keys.extend(sub_paths(workload, name));
            }
            reference
        }));
    }
    for (part, source) in volume.at(&["projected", "sources"]).into_iter().flat_map(Node::items).enumerate() {
        for (field, wanted) in [("configMap", Wanted::ConfigMap), ("secret", Wanted::Secret)] {
            let path = || workload.path(&format!("volumes[{at}].projected.sources[{part}].{field}"));
            all.extend(mounted(object, wanted, source.get(field), "name", path));
        }
    }
    let claim = volume.at(&["persistentVolumeClaim", "claimName"]);
    let path = || workload.path(&format!("volumes[{at}].persistentVolumeClaim.claimName"));
    all.extend(Reference::new(Wanted::Claim, object, claim, path));
    let class = volume.at(&["ephemeral", "volumeClaimTemplate", "spec", "storageClassName"]);
    let path = || workload.path(&format!("volumes[{at}].ephemeral.volumeClaimTemplate.spec.storageClassName"));
    all.extend(Reference::new(Wanted::StorageClass, object, class, path));
}

/// The keys that are mounted as single files: where one is missing, an empty folder is mounted in its place.
fn sub_paths<'a>(workload: &Workload<'a>, volume: &str) -> Vec<(Node<'a>, String)> {
    let mut found = Vec::new();
    for container in workload.containers() {
        for (at, mount) in container.node.get("volumeMounts").into_iter().flat_map(Node::items).enumerate() {
            if mount.get("name").and_then(Node::text) == Some(volume)
                && let Some(file) = mount.get("subPath")
                && file.text().is_some_and(|file| !file.is_empty() && !file.contains('/'))
            {
                found.push((file, workload.path(&format!("{}.volumeMounts[{at}].subPath", container.path))));
            }
        }
    }
    found
}

/// A source that is asked for as a whole.
fn source<'a>(
    object: Object<'a>,
    wanted: Wanted,
    node: Option<Node<'a>>,
    name: &str,
    path: impl Fn() -> String,
) -> Option<Reference<'a>> {
    let node = node?;
    let reference = Reference::new(wanted, object, node.get(name), || format!("{}.{name}", path()))?;
    let optional = node.get("optional").and_then(Node::text) == Some("true");
    Some(Reference { optional, ..reference })
}

/// One key of a source.
pub(super) fn keyed<'a>(
    object: Object<'a>,
    wanted: Wanted,
    node: Option<Node<'a>>,
    name: &str,
    path: impl Fn() -> String,
) -> Option<Reference<'a>> {
    let mut reference = source(object, wanted, node, name, &path)?;
    reference.keys.extend(node.and_then(|node| node.get("key")).map(|key| (key, format!("{}.key", path()))));
    Some(reference)
}

/// A source as files; without `items`, all keys that it happens to have.
fn mounted<'a>(
    object: Object<'a>,
    wanted: Wanted,
    node: Option<Node<'a>>,
    name: &str,
    path: impl Fn() -> String,
) -> Option<Reference<'a>> {
    let mut reference = source(object, wanted, node, name, &path)?;
    let items = node.and_then(|node| node.get("items")).into_iter().flat_map(Node::items).enumerate();
    let keys = items.filter_map(|(at, item)| Some((item.get("key")?, format!("{}.items[{at}].key", path()))));
    reference.keys.extend(keys);
    Some(reference)
}
