//! A kustomization reads something from another repository without saying which revision.
//!
//! Branches move; tags and commits do not.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unpinned-remote-base",
    group: Group::Kustomize,
    severity: Severity::Warning,
    summary: "A kustomization reads something from another repository without saying which revision.",
    why: "what is applied changes without a commit here, and a sync fails when the other repository cannot be reached",
    source: "kustomize, docs of remote targets; argo-cd, docs/user-guide/best_practices.md",
    example: Some(Example {
        facts: "",
        bad: r#"
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: ["https://raw.githubusercontent.com/example/crds/main/crd.yaml"]
"#,
        good: r#"
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: ["https://raw.githubusercontent.com/example/crds/v1.4.0/crd.yaml", "https://github.com/example/crds//base?ref=v1.4.0"]
"#,
    }),
    check,
};

/// Names of branches that everybody has.
const BRANCHES: [&str; 6] = ["main", "master", "HEAD", "develop", "stable", "latest"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for object in context.cluster.objects().iter().filter(|object| object.id().is_kustomization()) {
        for list in ["resources", "bases", "components", "crds"] {
            for (at, node) in object.at(&[list]).into_iter().flat_map(Node::items).enumerate() {
                let Some((message, help)) = node.text().and_then(wrong) else { continue };
                sink.report(object.finding(node, format!("{list}[{at}]"), message).help(help));
            }
        }
    }
}

/// What is wrong with an address, and what to write.
fn wrong(text: &str) -> Option<(String, &'static str)> {
    let is_remote =
        ["https://", "http://", "ssh://", "git@", "git::", "github.com/"].iter().any(|begin| text.starts_with(begin));
    if !is_remote {
        return None;
    }
    let (address, query) = text.split_once('?').unwrap_or((text, ""));
    let named = query.split('&').find_map(|part| part.strip_prefix("ref=").or_else(|| part.strip_prefix("version=")));
    if let Some(revision) = named {
        let moves = BRANCHES.contains(&revision.trim_start_matches("refs/heads/"));
        return moves.then(|| (format!("`{revision}` in `{text}` is a branch"), "name a tag or a commit with `?ref=`"));
    }
    let is_file = [".yaml", ".yml", ".json"].iter().any(|end| address.ends_with(end));
    if !is_file {
        return Some((format!("`{text}` names no revision"), "add `?ref=` with a tag or a commit"));
    }
    let branch = address.split('/').find(|part| BRANCHES.contains(part))?;
    Some((format!("`{branch}` in `{text}` is a branch"), "name a tag or a commit in the address"))
}
