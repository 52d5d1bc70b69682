//! A pattern of `paths` or `paths-ignore` that fits no file.
//!
//! Asked only where all files of the repository are known. Patterns for any folder, such as `**.md`, may wait for files to
//! come.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::text::suggest;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::workflow::Workflow;
use crate::workflow::glob::Glob;
use crate::workflow::trigger::triggers;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unmatched-path-filter",
    group: Group::Workflows,
    severity: Severity::Warning,
    summary: "A path in a filter fits no file of the repository.",
    why: "the folder was moved or is spelt in another way, and changes in it start nothing",
    source: "GitHub, Workflow syntax: `on.<push|pull_request>.paths`",
    example: None,
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(files) = context.workflows.files else { return };
    // A workflow of somewhere else means the files that are there.
    let is_here = |workflow: &&Workflow| files.contains(&workflow.source().path.as_str());
    for workflow in context.workflows.all.iter().filter(is_here) {
        for trigger in triggers(workflow.root()) {
            for filter in ["paths", "paths-ignore"] {
                for (number, node) in trigger.patterns(filter).into_iter().enumerate() {
                    let Some(text) = node.text().filter(|text| !text.trim_start_matches('!').starts_with('*')) else {
                        continue;
                    };
                    let glob = Glob::of(text);
                    if files.iter().any(|file| glob.fits(file)) {
                        continue;
                    }
                    let message = format!("`{text}` fits no file");
                    let path = format!("on.{}.{filter}[{number}]", trigger.event);
                    sink.report(workflow.finding(node, &path, message).help(meant(text, files)));
                }
            }
        }
    }
}

/// The nearest folder that there is.
fn meant(pattern: &str, files: &[&str]) -> String {
    let fixed = pattern.trim_start_matches('!').split(['*', '?', '[']).next().unwrap_or_default().trim_end_matches('/');
    let depth = fixed.split('/').count();
    let folders: BTreeSet<String> =
        files.iter().map(|file| file.split('/').take(depth).collect::<Vec<_>>().join("/")).collect();
    match suggest::nearest(fixed, folders.iter().map(String::as_str)) {
        Some(near) if near != fixed => format!("there is `{near}`"),
        _ => "correct the path, or remove it".to_owned(),
    }
}
