//! A part of a document that may not be written, and where it would stand.

use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// A node, or the place of the nearest one that is there. Null is not there, as in Go.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) node: Option<Node<'a>>,
    pub(super) place: Place,
}

impl<'a> Part<'a> {
    pub(super) fn of(node: Node<'a>) -> Self {
        Self { node: Some(node), place: node.place() }
    }

    /// The value of a key.
    pub(super) fn part(&self, key: &str) -> Self {
        match self.get(key) {
            Some(node) => Self::of(node),
            None => Self { node: None, place: self.place.clone() },
        }
    }

    pub(super) fn is_there(&self) -> bool {
        self.node.is_some()
    }

    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        self.node?.get(key).filter(|node| !node.is_null())
    }

    /// The text of a key that is not empty.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }

    /// The same as a value, or else a default that stands at the parent.
    pub(super) fn text_or(&self, key: &str, default: &str) -> Composed {
        match self.text(key) {
            Some(text) => Composed::text(&self.part(key).place, text),
            None => Composed::text(&self.place, default),
        }
    }

    /// A number above zero, or else the default, with its place.
    pub(super) fn count_or(&self, key: &str, default: i128) -> Count {
        match self.get(key).and_then(Node::scalar) {
            Some(Scalar::Int(number)) if number > 0 => Count { number, place: self.part(key).place },
            _ => Count { number: default, place: self.place.clone() },
        }
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key).and_then(Node::scalar) == Some(Scalar::Bool(true))
    }

    /// A copy of what a key holds, if it is anything. What is empty is left out, as Go leaves it out of what it sends.
    pub(super) fn copy(&self, key: &str) -> Option<Composed> {
        let node = self.get(key)?;
        let is_empty = match node.scalar() {
            Some(scalar) => matches!(scalar, Scalar::Str("") | Scalar::Bool(false) | Scalar::Int(0)),
            None => node.entries().len() + node.items().len() == 0,
        };
        (!is_empty).then(|| Composed::of(node))
    }

    /// A copy of what a key holds, though it be an empty mapping: to be there says something.
    pub(super) fn whole(&self, key: &str) -> Option<Composed> {
        self.get(key).map(Composed::of)
    }

    /// Copies of the items of a list.
    pub(super) fn items(&self, key: &str) -> Vec<Composed> {
        self.get(key).map(|node| node.items().map(Composed::of).collect()).unwrap_or_default()
    }
}

/// A number, and where it came from.
#[derive(Debug, Clone)]
pub(super) struct Count {
    pub(super) number: i128,
    pub(super) place: Place,
}

impl Count {
    pub(super) fn value(&self) -> Composed {
        Composed::plain(&self.place, self.number)
    }
}
