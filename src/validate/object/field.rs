//! A field of an object that may or may not be there, with its path.
//!
//! Fields below a missing one are missing too, so that checks read like the path they speak of. Null counts as
//! missing, as it does to the API server. Reading costs no memory: a path is looked for when a finding needs it.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::model::quantity::Quantity;
use crate::text::Place;
use crate::yaml::Form;
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

    /// A key, with the value below it.
    pub(super) fn key(key: Node<'a>, value: Node<'a>) -> Self {
        Self { shown: key, ..Self::of(value) }
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

    #[inline]
    pub(super) fn at(&self, path: &[&'a str]) -> Self {
        path.iter().fold(*self, |field, key| field.get(key))
    }

    /// How many of its parts count: none of what is around a missing field.
    fn all(&self) -> usize {
        if self.is_set() { usize::MAX } else { 0 }
    }

    #[inline]
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.node.unwrap_or(self.shown).items().take(self.all()).map(Self::of)
    }

    /// Keys and values as they are, null or not.
    #[inline]
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> + use<'a> {
        self.node.unwrap_or(self.shown).entries().take(self.all())
    }

    /// Each key, shown where the key stands, and the value below it.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self, Self)> + use<'a> {
        self.pairs().map(|(key, value)| (key.text().unwrap_or_default(), Self::key(key, value), Self::of(value)))
    }

    /// The keys of a map that have a value.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.pairs().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.text().unwrap_or_default())
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

    /// Whether it is a text with something in it, at first sight.
    #[inline]
    pub(super) fn is_word(&self) -> bool {
        self.node.is_some_and(|node| node.is_word() && !node.bytes().is_empty())
    }

    /// Whether there is nothing in it: missing, an empty text, map or list.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.node.is_none_or(|node| match node.text() {
            Some(text) => text.is_empty(),
            None => node.entries().len() == 0 && node.items().len() == 0,
        })
    }

    /// The string it holds; `None` for numbers, too.
    #[inline]
    pub(super) fn text(&self) -> Option<&'a str> {
        self.node?.string()
    }

    /// The string it holds, or the empty one, which Go makes of a missing field.
    #[inline]
    pub(super) fn text_or_empty(&self) -> &'a str {
        self.text().unwrap_or_default()
    }

    #[inline]
    pub(super) fn is_text(&self, text: &str) -> bool {
        self.text() == Some(text)
    }

    #[inline]
    pub(super) fn is_true(&self) -> bool {
        self.node.and_then(Node::scalar) == Some(Scalar::Bool(true))
    }

    #[inline]
    pub(super) fn is_false(&self) -> bool {
        self.node.and_then(Node::scalar) == Some(Scalar::Bool(false))
    }

    #[inline]
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
    pub(super) fn quantity(&self) -> Option<Cow<'a, str>> {
        match self.node?.scalar()? {
            Scalar::Str(text) => Some(Cow::Borrowed(text)),
            Scalar::Int(value) => Some(Cow::Owned(value.to_string())),
            Scalar::Float(value) => Some(Cow::Owned(value.to_string())),
            _ => None,
        }
    }

    /// Thousandths of a quantity; `None` for what is none.
    pub(super) fn milli(&self) -> Option<i128> {
        let node = self.node?;
        // Without quotes, `010` is 8.
        let as_written = match node.form() {
            Form::Word => true,
            Form::Open => !node.bytes().starts_with(b"0"),
            _ => false,
        };
        let plain = || Quantity::plain_milli(node.bytes());
        as_written.then(plain).flatten().or_else(|| Quantity::milli_of(&self.quantity()?))
    }

    /// The field itself or, when it is missing, the nearest thing around it.
    pub(super) fn shown(&self) -> Node<'a> {
        self.shown
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
