//! `strategy` of a job.

use crate::workflow::key::Key;
use crate::workflow::structure::Walk;
use crate::workflow::structure::values::is_computed;
use crate::yaml::Node;

impl<'w> Walk<'w> {
    pub(super) fn strategy(&mut self, node: Node<'w>) {
        if self.computed(node, Some(Key::Strategy)) {
            return;
        }
        for (name, _, value) in self.map(node, "`strategy`", &["matrix", "fail-fast", "max-parallel"]) {
            self.within(name, |walk| match name {
                "fail-fast" => walk.truth(value, "`fail-fast`", Some(Key::Strategy)),
                "max-parallel" => walk.number(value, "`max-parallel`", Some(Key::Strategy)),
                _ => walk.matrix(value),
            });
        }
    }

    fn matrix(&mut self, node: Node<'w>) {
        if self.computed(node, Some(Key::Strategy)) {
            return;
        }
        let entries = self.distinct(node, "`matrix`");
        if entries.is_empty() && node.is_mapping() {
            self.tell("wrong-workflow-type", node.place(), "a matrix has at least one key".to_owned());
        }
        for (name, key, value) in entries {
            self.within(name, |walk| {
                walk.anything(value, Key::Strategy);
                let is_list = value.is_sequence() || is_computed(value);
                if !is_list {
                    walk.wrong_type(value, &format!("`{name}` of a matrix"), "a list");
                } else if value.is_sequence() && value.items().len() == 0 && !matches!(name, "include" | "exclude") {
                    let message = format!("`{name}` of this matrix has no values");
                    walk.tell("wrong-workflow-type", key.place(), message);
                }
                if matches!(name, "include" | "exclude") {
                    for item in value.items().filter(|item| !item.is_mapping() && !is_computed(*item)) {
                        walk.wrong_type(item, &format!("an entry of `{name}`"), "a map");
                    }
                }
            });
        }
    }
}
