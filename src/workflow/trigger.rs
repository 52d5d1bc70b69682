//! What starts a workflow.

use crate::yaml::Node;

/// An event of `on`.
#[derive(Debug, Clone, Copy)]
pub struct Trigger<'w> {
    /// Its name, such as `push`.
    pub event: &'w str,
    /// Where it is written: a key of a map, an item of a list, or the only value.
    pub node: Node<'w>,
    /// What it is narrowed to, if anything.
    pub value: Option<Node<'w>>,
}

/// The events of a workflow, in the order written.
pub fn triggers(root: Node<'_>) -> Vec<Trigger<'_>> {
    let Some(on) = root.get("on") else { return Vec::new() };
    if on.is_mapping() {
        let named = on.entries().filter_map(|(node, value)| Some((node.text()?, node, value)));
        return named.map(|(event, node, value)| Trigger { event, node, value: Some(value) }).collect();
    }
    let nodes: Vec<Node<'_>> = if on.is_sequence() { on.items().collect() } else { vec![on] };
    nodes.into_iter().filter_map(|node| Some(Trigger { event: node.text()?, node, value: None })).collect()
}

impl<'w> Trigger<'w> {
    /// The patterns of a filter; none if it is not there.
    pub fn patterns(&self, filter: &str) -> Vec<Node<'w>> {
        let Some(node) = self.value.and_then(|value| value.get(filter)) else { return Vec::new() };
        if node.is_sequence() { node.items().collect() } else { vec![node] }
    }

    /// The key of a filter, and its value.
    pub fn filter(&self, filter: &str) -> Option<(Node<'w>, Node<'w>)> {
        self.value?.entries().find(|(key, _)| key.text() == Some(filter))
    }
}
