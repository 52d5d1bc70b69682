//! Which folders are built, and which files are read for that.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::kustomize::fields;
use crate::kustomize::files;
use crate::kustomize::files::Files;
use crate::kustomize::load::RESOURCES;
use crate::yaml::Node;

/// The kustomizations among some files.
#[derive(Debug, Default)]
pub struct Roots {
    /// Folders with a kustomization that no other one refers to, in order; the project itself is the empty path.
    /// Components are never among them: nothing is built of a component alone.
    pub folders: Vec<String>,
    /// Every file that some kustomization reads, and the kustomizations. None of them is a manifest by itself.
    pub read: BTreeSet<String>,
    /// Those of them that hold objects to be built upon; the others are patches, values, and the like.
    pub resources: BTreeSet<String>,
    /// What is named and not among the files: a file or a folder.
    pub missing: BTreeSet<String>,
}

/// Looks through all kustomizations. What they refer to may be missing; that is said when they are built.
///
/// A folder that is only referred to in a circle is no root; if nothing else leads there, the first of the circle is.
pub fn roots(files: &Files) -> Roots {
    let mut found = Roots::default();
    let mut references: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut components = BTreeSet::new();
    for path in files.paths() {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if !files::KUSTOMIZATION_NAMES.contains(&name) {
            continue;
        }
        found.read.insert(path.to_owned());
        let own = references.entry(folder.to_owned()).or_default();
        let Some(root) = files.documents(path).and_then(|read| read.documents.first()).map(|document| document.root())
        else {
            continue;
        };
        if fields::text(root, "kind") == Some("Component") {
            components.insert(folder.to_owned());
        }
        let resources: BTreeSet<&str> =
            RESOURCES.into_iter().flat_map(|key| fields::items(root, key)).filter_map(Node::text).collect();
        for written in named(root) {
            let Some(path) = files::join(folder, written).filter(|_| !written.contains("://")) else { continue };
            if files.content(&path).is_some() {
                if resources.contains(written) {
                    found.resources.insert(path.clone());
                }
                found.read.insert(path);
            } else {
                if !files.is_folder(&path) || files.kustomizations(&path).is_empty() {
                    found.missing.insert(path.clone());
                }
                own.insert(path);
            }
        }
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for (folder, named) in &references {
        reached.extend(named.iter().filter(|named| *named != folder).map(String::as_str));
    }
    let is_root = |folder: &&String| !reached.contains(folder.as_str()) && !components.contains(*folder);
    found.folders = references.keys().filter(is_root).cloned().collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut pending: Vec<&str> = found.folders.iter().map(String::as_str).collect();
    let mut circles = Vec::new();
    let mut rest = references.keys().filter(|folder| !components.contains(*folder));
    loop {
        while let Some(folder) = pending.pop() {
            if known.insert(folder) {
                pending.extend(references.get(folder).into_iter().flatten().map(String::as_str));
            }
        }
        let Some(next) = rest.next() else { break };
        if !known.contains(next.as_str()) {
            circles.push(next.clone());
            pending.push(next);
        }
    }
    found.folders.extend(circles);
    found.folders.sort_unstable();
    found
}

/// Every path that a kustomization names, as written.
fn named(root: Node<'_>) -> Vec<&str> {
    let lists =
        ["components", "configurations", "crds", "generators", "transformers", "validators", "patchesStrategicMerge"];
    let lists = RESOURCES.into_iter().chain(lists);
    let mut paths: Vec<&str> = lists.flat_map(|key| fields::items(root, key)).filter_map(Node::text).collect();
    for key in ["patches", "patchesJson6902", "replacements"] {
        paths.extend(fields::items(root, key).into_iter().filter_map(|entry| fields::text(entry, "path")));
    }
    for entry in ["configMapGenerator", "secretGenerator"].into_iter().flat_map(|key| fields::items(root, key)) {
        let files = fields::items(entry, "files").into_iter().filter_map(Node::text);
        paths.extend(files.map(|file| file.split_once('=').map_or(file, |(_, path)| path)));
        paths.extend(fields::items(entry, "envs").into_iter().filter_map(Node::text));
        paths.extend(fields::text(entry, "env"));
    }
    for chart in fields::items(root, "helmCharts") {
        paths.extend(fields::text(chart, "valuesFile"));
        paths.extend(fields::items(chart, "additionalValuesFiles").into_iter().filter_map(Node::text));
    }
    paths.extend(fields::field(root, "openapi").and_then(|openapi| fields::text(openapi, "path")));
    // What is written out in place is no path.
    paths.retain(|path| !path.contains('\n'));
    paths
}
