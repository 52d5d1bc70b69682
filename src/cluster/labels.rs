//! Labels, and the selectors that ask for them.
//!
//! Source: apimachinery `pkg/labels/selector.go`. A selector that cannot be read selects nothing here: that it is
//! malformed is for the API server's checks to say.

use crate::model::decode::Named;
use crate::yaml::Node;

/// Labels of an object, or of the pods of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Labels<'a> {
    /// The labels under `metadata.labels`.
    pub fn of(labels: Option<Node<'a>>) -> Self {
        let entries = labels.into_iter().flat_map(Node::entries);
        Self(entries.filter_map(|(key, value)| Some((key.text()?, value.text()?))).collect())
    }

    /// The value of a label.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with one more.
    #[must_use]
    pub fn with(mut self, key: &'a str, value: &'a str) -> Self {
        self.0.retain(|(known, _)| *known != key);
        self.0.push((key, value));
        self
    }
}

impl<'a> From<&'a Named<String>> for Labels<'a> {
    fn from(named: &'a Named<String>) -> Self {
        Self(named.iter().map(|(key, value)| (key, value.as_str())).collect())
    }
}

/// Whether a map of labels, as a Service has it, selects these. An empty one selects all; callers know better when
/// that means something else.
pub fn all_of(selector: Node<'_>, labels: &Labels<'_>) -> bool {
    selector.entries().all(|(key, value)| key.text().is_some_and(|key| labels.get(key) == value.text()))
}

/// Whether a selector with `matchLabels` and `matchExpressions` selects these.
pub fn selects(selector: Node<'_>, labels: &Labels<'_>) -> bool {
    selector.get("matchLabels").is_none_or(|wanted| all_of(wanted, labels))
        && selector.get("matchExpressions").into_iter().flat_map(Node::items).all(|one| expression(one, labels))
}

/// Whether one of `matchExpressions` holds.
pub(super) fn expression(requirement: Node<'_>, labels: &Labels<'_>) -> bool {
    let text = |key: &str| requirement.get(key).and_then(Node::text);
    let Some(key) = text("key") else { return false };
    let value = labels.get(key);
    let listed =
        |value: &str| requirement.get("values").into_iter().flat_map(Node::items).any(|one| one.text() == Some(value));
    match text("operator") {
        Some("In") => value.is_some_and(listed),
        Some("NotIn") => !value.is_some_and(listed),
        Some("Exists") => value.is_some(),
        Some("DoesNotExist") => value.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn selected(selector: &str, labels: &str) -> bool {
        let parse = |text: &str| yaml::parse(&Source::new("a", text)).documents.remove(0);
        let (selector, labels) = (parse(selector), parse(labels));
        selects(selector.root(), &Labels::of(Some(labels.root())))
    }

    #[test]
    fn labels_and_expressions_must_all_hold() {
        let labels = "{app: cart, tier: web}";
        assert!(selected("matchLabels: {app: cart}", labels));
        assert!(!selected("matchLabels: {app: cart, tier: db}", labels));
        assert!(selected("matchExpressions: [{key: tier, operator: In, values: [web, db]}]", labels));
        assert!(selected("matchExpressions: [{key: zone, operator: NotIn, values: [a]}]", labels));
        assert!(!selected("matchExpressions: [{key: zone, operator: Exists}]", labels));
        assert!(selected("{}", labels));
    }
}
