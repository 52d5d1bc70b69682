//! The structure of a workflow, as GitHub's workflow syntax has it: which keys there are, and what may stand in them.
//!
//! Walks the document once, and collects on the way the expressions in it. What these mean is for `meaning`; what is
//! allowed and unwise is for rules.

mod container;
mod cron;
mod document;
mod events;
mod inputs;
mod job;
mod matrix;
mod pattern;
mod permissions;
mod step;
mod triggers;
mod values;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::text::Place;
use crate::text::suggest;
use crate::workflow::key::Key;
use crate::workflow::scan::Expression;
use crate::workflow::scan::Site;
use crate::workflow::scan::scan;
use crate::yaml::Node;

/// The most bytes that are searched for expressions, each as often as aliases name it.
const MOST_READ: usize = 8 << 20;

/// Looks at a workflow and notes what is wrong with it, and its expressions.
pub(super) fn workflow<'w>(root: Node<'w>, name: &str) -> Walk<'w> {
    let mut walk = Walk::new(root, name);
    walk.document(root);
    walk
}

/// The same for the metadata of an action.
pub(super) fn action<'w>(root: Node<'w>, name: &str) -> Walk<'w> {
    let mut walk = Walk::new(root, name);
    walk.is_action = true;
    walk.action(root);
    walk
}

/// One way through a document.
pub(super) struct Walk<'w> {
    pub(super) findings: Vec<Finding>,
    pub(super) expressions: Vec<Expression>,
    name: String,
    job: &'w str,
    path: String,
    site: Site,
    is_action: bool,
    /// Bytes that may still be searched for expressions.
    budget: usize,
    /// Whether all of it was read: aliases can name one long text very often.
    pub(super) is_whole: bool,
}

impl<'w> Walk<'w> {
    fn new(root: Node<'w>, name: &str) -> Self {
        let budget = (4 * root.place().source.text.len() + (1 << 20)).min(MOST_READ);
        let (findings, expressions) = (Vec::new(), Vec::new());
        let name = name.to_owned();
        Self {
            findings,
            expressions,
            name,
            job: "",
            path: String::new(),
            site: Site::default(),
            is_action: false,
            budget,
            is_whole: true,
        }
    }

