//! An Application reads a folder of the generated tree that is not rendered.
//!
//! Source: Argo CD `util/app/path` (the path must exist at the revision and be a folder).

use crate::finding::Severity;
use crate::render::GENERATED;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "application-path-missing",
    group: Group::ArgoCd,
    severity: Severity::Error,
    summary: "An Application reads a folder that is not rendered.",
    why: "Argo CD reports a comparison error, and nothing of the Application is applied",
    source: "Argo CD, util/app/path: the path must exist at the revision and be a folder",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(project) = context.project else { return };
    let repository = &project.environment.model.argocd.repository;
    for application in context.cluster.of_kind("argoproj.io", "Application") {
        let spec = |field: &str| application.at(&["spec", "source", field]).and_then(Node::string);
        if spec("repoURL") != Some(repository.url.as_str()) {
            continue;
        }
        let Some(path) = spec("path") else { continue };
        let Some(inside) = path.strip_prefix(&repository.path).and_then(|path| path.strip_prefix('/')) else {
            continue;
        };
        let folder = format!("{GENERATED}/{}", inside.trim_end_matches('/'));
        if !project.tree.has_folder(&folder) {
            sink.report(
                application
                    .about(&["spec", "source", "path"], format!("no template renders anything into {folder}/"))
                    .help("correct the path, or add the templates of the component"),
            );
        }
    }
}
