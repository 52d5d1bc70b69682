//! A folder is rendered that no Application reads.
//!
//! Source: Argo CD `controller/state.go` (only what an Application's source holds is compared and applied).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::finding::Findings;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::render::GENERATED;
use crate::validate::rule::Context;
use crate::validate::rule::Rule;
use crate::validate::rule::about;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "folder-without-application",
    summary: "A folder is rendered that no Application reads.",
    why: "nothing in it is ever applied, and nobody is told",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let applications: Vec<&Manifest> = context.of_kind("argoproj.io", "Application").collect();
    let read: Vec<String> = applications.iter().flat_map(|application| folders_read(context, application)).collect();
    // A project that renders no Application is applied in another way.
    if read.is_empty() {
        return;
    }
    let environment = format!("{GENERATED}/{}/", context.environment.name);
    let folder = |manifest: &Manifest| {
        let path = manifest.source().path[environment.len()..].split_once('/');
        path.map_or_else(String::new, |(folder, _)| folder.to_owned())
    };
    // Applications that none reads were applied by hand or by one that is not rendered here, and so is their folder.
    let applied: BTreeSet<String> = applications.into_iter().map(folder).collect();
    let mut unread: BTreeMap<String, &Manifest> = BTreeMap::new();
    for manifest in context.manifests {
        let folder = folder(manifest);
        if !applied.contains(&folder) && !read.iter().any(|read| manifest.source().path.starts_with(read)) {
            unread.entry(folder).or_insert(manifest);
        }
    }
    for (folder, manifest) in unread {
        let (place, help) = if folder.is_empty() {
            (
                format!("what lies directly in {environment}"),
                "render it into a folder that an Application reads".to_owned(),
            )
        } else {
            (format!("{environment}{folder}/"), format!("add one with `path: {folder}` under `argocd.applications`"))
        };
        findings
            .push(about(manifest, &[], format!("no Application reads {place}")).severity(Severity::Warning).help(help));
    }
}

/// The folders of the generated tree that an Application reads, each with a slash at its end.
fn folders_read(context: &Context<'_>, application: &Manifest) -> Vec<String> {
    let generated = &context.environment.model.argocd.repository.path;
    let spec = |key: &str| application.root().at(&["spec", key]);
    let sources = spec("source").into_iter().chain(spec("sources").into_iter().flat_map(Node::items));
    let inside = sources.filter_map(|source| source.get("path")?.string()?.strip_prefix(generated.as_str()));
    let inside = inside.filter(|inside| inside.is_empty() || inside.starts_with('/'));
    inside.map(|inside| format!("{GENERATED}{}/", inside.trim_end_matches('/'))).collect()
}