    fn tell(&mut self, rule: &'static str, place: Place, message: String) -> &mut Finding {
        let resource = if self.job.is_empty() { self.name.clone() } else { format!("{}, job {}", self.name, self.job) };
        let finding = Finding::error(rule, place, message).resource(resource).path(self.path.as_str());
        self.findings.push(finding.why("GitHub refuses the workflow: none of its jobs runs"));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Runs `look` with a key added to the path.
    fn within(&mut self, key: &str, look: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if !key.starts_with('[') && length > 0 {
            self.path.push('.');
        }
        self.path.push_str(key);
        look(self);
        self.path.truncate(length);
    }

    /// The entries of a map with these keys, those left out of which there are none; everything else is told.
    fn map(&mut self, node: Node<'w>, what: &str, keys: &[&str]) -> Vec<(&'w str, Node<'w>, Node<'w>)> {
        let mut known = Vec::new();
        for (name, key, value) in self.entries(node, what) {
            if keys.contains(&name) {
                known.push((name, key, value));
                continue;
            }
            let near = suggest::nearest(name, keys.iter().copied());
            let help = near.map_or_else(|| suggest::known(keys.iter().copied()), |near| format!("write `{near}`"));
            let message = format!("`{name}` is no key of {what}");
            self.within(name, |walk| {
                walk.tell("unknown-workflow-key", key.place(), message).help = Some(help);
            });
        }
        known
    }

    /// The entries of a map with any keys.
    fn entries(&mut self, node: Node<'w>, what: &str) -> Vec<(&'w str, Node<'w>, Node<'w>)> {
        if !node.is_mapping() {
            self.wrong_type(node, what, "a map");
            return Vec::new();
        }
        node.entries().filter_map(|(key, value)| Some((key.text()?, key, value))).collect()
    }

    /// The same for a map whose keys differ by more than capital and small letters.
    fn distinct(&mut self, node: Node<'w>, what: &str) -> Vec<(&'w str, Node<'w>, Node<'w>)> {
        let entries = self.entries(node, what);
        let mut known: BTreeMap<String, Node<'w>> = BTreeMap::new();
        for (name, key, _) in &entries {
            let Some(before) = known.insert(name.to_ascii_lowercase(), *key) else { continue };
            let message = format!("{what} has `{name}` twice, for capital and small letters are the same here");
            let finding = self.tell("repeated-workflow-id", key.place(), message);
            finding.also.push((before.place(), "the other one".to_owned()));
        }
        entries
    }

    fn wrong_type(&mut self, node: Node<'w>, what: &str, wanted: &str) {
        let found = if node.is_mapping() {
            "a map"
        } else if node.is_sequence() {
            "a list"
        } else if node.is_null() {
            "empty"
        } else {
            "a single value"
        };
        let place = visible(node);
        self.tell("wrong-workflow-type", place, format!("{what} is {wanted}, and this is {found}"));
    }

    fn missing(&mut self, place: Place, key: &str, what: &str) -> &mut Finding {
        self.tell("missing-workflow-key", place, format!("{what} has no `{key}`"))
    }

    /// A text that must be there; expressions in it are noted.
    fn text(&mut self, node: Node<'w>, what: &str, key: Option<Key>) -> Option<&'w str> {
        let text = self.text_or_empty(node, what, key)?;
        if text.is_empty() {
            self.wrong_type(node, what, "a text");
            return None;
        }
        Some(text)
    }

    fn text_or_empty(&mut self, node: Node<'w>, what: &str, key: Option<Key>) -> Option<&'w str> {
        let Some(text) = node.text() else {
            self.wrong_type(node, what, "a text");
            return None;
        };
        self.scan(node, key);
        Some(if node.is_null() { "" } else { text })
    }

    fn scan(&mut self, node: Node<'w>, key: Option<Key>) {
        let (Some(key), Some(text)) = (key, node.text()) else { return };
        let Some(rest) = self.budget.checked_sub(text.len()) else {
            self.is_whole = false;
            return;
        };
        self.budget = rest;
        let key = if self.is_action && !key.is_condition() { Key::Action } else { key };
        scan(node, key, self.site, &self.path, &mut self.expressions);
    }

    /// One text or a list of texts; those that are there.
    fn texts(&mut self, node: Node<'w>, what: &str, key: Option<Key>) -> Vec<Node<'w>> {
        if !node.is_sequence() {
            return self.text(node, what, key).map(|_| node).into_iter().collect();
        }
        if node.items().len() == 0 && matches!(what, "`on`" | "`runs-on`" | "`types`") {
            self.tell("wrong-workflow-type", node.place(), format!("{what} is an empty list"));
        }
        let mut texts = Vec::new();
        for (at, item) in node.items().enumerate() {
            self.within(&format!("[{at}]"), |walk| {
                if walk.text(item, what, key).is_some() {
                    texts.push(item);
                }
            });
        }
        texts
    }

    /// Notes the expressions in a value of any shape.
    fn anything(&mut self, node: Node<'w>, key: Key) {
        self.scan(node, Some(key));
        for (name, value) in node.entries() {
            let name = name.text().unwrap_or_default();
            self.within(name, |walk| walk.anything(value, key));
        }
        for (at, item) in node.items().enumerate() {
            self.within(&format!("[{at}]"), |walk| walk.anything(item, key));
        }
    }

    /// A map from names to single values, or an expression that gives one.
    fn variables(&mut self, node: Node<'w>, what: &str, key: Key) {
        if self.computed(node, Some(key)) || node.is_null() {
            return;
        }
        for (name, _, value) in self.distinct(node, what) {
            self.within(name, |walk| {
                walk.text_or_empty(value, &format!("`{name}` of {what}"), Some(key));
            });
        }
    }

    /// An id of a job, a step, an input or an output.
    fn id(&mut self, node: Node<'w>, what: &str) {
        let Some(id) = node.text() else { return };
        let begins = id.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
        let goes_on = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !begins || !goes_on {
            let message = format!("`{id}` is no id of {what}");
            self.tell("invalid-workflow-id", node.place(), message).help =
                Some("begin it with a letter or `_`, and go on with letters, digits, `-` and `_`".to_owned());
        }
    }
}

/// Where a node stands, or for what is empty the collection around it.
fn visible(node: Node<'_>) -> Place {
    if !node.is_null() || !node.place().text().is_empty() {
        return node.place();
    }
    let Some(parent) = node.parent() else { return node.place() };
    let own = parent.entries().find(|(_, value)| value.is(node)).map(|(key, _)| key);
    own.unwrap_or(node).place()
}
