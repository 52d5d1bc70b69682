//! Which documents are applied together: overlays of one base are different environments, and are not.
//!
//! Without a declaration environments are told by what their overlays build: two that build on the same file cannot
//! belong to one cluster. They then go by the names of their folders, such as `dev` and `prod`, and whatever else lies
//! in a folder of such a name goes with them. What lies elsewhere is common to all, but for files that are variants of
//! each other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::manifest::Manifest;

/// Kinds of which several files of one environment may well hold the same object, so as to stand for themselves.
const SHARED: [&str; 9] = [
    "Namespace",
    "CustomResourceDefinition",
    "ServiceAccount",
    "Secret",
    "ConfigMap",
    "Role",
    "RoleBinding",
    "ClusterRole",
    "ClusterRoleBinding",
];

/// The files of folders in which two files hold the same object: variants, of which one at a time is applied. What Argo
/// CD reads is left out, for it would apply all of them.
pub fn variants(files: &[(&str, &[Manifest])]) -> BTreeSet<usize> {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut holders = BTreeMap::new();
    let mut repeating = BTreeSet::new();
    for (at, (path, manifests)) in files.iter().enumerate() {
        for id in manifests.iter().map(|manifest| &manifest.id) {
            let is_shared = SHARED.contains(&id.kind.as_str()) || id.group() == "argoproj.io" || id.is_kustomization();
            if is_shared || id.name.is_empty() {
                continue;
            }
            let key = (folder(path), id.group(), id.kind.as_str(), id.namespace.as_str(), id.name.as_str());
            if *holders.entry(key).or_insert(at) != at {
                repeating.insert(folder(path));
            }
        }
    }
    (0..files.len()).filter(|at| repeating.contains(&folder(files[*at].0))).collect()
}

/// The overlays and files of one environment, by their numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name; empty if there is only one environment.
    pub name: String,
    /// Kustomizations that are built for it.
    pub overlays: Vec<usize>,
    /// Files of which the objects are applied as they are.
    pub files: Vec<usize>,
}

/// More environments than this are taken for a collection of examples, of which each stands for itself.
const MOST: usize = 64;

/// Sorts overlays, each a folder with the files that its objects came from, and files into environments. `declared`
/// are the names and folders of environments, where somebody said them.
pub fn parts(overlays: &[(String, BTreeSet<String>)], files: &[&str], declared: &[(String, String)]) -> Vec<Part> {
    let names = if declared.is_empty() { by_conflict(overlays) } else { by_declaration(overlays, declared) };
    let environments: BTreeSet<&str> = names.iter().flatten().map(String::as_str).collect();
    if environments.is_empty() {
        let all =
            Part { name: String::new(), overlays: (0..overlays.len()).collect(), files: (0..files.len()).collect() };
        return vec![all];
    }
    let owners: Vec<Option<&str>> = files.iter().map(|file| owner(file, &environments, declared)).collect();
    let part = |name: &&str| Part {
        name: (*name).to_owned(),
        overlays: (0..overlays.len()).filter(|at| names[*at].as_deref().is_none_or(|own| own == *name)).collect(),
        files: (0..files.len()).filter(|at| owners[*at].is_none_or(|owner| owner == *name)).collect(),
    };
    environments.iter().take(MOST).map(part).collect()
}

fn by_declaration(overlays: &[(String, BTreeSet<String>)], declared: &[(String, String)]) -> Vec<Option<String>> {
    let named = |folder: &String| {
        let within = |path: &str| is_within(path.trim_matches('/'), folder);
        declared.iter().find(|(_, path)| within(path)).map(|(name, _)| name.clone())
    };
    overlays.iter().map(|(folder, _)| named(folder)).collect()
}

