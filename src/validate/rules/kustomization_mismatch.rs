//! A kustomization names a file that is not rendered, or leaves out one that is.
//!
//! Source: kustomize `api/internal/target` (a missing resource is an error; a file that is not named is not read).

use std::collections::BTreeSet;

use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::validate::rule::Context;
use crate::validate::rule::Rule;
use crate::validate::rule::about;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "kustomization-mismatch",
    summary: "A kustomization.yaml and the files beside it disagree.",
    why: "a named file that is missing fails the build; a file that is not named is never applied",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let files = context.by_file();
    let kustomizations = context.manifests.iter().filter(|manifest| manifest.id.is_kustomization());
    for kustomization in kustomizations {
        let path = kustomization.source().path.as_str();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut named = BTreeSet::new();
        for entry in entries(kustomization) {
            let Some(name) = entry.string().filter(|name| !name.contains("://")) else { continue };
            let target = format!("{folder}/{name}");
            if !context.tree.contains(&target) && !context.tree.has_folder(&target) {
                findings.push(crate::finding::Finding {
                    place: entry.place(),
                    ..about(kustomization, &["resources"], format!("`{name}` is not rendered in {folder}/"))
                        .help("correct the name, or remove the line")
                });
            }
            named.insert(name);
        }
        for (file, manifests) in files.iter().filter(|(file, _)| is_beside(file, folder)) {
            let name = &file[folder.len() + 1..];
            if !named.contains(name) && manifests.iter().all(|manifest| !manifest.id.is_kustomization()) {
                findings.push(
                    about(kustomization, &["resources"], format!("`{name}` is rendered beside it and not named"))
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
