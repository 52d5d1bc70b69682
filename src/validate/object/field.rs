//! A field of an object that may or may not be there, with its path.
//!
//! Fields below a missing one are missing too, so that checks read like the path they speak of. Null counts as
//! missing, as it does to the API server. Reading costs no memory: a path is looked for when a finding needs it.

use std::fmt::Write as _;

use crate::text::Place;
use crate::yaml::Node;
use crate::yaml::Scalar;

/// How many keys below the last one that is there are kept for a path. No finding is about more.
const MISSING: usize = 4;

/// Where a field is, what it holds, and where to point when it is wrong.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    node: Option<Node<'a>>,
    /// The field itself or, when it is missing, the nearest thing around it.
    shown: Node<'a>,
    missing: Missing<'a>,
}

/// The keys from the shown node on. Nearly always there are none or one, and then no more is written.
#[derive(Clone, Copy)]
enum Missing<'a> {
    None,
    One(&'a str),
    Several([&'a str; MISSING], usize),
}

impl<'a> Missing<'a> {
    fn and(self, key: &'a str) -> Self {
        match self {
            Self::None => Self::One(key),
            Self::One(first) => Self::Several([first, key, "", ""], 2),
            Self::Several(mut keys, count) => {
                let Some(place) = keys.get_mut(count) else { return self };
                *place = key;
                Self::Several(keys, count + 1)
            }
        }
    }

    fn keys(&self) -> &[&'a str] {
        match self {
            Self::None => &[],
            Self::One(key) => std::slice::from_ref(key),
            Self::Several(keys, count) => &keys[..*count],
        }
    }
}

impl<'a> Field<'a> {
    pub(super) fn root(node: Node<'a>) -> Self {
        Self::of(node)
    }

    #[inline]
    fn of(node: Node<'a>) -> Self {
        let set = (!node.is_null()).then_some(node);
        Self { node: set, shown: node, missing: Missing::None }
    }

    #[expect(clippy::inline_always, reason = "a key that is not there then costs a test of one bit, and most are not")]
    #[inline(always)]
    pub(super) fn get(&self, key: &'a str) -> Self {
        match self.node {
            Some(node) => match node.get(key) {
                Some(value) => Self::of(value),
                None => Self { node: None, shown: self.shown, missing: Missing::One(key) },
            },
            None => self.below_missing(key),
        }
    }

    #[inline(never)]
    fn below_missing(&self, key: &'a str) -> Self {
        Self { missing: self.missing.and(key), ..*self }
    }

    pub(super) fn at(&self, path: &[&'a str]) -> Self {
        path.iter().fold(*self, |field, key| field.get(key))
    }

    /// How many of its parts count: none of what is around a missing field.
    fn all(&self) -> usize {
        if self.is_set() { usize::MAX } else { 0 }
    }

    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.node.unwrap_or(self.shown).items().take(self.all()).map(Self::of)
    }

    /// Each key, shown where the key stands, and the value below it.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self, Self)> + use<'a> {
        self.node.unwrap_or(self.shown).entries().take(self.all()).map(|(key, value)| {
            let text = key.text().unwrap_or_default();
            let value = Self::of(value);
            (text, Self { shown: key, ..value }, value)
        })
    }

    /// The keys of a map that have a value.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.entries().filter(|(_, _, value)| value.is_set()).map(|(key, ..)| key)
    }

    /// How many items a list has.
    pub(super) fn count(&self) -> usize {
        self.node.map_or(0, |node| node.items().len())
    }

    /// What it holds.
    pub(super) fn node(&self) -> Option<Node<'a>> {
        self.node
    }

    /// Whether a map has a key, with a value or without one.
    pub(super) fn has(&self, key: &str) -> bool {
        self.node.is_some_and(|node| node.get(key).is_some())
    }

    #[inline]
    pub(super) fn is_set(&self) -> bool {
        self.node.is_some()
    }

    /// Whether there is nothing in it: missing, an empty text, map or list.
    pub(super) fn is_empty(&self) -> bool {
        self.node.is_none_or(|node| match node.text() {
            Some(text) => text.is_empty(),
            None => node.entries().len() == 0 && node.items().len() == 0,
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
        let mut path = String::new();
        if !climb(self.shown, &mut path) {
            trace(self.shown.root(), self.shown, &mut path);
        }
        self.missing.keys().iter().for_each(|key| push_key(&mut path, key));
        path
    }
}

/// Writes the path to a node or to a key, from the node up; says whether that leads to the root. In a list of objects it
/// may not, where an alias repeats a part of another object.
fn climb(to: Node<'_>, path: &mut String) -> bool {
    let root = to.root();
    let mut chain = Vec::new();
    let mut node = to;
    while !node.is(root) {
        let Some(parent) = node.parent() else { return false };
        chain.push((parent, node));
        node = parent;
    }
    for (parent, child) in chain.into_iter().rev() {
        if let Some((key, _)) = parent.entries().find(|(key, value)| key.is(child) || value.is(child)) {
            push_key(path, key.text().unwrap_or_default());
        } else if let Some(index) = parent.items().position(|item| item.is(child)) {
            let _ = write!(path, "[{index}]");
        }
    }
    true
}

/// The same, looking everywhere from the root down.
fn trace(from: Node<'_>, to: Node<'_>, path: &mut String) -> bool {
    if from.is(to) {
        return true;
    }
    let length = path.len();
    for (key, value) in from.entries() {
        push_key(path, key.text().unwrap_or_default());
        if key.is(to) || trace(value, to, path) {
            return true;
        }
        path.truncate(length);
    }
    for (index, item) in from.items().enumerate() {
        let _ = write!(path, "[{index}]");
        if trace(item, to, path) {
            return true;
        }
        path.truncate(length);
    }
    false
}

/// As the paths of the schema check: keys with a dot before them, or quoted in brackets.
fn push_key(path: &mut String, key: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-$".contains(c);
    if key.is_empty() || !key.chars().all(plain) {
        let _ = write!(path, "[{key:?}]");
    } else {
        let dot = if path.is_empty() { "" } else { "." };
        let _ = write!(path, "{dot}{key}");
    }
}