fn by_conflict(overlays: &[(String, BTreeSet<String>)]) -> Vec<Option<String>> {
    let mut users: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, sources)) in overlays.iter().enumerate() {
        for source in sources {
            users.entry(source).or_default().push(at);
        }
    }
    let in_conflict: BTreeSet<usize> = users.values().filter(|users| users.len() > 1).flatten().copied().collect();
    let leaf = |at: usize| overlays[at].0.rsplit('/').next().unwrap_or_default();
    // Names that two overlays of one base share tell nothing: then every folder stands for itself.
    let mut ambiguous = BTreeSet::new();
    for users in users.values().filter(|users| users.len() > 1) {
        let mut seen = BTreeSet::new();
        ambiguous.extend(users.iter().map(|at| leaf(*at)).filter(|name| !seen.insert(*name)));
    }
    let names: BTreeSet<&str> = in_conflict.iter().map(|at| leaf(*at)).collect();
    let name = |at: usize| {
        let leaf = leaf(at);
        if in_conflict.contains(&at) {
            Some(if ambiguous.contains(leaf) { overlays[at].0.clone() } else { leaf.to_owned() })
        } else {
            (names.contains(leaf) && !ambiguous.contains(leaf)).then(|| leaf.to_owned())
        }
    };
    (0..overlays.len()).map(name).collect()
}

/// The environment that a file belongs to by a folder on its path.
fn owner<'n>(file: &str, environments: &BTreeSet<&'n str>, declared: &'n [(String, String)]) -> Option<&'n str> {
    if let Some((name, _)) = declared.iter().find(|(_, path)| is_within(path.trim_matches('/'), file)) {
        return Some(name);
    }
    let (folder, _) = file.rsplit_once('/')?;
    environments
        .iter()
        .copied()
        .find(|name| folder == *name || folder.split('/').any(|part| part == *name) || is_within(name, folder))
}

fn is_within(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay(folder: &str, sources: &[&str]) -> (String, BTreeSet<String>) {
        (folder.to_owned(), sources.iter().map(|source| (*source).to_owned()).collect())
    }

    fn told(overlays: &[(String, BTreeSet<String>)], files: &[&str], declared: &[(String, String)]) -> Vec<String> {
        let show = |part: Part| format!("{}: {:?} {:?}", part.name, part.overlays, part.files);
        parts(overlays, files, declared).into_iter().map(show).collect()
    }

    #[test]
    fn overlays_of_one_base_are_environments_by_the_names_of_their_folders() {
        let overlays = [
            overlay("cart/dev", &["cart/base/a.yaml"]),
            overlay("cart/prod", &["cart/base/a.yaml"]),
            overlay("crds", &["crds/a.yaml"]),
            overlay("web/dev", &["web/dev/a.yaml"]),
        ];
        let files = ["clusters/prod/app.yaml", "clusters/dev/app.yaml", "nodes.yaml"];
        let told = told(&overlays, &files, &[]);
        assert_eq!(told, ["dev: [0, 2, 3] [1, 2]", "prod: [1, 2] [0, 2]"]);
    }

    #[test]
    fn without_overlays_of_one_base_all_is_one_environment() {
        let overlays = [overlay("a", &["a/x.yaml"]), overlay("b", &["b/x.yaml"])];
        assert_eq!(told(&overlays, &["c.yaml"], &[]), [": [0, 1] [0]"]);
    }

    #[test]
    fn overlays_of_the_same_name_and_base_stand_for_themselves() {
        let overlays = [overlay("a/live", &["base/x.yaml"]), overlay("b/live", &["base/x.yaml"])];
        assert_eq!(told(&overlays, &[], &[]), ["a/live: [0] []", "b/live: [1] []"]);
    }

    #[test]
    fn what_is_declared_counts() {
        let overlays = [overlay("one/x", &["base/x.yaml"]), overlay("two/x", &["base/x.yaml"])];
        let declared = [("staging".to_owned(), "one".to_owned()), ("live".to_owned(), "two/".to_owned())];
        assert_eq!(told(&overlays, &["two/y.yaml", "z.yaml"], &declared), ["live: [1] [0, 1]", "staging: [0] [1]"]);
    }
}
