//! A job of a workflow, as rules ask for it.

use crate::finding::Finding;
use crate::finding::Severity;
use crate::workflow::Role;
use crate::workflow::Workflow;
use crate::workflow::scan::Expression;
use crate::workflow::step::Step;
use crate::yaml::Node;

/// A job. The steps of a composite action are one, too.
#[derive(Debug, Clone, Copy)]
pub struct Job<'w> {
    /// The workflow.
    pub workflow: &'w Workflow,
    /// Its number, in the order written.
    pub number: usize,
    /// Its id.
    pub id: &'w str,
    /// Where its id is written.
    pub key: Node<'w>,
    /// Its value.
    pub node: Node<'w>,
}

impl Workflow {
    /// Its jobs, in the order written.
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let root = self.root();
        if self.role == Role::Action {
            let runs = root.entries().find(|(key, _)| key.text() == Some("runs"));
            let job = |(key, node)| Job { workflow: self, number: 0, id: "", key, node };
            return runs.map(job).into_iter().collect();
        }
        let entries = root.get("jobs").into_iter().flat_map(Node::entries);
        let named = entries.filter_map(|(key, node)| Some((key.text()?, key, node)));
        named.enumerate().map(|(number, (id, key, node))| Job { workflow: self, number, id, key, node }).collect()
    }

    /// A finding about the workflow as a whole.
    pub fn finding(&self, node: Node<'_>, path: &str, message: String) -> Finding {
        Finding::error("", node.place(), message).severity(Severity::Error).resource(self.id.to_string()).path(path)
    }

    /// What surrounds an expression, for the report.
    pub fn resource_of(&self, jobs: &[Job<'_>], expression: &Expression) -> String {
        expression.site.job.and_then(|job| jobs.get(job)).map_or_else(|| self.id.to_string(), Job::resource)
    }

    /// A finding about an expression.
    pub fn finding_at(&self, jobs: &[Job<'_>], expression: &Expression, message: String) -> Finding {
        Finding::error("", expression.whole(), message)
            .resource(self.resource_of(jobs, expression))
            .path(expression.path.as_str())
    }
}

impl<'w> Job<'w> {
    /// What it is called: `workflow CI, job build`.
    pub fn resource(&self) -> String {
        if self.id.is_empty() { self.workflow.id.to_string() } else { format!("{}, job {}", self.workflow.id, self.id) }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Node<'w>> {
        self.node.get(key)
    }

    /// The jobs that it needs, as written.
    pub fn needs(&self) -> Vec<Node<'w>> {
        match self.get("needs") {
            None => Vec::new(),
            Some(node) if node.is_sequence() => node.items().collect(),
            Some(node) => vec![node],
        }
    }

    /// Its steps, in the order written.
    pub fn steps(&self) -> Vec<Step<'w>> {
        let items = self.get("steps").into_iter().flat_map(Node::items);
        items.enumerate().map(|(number, node)| Step { job: *self, number, node }).collect()
    }

    /// The names of its outputs, with their values.
    pub fn outputs(&self) -> impl Iterator<Item = (Node<'w>, Node<'w>)> {
        self.get("outputs").into_iter().flat_map(Node::entries)
    }

    /// The workflow that it calls, if it does.
    pub fn called(&self) -> Option<Node<'w>> {
        self.get("uses")
    }

    /// Its condition, as written; empty if there is none.
    pub fn condition(&self) -> &'w str {
        self.get("if").and_then(Node::text).unwrap_or_default()
    }

    /// A finding about a part of it; `path` is that within the job.
    pub fn finding(&self, node: Node<'_>, path: &str, message: String) -> Finding {
        let path = match (self.id, path) {
            ("", path) => format!("runs.{path}"),
            (id, "") => format!("jobs.{id}"),
            (id, path) => format!("jobs.{id}.{path}"),
        };
        Finding::error("", node.place(), message).resource(self.resource()).path(path)
    }
}
