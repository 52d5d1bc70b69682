//! `container` and `services` of a job.

use crate::workflow::key::Key;
use crate::workflow::structure::Walk;
use crate::yaml::Node;

const KEYS: [&str; 6] = ["image", "credentials", "env", "ports", "volumes", "options"];
const SERVICE_KEYS: [&str; 8] = ["image", "credentials", "env", "ports", "volumes", "options", "command", "entrypoint"];

impl<'w> Walk<'w> {
    pub(super) fn container(&mut self, node: Node<'w>, what: &str) {
        if !node.is_mapping() {
            self.text_or_empty(node, what, Some(Key::Job));
            return;
        }
        let keys: &[&str] = if what == "`container`" { &KEYS } else { &SERVICE_KEYS };
        for (name, _, value) in self.map(node, what, keys) {
            self.within(name, |walk| match name {
                "image" => drop(walk.text_or_empty(value, "`image`", Some(Key::Job))),
                "credentials" if value.is_mapping() => {
                    for (name, _, value) in walk.map(value, "`credentials`", &["username", "password"]) {
                        walk.within(name, |walk| walk.scan(value, Some(Key::Credentials)));
                    }
                }
                "credentials" if walk.computed(value, Some(Key::Credentials)) => {}
                "credentials" => walk.wrong_type(value, "`credentials`", "a map"),
                "env" => walk.variables(value, "`env`", Key::ContainerEnv),
                "ports" | "volumes" => {
                    if !walk.computed(value, Some(Key::Job)) {
                        if value.is_sequence() {
                            walk.texts(value, &format!("`{name}`"), Some(Key::Job));
                        } else {
                            walk.wrong_type(value, &format!("`{name}`"), "a list");
                        }
                    }
                }
                _ => drop(walk.text_or_empty(value, &format!("`{name}`"), Some(Key::Job))),
            });
        }
        if node.get("image").is_none() {
            self.missing(node.place(), "image", what);
        }
    }

    pub(super) fn services(&mut self, node: Node<'w>) {
        if self.computed(node, Some(Key::Job)) {
            return;
        }
        for (name, _, value) in self.distinct(node, "`services`") {
            self.within(name, |walk| {
                if !walk.computed(value, Some(Key::Job)) {
                    walk.container(value, "a service");
                }
            });
        }
    }
}
