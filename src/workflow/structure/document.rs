//! The outermost keys of a workflow and of an action.

use crate::workflow::key::Key;
use crate::workflow::structure::Walk;
use crate::yaml::Node;

const KEYS: [&str; 8] = ["name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"];

const ACTION_KEYS: [&str; 7] = ["name", "author", "description", "inputs", "outputs", "runs", "branding"];

impl<'w> Walk<'w> {
    pub(super) fn document(&mut self, root: Node<'w>) {
        let entries = self.map(root, "a workflow", &KEYS);
        if !root.is_mapping() {
            return;
        }
        for key in ["on", "jobs"] {
            if root.get(key).is_none() {
                let what = if key == "on" { "say when it runs: `on: push`" } else { "add at least one job" };
                self.missing(start(root), key, "this workflow").help = Some(what.to_owned());
            }
        }
        for (name, _, value) in entries {
            self.within(name, |walk| match name {
                "name" => drop(walk.text_or_empty(value, "`name`", None)),
                "run-name" => drop(walk.text_or_empty(value, "`run-name`", Some(Key::RunName))),
                "on" => walk.triggers(value),
                "permissions" => walk.permissions(value),
                "env" => walk.variables(value, "`env`", Key::Env),
                "defaults" => walk.defaults(value, None),
                "concurrency" => walk.concurrency(value, Key::Concurrency),
                _ => walk.jobs(value),
            });
        }
    }

    pub(super) fn defaults(&mut self, node: Node<'w>, key: Option<Key>) {
        for (name, _, value) in self.map(node, "`defaults`", &["run"]) {
            self.within(name, |walk| {
                for (name, _, value) in walk.map(value, "`defaults.run`", &["shell", "working-directory"]) {
                    walk.within(name, |walk| {
                        walk.text(value, &format!("`{name}`"), key);
                    });
                }
            });
        }
    }

    pub(super) fn concurrency(&mut self, node: Node<'w>, key: Key) {
        if !node.is_mapping() {
            self.text(node, "`concurrency`", Some(key));
            return;
        }
        for (name, _, value) in self.map(node, "`concurrency`", &["group", "cancel-in-progress", "queue"]) {
            self.within(name, |walk| match name {
                "group" => drop(walk.text(value, "`group`", Some(key))),
                "cancel-in-progress" => walk.truth(value, "`cancel-in-progress`", Some(key)),
                _ => drop(walk.text(value, "`queue`", Some(key))),
            });
        }
        if node.get("group").is_none() {
            self.missing(node.place(), "group", "`concurrency`");
        }
    }

    pub(super) fn action(&mut self, root: Node<'w>) {
        for (name, _, value) in self.map(root, "an action", &ACTION_KEYS) {
            self.within(name, |walk| match name {
                "runs" if is_composite(value) => {
                    for (name, _, value) in walk.map(value, "`runs`", &["using", "steps"]) {
                        if name == "steps" {
                            walk.within(name, |walk| walk.steps(value));
                        }
                    }
                }
                "outputs" => walk.anything(value, Key::Action),
                _ => {}
            });
        }
    }
}

fn is_composite(runs: Node<'_>) -> bool {
    runs.get("using").and_then(Node::text) == Some("composite")
}

/// The first key of a map: the map itself may be many lines long.
fn start(root: Node<'_>) -> crate::text::Place {
    root.entries().next().map_or(root, |(key, _)| key).place()
}
