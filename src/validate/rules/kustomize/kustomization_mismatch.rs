//! A kustomization names a file that is not rendered, or leaves out one that is.
//!
//! Source: kustomize `api/internal/target` (a missing resource is an error; a file that is not named is not read).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "kustomization-mismatch",
    group: Group::Kustomize,
    severity: Severity::Error,
    summary: "A kustomization.yaml and the files beside it disagree.",
    why: "a named file that is missing fails the build; a file that is not named is never applied",
    source: "kustomize, api/internal/target: a missing resource is an error, a file that is not named is not read",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(project) = context.project else { return };
    let mut files: BTreeMap<&str, Vec<Object<'_>>> = BTreeMap::new();
    for object in context.cluster.objects() {
        files.entry(&object.manifest.source().path).or_default().push(*object);
    }
    let kustomizations = context.cluster.objects().iter().filter(|object| object.id().is_kustomization());
    for kustomization in kustomizations {
        let path = kustomization.manifest.source().path.as_str();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut named = BTreeSet::new();
        for entry in entries(kustomization.manifest) {
            let Some(name) = entry.string().filter(|name| !name.contains("://")) else { continue };
            let target = format!("{folder}/{name}");
            if !project.tree.contains(&target) && !project.tree.has_folder(&target) {
                let message = format!("`{name}` is not rendered in {folder}/");
                sink.report(
                    kustomization.finding(entry, "resources", message).help("correct the name, or remove the line"),
                );
            }
            named.insert(name);
        }
        for (file, objects) in files.iter().filter(|(file, _)| is_beside(file, folder)) {
            let name = &file[folder.len() + 1..];
            if !named.contains(name) && objects.iter().all(|object| !object.id().is_kustomization()) {
                sink.report(
                    kustomization
                        .about(&["resources"], format!("`{name}` is rendered beside it and not named"))
                        .help(format!("add `- {name}` to `resources`")),
                );
            }
        }
    }
}

/// Everything that the kustomization reads as a file or folder.
fn entries(kustomization: &Manifest) -> impl Iterator<Item = Node<'_>> {
    let root = kustomization.root();
    let lists = ["resources", "components", "crds", "patchesStrategicMerge"];
    let named = lists.into_iter().filter_map(move |list| root.get(list)).flat_map(Node::items);
    let patches = root.get("patches").into_iter().flat_map(Node::items).filter_map(|patch| patch.get("path"));
    named.chain(patches)
}

fn is_beside(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| !name.contains('/'))
}
