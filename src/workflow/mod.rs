//! Workflows of GitHub Actions as they are written: their structure, their expressions, and what these refer to.
//!
//! Pure: a document in, values and findings out. What GitHub itself would refuse is said here; what it runs, and what is
//! unwise all the same, is for `validate::rules`.

pub mod expression;
pub mod glob;
pub mod job;
pub mod key;
pub mod matrix;
mod meaning;
pub mod reference;
pub mod scan;
pub mod script;
pub mod server;
pub mod step;
mod structure;
pub mod taint;
#[cfg(test)]
mod tests;
pub mod trigger;

use std::sync::Arc;

use crate::finding::Finding;
use crate::manifest::identity::ResourceId;
use crate::manifest::is_workflow_path;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::workflow::scan::Expression;
use crate::yaml::Document;
use crate::yaml::Node;

/// Larger files are not run, in bytes.
///
/// Source: GitHub, Actions limits.
pub const MOST_BYTES: usize = 500 * 1024;

/// What judged a workflow, as reports name it.
pub const SYNTAX: &str = "GitHub workflow syntax";

/// What a document is to GitHub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Jobs, and when they run.
    Workflow,
    /// A step that workflows use.
    Action,
}

impl Role {
    /// What a document is by its file and its outermost keys.
    pub fn of(root: Node<'_>) -> Option<Self> {
        let source = &root.place().source;
        let is_object = root.get("apiVersion").is_some() || root.get("kind").is_some();
        if is_object {
            return None;
        }
        if is_workflow_path(&source.path) || root.get("jobs").is_some() && root.get("on").is_some() {
            return Some(Self::Workflow);
        }
        let file = source.path.rsplit('/').next().unwrap_or_default();
        let is_action = matches!(file, "action.yml" | "action.yaml");
        let runs = root.get("runs").is_some_and(|runs| runs.get("using").is_some());
        (is_action && runs).then_some(Self::Action)
    }
}

/// A workflow, or a composite action, which has the steps of one job.
#[derive(Debug)]
pub struct Workflow {
    /// What it is called: by its name, or else by its file.
    pub id: ResourceId,
    /// What it is.
    pub role: Role,
    /// Every expression in it, in the order written.
    pub expressions: Vec<Expression>,
    /// Whether all of it was read, so that rules can be asked about it.
    pub is_whole: bool,
    document: Document,
}

impl Workflow {
    /// Reads a document, if it is a workflow or an action; with what GitHub would refuse in it.
    pub fn read(document: &Document) -> Option<(Self, Vec<Finding>)> {
        let root = document.root();
        let role = Role::of(root)?;
        let source = document.source();
        let name = root.get("name").and_then(Node::text).filter(|name| !name.trim().is_empty());
        let name = name.map_or(source.path.as_str(), str::trim).to_owned();
        let kind = if role == Role::Workflow { "workflow" } else { "action" }.to_owned();
        let id = ResourceId { api_version: String::new(), kind, namespace: String::new(), name };
        let walk = match role {
            Role::Workflow => structure::workflow(root, &id.to_string()),
            Role::Action => structure::action(root, &id.to_string()),
        };
        let mut findings = walk.findings;
        let (expressions, is_whole) = (walk.expressions, walk.is_whole);
        let workflow = Self { id, role, expressions, is_whole, document: document.part(root) };
        if role == Role::Workflow && (source.text.len() > MOST_BYTES || !is_whole) {
            findings.push(workflow.too_large());
        }
        meaning::check(&workflow, &mut findings);
        Some((workflow, findings))
    }

    fn too_large(&self) -> Finding {
        let bytes = self.source().text.len();
        let place = Place::new(self.source(), Span::new(0, 0));
        let message = if self.is_whole {
            format!("this workflow has {bytes} bytes, and {MOST_BYTES} are the most")
        } else {
            "aliases make this workflow too large to be read".to_owned()
        };
        Finding::error("workflow-too-large", place, message)
            .why("GitHub does not start it")
            .help("make a matrix of jobs that are alike, or move some of them to a workflow that is called")
            .resource(self.id.to_string())
    }

    /// The document itself.
    pub fn root(&self) -> Node<'_> {
        self.document.root()
    }

    /// The file that it stands in.
    pub fn source(&self) -> &Arc<Source> {
        self.document.source()
    }
}
