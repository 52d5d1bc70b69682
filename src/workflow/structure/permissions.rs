//! `permissions`: what the token of a workflow or of a job may do.

use crate::text::suggest;
use crate::workflow::structure::Walk;
use crate::yaml::Node;

/// Every scope, with what it can be set to beside `none`.
///
/// Source: GitHub, Workflow syntax, `permissions`.
const SCOPES: [(&str, &[&str]); 17] = [
    ("actions", &["read", "write", "none"]),
    ("artifact-metadata", &["read", "write", "none"]),
    ("attestations", &["read", "write", "none"]),
    ("checks", &["read", "write", "none"]),
    ("contents", &["read", "write", "none"]),
    ("deployments", &["read", "write", "none"]),
    ("discussions", &["read", "write", "none"]),
    ("id-token", &["write", "none"]),
    ("issues", &["read", "write", "none"]),
    ("models", &["read", "none"]),
    ("packages", &["read", "write", "none"]),
    ("pages", &["read", "write", "none"]),
    ("pull-requests", &["read", "write", "none"]),
    ("repository-projects", &["read", "write", "none"]),
    ("security-events", &["read", "write", "none"]),
    ("statuses", &["read", "write", "none"]),
    ("vulnerability-alerts", &["read", "none"]),
];

impl<'w> Walk<'w> {
    pub(super) fn permissions(&mut self, node: Node<'w>) {
        if node.is_null() {
            self.wrong_type(node, "`permissions`", "a map, `read-all` or `write-all`");
            return;
        }
        if node.text().is_some() {
            self.one_of(node, "set of permissions", &["read-all", "write-all"]);
            return;
        }
        for (name, key, value) in self.entries(node, "`permissions`") {
            self.within(name, |walk| {
                if let Some((_, values)) = SCOPES.iter().find(|(scope, _)| *scope == name) {
                    walk.one_of(value, &format!("level of `{name}`"), values);
                    return;
                }
                let near = suggest::nearest(name, SCOPES.iter().map(|(scope, _)| *scope));
                let help = near.map(|near| format!("write `{near}`"));
                walk.tell("unknown-permission", key.place(), format!("there is no permission `{name}`")).help = help;
            });
        }
    }
}
