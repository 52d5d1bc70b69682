//! A folder is rendered that no Application reads.
//!
//! Source: Argo CD `controller/state.go` (only what an Application's source holds is compared and applied).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::object::Object;
use crate::finding::Severity;
use crate::model::Environment;
use crate::render::GENERATED;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "folder-without-application",
    group: Group::ArgoCd,
    severity: Severity::Warning,
    summary: "A folder is rendered that no Application reads.",
    why: "nothing in it is ever applied, and nobody is told",
    source: "Argo CD, controller/state.go: only what the source of an Application holds is compared and applied",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(project) = context.project else { return };
    let applications: Vec<Object<'_>> = context.cluster.of_kind("argoproj.io", "Application").collect();
    let read: Vec<String> =
        applications.iter().flat_map(|application| folders_read(project.environment, application)).collect();
    // A project that renders no Application is applied in another way.
    if read.is_empty() {
        return;
    }
    let environment = format!("{GENERATED}/{}/", project.environment.name);
    let folder = |object: &Object<'_>| {
        let path = object.manifest.source().path.strip_prefix(&environment).unwrap_or_default().split_once('/');
        path.map_or_else(String::new, |(folder, _)| folder.to_owned())
    };
    // Applications that none reads were applied by hand or by one that is not rendered here, and so is their folder.
    let applied: BTreeSet<String> = applications.iter().map(folder).collect();
    let mut unread: BTreeMap<String, Object<'_>> = BTreeMap::new();
    for object in context.cluster.objects().iter().filter(|object| object.maker.is_none()) {
        let folder = folder(object);
        if !applied.contains(&folder) && !read.iter().any(|read| object.manifest.source().path.starts_with(read)) {
            unread.entry(folder).or_insert(*object);
        }
    }
    for (folder, object) in unread {
        let (place, help) = if folder.is_empty() {
            (
                format!("what lies directly in {environment}"),
                "render it into a folder that an Application reads".to_owned(),
            )
        } else {
            (format!("{environment}{folder}/"), format!("add one with `path: {folder}` under `argocd.applications`"))
        };
        sink.report(object.about(&[], format!("no Application reads {place}")).help(help));
    }
}

/// The folders of the generated tree that an Application reads, each with a slash at its end.
fn folders_read(environment: &Environment, application: &Object<'_>) -> Vec<String> {
    let generated = &environment.model.argocd.repository.path;
    let spec = |key: &str| application.at(&["spec", key]);
    let sources = spec("source").into_iter().chain(spec("sources").into_iter().flat_map(Node::items));
    let inside = sources.filter_map(|source| source.get("path")?.string()?.strip_prefix(generated.as_str()));
    let inside = inside.filter(|inside| inside.is_empty() || inside.starts_with('/'));
    inside.map(|inside| format!("{GENERATED}{}/", inside.trim_end_matches('/'))).collect()
}
