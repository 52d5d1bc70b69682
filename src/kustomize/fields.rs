//! Reading a kustomization file. Its fields are judged by its schema elsewhere; what does not fit is passed over here.

use crate::yaml::Composed;
use crate::yaml::Node;

/// The value of a key; kustomize reads its own files as Go reads JSON, which takes any case.
pub(super) fn field<'a>(node: Node<'a>, key: &str) -> Option<Node<'a>> {
    let exact = node.get(key);
    let any = || node.entries().find(|(known, _)| known.text().is_some_and(|known| known.eq_ignore_ascii_case(key)));
    exact.or_else(|| any().map(|(_, value)| value)).filter(|value| !value.is_null())
}

/// The text of a key.
pub(super) fn text<'a>(node: Node<'a>, key: &str) -> Option<&'a str> {
    field(node, key).and_then(Node::text)
}

/// The text of a key, with the node that says it; `None` where it is empty.
pub(super) fn said<'a>(node: Node<'a>, key: &str) -> Option<(&'a str, Node<'a>)> {
    let value = field(node, key)?;
    value.text().filter(|text| !text.is_empty()).map(|text| (text, value))
}

/// Whether a key says `true`.
pub(super) fn is_true(node: Node<'_>, key: &str) -> bool {
    text(node, key) == Some("true")
}

/// The items of a list.
pub(super) fn items<'a>(node: Node<'a>, key: &str) -> Vec<Node<'a>> {
    field(node, key).map(|list| list.items().collect()).unwrap_or_default()
}

/// Keys and values of a map of strings: each value becomes a string, whatever it was written as.
pub(super) fn map(node: Node<'_>, key: &str) -> Vec<(String, Composed)> {
    let entries = field(node, key).map(Node::entries).into_iter().flatten();
    let pair = |(key, value): (Node<'_>, Node<'_>)| {
        let text = if value.is_null() { Some("") } else { value.text() };
        Some((key.text()?.to_owned(), Composed::text(&value.place(), text?)))
    };
    entries.filter_map(pair).collect()
}
