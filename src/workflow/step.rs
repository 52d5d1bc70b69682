//! A step of a job, as rules ask for it.

use crate::finding::Finding;
use crate::workflow::job::Job;
use crate::workflow::reference::Reference;
use crate::yaml::Node;

/// A step.
#[derive(Debug, Clone, Copy)]
pub struct Step<'w> {
    /// The job.
    pub job: Job<'w>,
    /// Its number, in the order written.
    pub number: usize,
    /// Its value.
    pub node: Node<'w>,
}

impl<'w> Step<'w> {
    /// Its id.
    pub fn id(&self) -> Option<&'w str> {
        self.node.get("id")?.text()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Node<'w>> {
        self.node.get(key)
    }

    /// Its script.
    pub fn run(&self) -> Option<Node<'w>> {
        self.get("run").filter(|node| node.text().is_some())
    }

    /// The action that it uses.
    pub fn uses(&self) -> Option<(Node<'w>, Reference<'w>)> {
        let node = self.get("uses")?;
        Some((node, Reference::of(node.text()?)))
    }

    /// Whether it uses an action of that repository, whichever revision of it.
    pub fn is_of(&self, action: &str) -> bool {
        self.uses().is_some_and(|(_, reference)| reference.is(action))
    }

    /// A value of `with`.
    pub fn with(&self, key: &str) -> Option<Node<'w>> {
        self.get("with")?.get(key)
    }

    /// A variable that it sets, or its job, or its workflow.
    pub fn variable(&self, name: &str) -> Option<Node<'w>> {
        let of = |node: Node<'w>| node.get("env").and_then(|env| env.get(name));
        of(self.node).or_else(|| of(self.job.node)).or_else(|| of(self.job.workflow.root()))
    }

    /// The shell that runs its script, as far as it is said.
    pub fn shell(&self) -> Option<&'w str> {
        let default = |node: Node<'w>| node.at(&["defaults", "run", "shell"]);
        let node = self.get("shell").or_else(|| default(self.job.node));
        node.or_else(|| default(self.job.workflow.root()))?.text()
    }

    /// A finding about a part of it; `path` is that within the step.
    pub fn finding(&self, node: Node<'_>, path: &str, message: String) -> Finding {
        let point = if path.is_empty() { "" } else { "." };
        self.job.finding(node, &format!("steps[{}]{point}{path}", self.number), message)
    }
}
