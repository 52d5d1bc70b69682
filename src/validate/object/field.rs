//! A field of an object that may or may not be there, with its path.
//!
//! Fields below a missing one are missing too, so that checks read like the path they speak of. Null counts as
//! missing, as it does to the API server.

use std::rc::Rc;

use crate::text::Place;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// Where a field is, what it holds, and where to point when it is wrong.
#[derive(Clone)]
pub(super) struct Field<'a> {
    node: Option<Node<'a>>,
    /// The field itself or, when it is missing, the nearest thing around it.
    shown: Node<'a>,
    step: Rc<Step<'a>>,
}

struct Step<'a> {
    above: Option<Rc<Step<'a>>>,
    part: Part<'a>,
}

enum Part<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Field<'a> {
    pub(super) fn root(node: Node<'a>) -> Self {
        Self { node: Some(node), shown: node, step: Rc::new(Step { above: None, part: Part::Root }) }
    }

    fn below(&self, node: Option<Node<'a>>, part: Part<'a>) -> Self {
        let step = Rc::new(Step { above: Some(Rc::clone(&self.step)), part });
        Self { node: node.filter(|node| !node.is_null()), shown: node.unwrap_or(self.shown), step }
    }

    pub(super) fn get(&self, key: &'a str) -> Self {
        self.below(self.node.and_then(|node| node.get(key)), Part::Key(key))
    }

    pub(super) fn at(&self, path: &[&'a str]) -> Self {
        path.iter().fold(self.clone(), |field, key| field.get(key))
    }

    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.node.into_iter().flat_map(Node::items);
        items.enumerate().map(|(index, item)| self.below(Some(item), Part::Index(index)))
    }

    /// Each key, shown where the key stands, and the value below it.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self, Self)> {
        self.node.into_iter().flat_map(Node::entries).map(|(key, value)| {
            let text = key.text().unwrap_or_default();
            let value = self.below(Some(value), Part::Key(text));
            (text, Self { shown: key, ..value.clone() }, value)
        })
    }

    /// The keys of a map that have a value.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.entries().filter(|(_, _, value)| value.is_set()).map(|(key, ..)| key)
    }

    pub(super) fn is_set(&self) -> bool {
        self.node.is_some()
    }

    /// Whether there is nothing in it: missing, an empty text, map or list.
    pub(super) fn is_empty(&self) -> bool {
        self.node.is_none_or(|node| match node.text() {
            Some(text) => text.is_empty(),
            None => node.entries().next().is_none() && node.items().len() == 0,
        })
    }

    /// The string it holds; `None` for numbers, too.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.node?.string()
    }

    /// The string it holds, or the empty one, which Go makes of a missing field.
    pub(super) fn text_or_empty(&self) -> &'a str {
        self.text().unwrap_or_default()
    }

    pub(super) fn is_text(&self, text: &str) -> bool {
        self.text() == Some(text)
    }

    pub(super) fn is_true(&self) -> bool {
        self.node.and_then(Node::scalar) == Some(Scalar::Bool(true))
    }

    pub(super) fn is_false(&self) -> bool {
        self.node.and_then(Node::scalar) == Some(Scalar::Bool(false))
    }

    pub(super) fn integer(&self) -> Option<i128> {
        match self.node?.scalar()? {
            Scalar::Int(value) => Some(value),
            // Beyond 2^53 the schema has said that this is no integer of the type wanted.
            #[expect(clippy::cast_possible_truncation, reason = "whole, and checked against the schema before")]
            Scalar::Float(value) if value.fract() == 0.0 => Some(value as i128),
            _ => None,
        }
    }

    /// The spelling of a quantity, which may be written as a number.
    pub(super) fn quantity(&self) -> Option<String> {
        match self.node?.scalar()? {
            Scalar::Str(text) => Some(text.to_owned()),
            Scalar::Int(value) => Some(value.to_string()),
            Scalar::Float(value) => Some(value.to_string()),
            _ => None,
        }
    }

    pub(super) fn place(&self) -> Place {
        self.shown.place()
    }

    pub(super) fn path(&self) -> String {
        self.step.to_string()
    }
}

/// As the paths of the schema check: keys with a dot before them, or quoted in brackets.
impl std::fmt::Display for Step<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(above) = &self.above {
            above.fmt(out)?;
        }
        match self.part {
            Part::Root => Ok(()),
            Part::Index(index) => write!(out, "[{index}]"),
            Part::Key(key) => {
                let plain = |c: char| c.is_ascii_alphanumeric() || "_-$".contains(c);
                if key.is_empty() || !key.chars().all(plain) {
                    return write!(out, "[{key:?}]");
                }
                let first = self.above.as_ref().is_some_and(|above| matches!(above.part, Part::Root));
                write!(out, "{}{key}", if first { "" } else { "." })
            }
        }
    }
}
