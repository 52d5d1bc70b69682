//! What a workflow takes and gives when somebody starts it by hand or another workflow calls it.

use crate::workflow::key::Key;
use crate::workflow::structure::Walk;
use crate::yaml::Node;

/// The most inputs that GitHub shows in its form.
const MOST_INPUTS: usize = 25;

impl<'w> Walk<'w> {
    pub(super) fn dispatch(&mut self, node: Node<'w>) {
        if node.is_null() {
            return;
        }
        let types = ["string", "number", "boolean", "choice", "environment"];
        let keys = ["description", "deprecationMessage", "required", "default", "type", "options"];
        for (name, key, inputs) in self.map(node, "`workflow_dispatch`", &["inputs"]) {
            if inputs.is_null() {
                continue;
            }
            let count = inputs.entries().len();
            if count > MOST_INPUTS {
                let message = format!("`workflow_dispatch` has {count} inputs, and {MOST_INPUTS} are the most");
                self.tell("wrong-workflow-type", key.place(), message);
            }
            self.within(name, |walk| walk.inputs(inputs, &keys, &types, None));
        }
    }

    pub(super) fn call(&mut self, node: Node<'w>) {
        if node.is_null() {
            return;
        }
        for (name, _, value) in self.map(node, "`workflow_call`", &["inputs", "outputs", "secrets"]) {
            if value.is_null() {
                continue;
            }
            self.within(name, |walk| match name {
                "inputs" => {
                    let keys = ["description", "deprecationMessage", "required", "default", "type"];
                    walk.inputs(value, &keys, &["string", "number", "boolean"], Some(Key::InputDefault));
                }
                "outputs" => walk.named(value, "an output of `workflow_call`", &["description", "value"]),
                _ => walk.named(value, "a secret of `workflow_call`", &["description", "required"]),
            });
        }
    }

    fn inputs(&mut self, node: Node<'w>, keys: &[&str], types: &[&str], default: Option<Key>) {
        for (name, key, input) in self.distinct(node, "`inputs`") {
            self.within(name, |walk| {
                walk.id(key, "an input");
                if input.is_null() {
                    return;
                }
                for (name, _, value) in walk.map(input, "an input", keys) {
                    walk.within(name, |walk| match name {
                        "type" => drop(walk.one_of(value, "type of an input", types)),
                        "required" => walk.truth(value, "`required`", None),
                        "default" => walk.scan(value, default),
                        "options" if !value.is_sequence() => walk.wrong_type(value, "`options`", "a list"),
                        _ => {}
                    });
                }
                let is_choice = input.get("type").and_then(Node::text) == Some("choice");
                if is_choice && input.get("options").is_none() {
                    walk.missing(key.place(), "options", "an input of type `choice`");
                }
                if default.is_some() && input.is_mapping() && input.get("type").is_none() {
                    walk.missing(key.place(), "type", "an input of `workflow_call`").help =
                        Some("write `type: string`, `number` or `boolean`".to_owned());
                }
            });
        }
    }

    fn named(&mut self, node: Node<'w>, what: &str, keys: &[&str]) {
        for (name, key, value) in self.entries(node, what) {
            self.within(name, |walk| {
                walk.id(key, what);
                if value.is_null() {
                    return;
                }
                for (name, _, value) in walk.map(value, what, keys) {
                    walk.within(name, |walk| match name {
                        "value" => walk.scan(value, Some(Key::WorkflowOutput)),
                        "required" => walk.truth(value, "`required`", None),
                        _ => {}
                    });
                }
                if keys.contains(&"value") && value.is_mapping() && value.get("value").is_none() {
                    walk.missing(key.place(), "value", what);
                }
            });
        }
    }
}
