//! Files of values that Applications hand to Helm: no manifests, though they lie beside some.

use std::collections::BTreeSet;

use crate::manifest::Manifest;
use crate::yaml::Node;

/// The files among these that some Application names under `helm.valueFiles`.
pub fn value_files(manifests: &[&Manifest], files: &[&str]) -> BTreeSet<String> {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for manifest in manifests.iter().filter(|manifest| manifest.id.group() == "argoproj.io") {
        let path: &[&str] = match manifest.id.kind.as_str() {
            "Application" => &["spec"],
            "ApplicationSet" => &["spec", "template", "spec"],
            _ => continue,
        };
        let Some(spec) = manifest.root().at(path) else { continue };
        for source in spec.get("source").into_iter().chain(spec.get("sources").into_iter().flat_map(Node::items)) {
            let own = source.get("path").and_then(Node::text).unwrap_or_default();
            for file in source.at(&["helm", "valueFiles"]).into_iter().flat_map(Node::items).filter_map(Node::text) {
                let path = match file.strip_prefix('$').and_then(|file| file.split_once('/')) {
                    Some((_, path)) => path.to_owned(),
                    None => format!("{}/{file}", own.trim_matches('/')),
                };
                named.insert(tidied(&path));
            }
        }
    }
    let is_named = |file: &&&str| {
        // The repository may lie in any folder of those that were named.
        let mut rest: &str = file;
        loop {
            if named.contains(rest) {
                return true;
            }
            match rest.split_once('/') {
                Some((_, below)) => rest = below,
                None => return false,
            }
        }
    };
    files.iter().filter(is_named).map(|file| (*file).to_owned()).collect()
}

/// A path without `.` and `..`.
fn tidied(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
