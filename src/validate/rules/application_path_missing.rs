//! An Application reads a folder of the generated tree that is not rendered.
//!
//! Source: Argo CD `util/app/path` (the path must exist at the revision and be a folder).

use crate::finding::Findings;
use crate::render::GENERATED;
use crate::validate::rule::Context;
use crate::validate::rule::Rule;
use crate::validate::rule::about;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "application-path-missing",
    summary: "An Application reads a folder that is not rendered.",
    why: "Argo CD reports a comparison error, and nothing of the Application is applied",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let repository = &context.environment.model.argocd.repository;
    for application in context.of_kind("argoproj.io", "Application") {
        let spec = |field: &str| application.root().at(&["spec", "source", field]).and_then(Node::string);
        if spec("repoURL") != Some(repository.url.as_str()) {
            continue;
        }
        let Some(path) = spec("path") else { continue };
        let Some(inside) = path.strip_prefix(&repository.path).and_then(|path| path.strip_prefix('/')) else {
            continue;
        };
        let folder = format!("{GENERATED}/{}", inside.trim_end_matches('/'));
        if !context.tree.has_folder(&folder) {
            findings.push(
                about(application, &["spec", "source", "path"], format!("no template renders anything into {folder}/"))
                    .help("correct the path, or add the templates of the component"),
            );
        }
    }
}
