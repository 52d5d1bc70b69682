//! Reading the leaves of manifests: texts, numbers, lists and labels, whatever else stands in their place.

use crate::cluster::scheduler::labels::Labels;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// The text at a key; empty where there is none.
pub(super) fn text(node: Node<'_>, key: &str) -> String {
    node.get(key).filter(|value| !value.is_null()).and_then(Node::text).unwrap_or_default().to_owned()
}

/// The whole number at a key.
pub(super) fn number(node: Node<'_>, key: &str) -> Option<i64> {
    let value = node.get(key)?;
    match value.scalar()? {
        Scalar::Int(whole) => i64::try_from(whole).ok(),
        // The API server takes `8080.0` for a whole number.
        Scalar::Float(_) => {
            let (whole, fraction) = value.text()?.split_once('.')?;
            fraction.bytes().all(|digit| digit == b'0').then(|| whole.parse().ok()).flatten()
        }
        _ => None,
    }
}

/// Whether the value at a key is true.
pub(super) fn is_true(node: Node<'_>, key: &str) -> bool {
    node.get(key).and_then(Node::scalar) == Some(Scalar::Bool(true))
}

/// The texts in the list at a key.
pub(super) fn texts(node: Node<'_>, key: &str) -> Vec<String> {
    items(node, key).filter_map(|item| item.text().map(str::to_owned)).collect()
}

/// The items of the list at a key.
pub(super) fn items<'a>(node: Node<'a>, key: &str) -> impl Iterator<Item = Node<'a>> {
    node.get(key).into_iter().flat_map(Node::items)
}

/// Labels, or anything else that maps texts to texts; a null is an empty text.
pub(super) fn labels(node: Option<Node<'_>>) -> Labels {
    let entries = node.into_iter().flat_map(Node::entries);
    let text = |node: Node<'_>| Some(if node.is_null() { String::new() } else { node.text()?.to_owned() });
    entries.filter_map(|(key, value)| Some((key.text()?.to_owned(), text(value)?))).collect()
}
