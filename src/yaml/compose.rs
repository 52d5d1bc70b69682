//! Documents that nobody wrote: what kustomize or a controller makes of nodes that somebody did write.
//!
//! Every piece keeps the place that it came from, so that a finding about what was made points at what has to change.
//! Nothing here knows what is being made.

use std::sync::Arc;

use crate::text::Place;
use crate::yaml::Document;
use crate::yaml::Node;
use crate::yaml::content::Content;
use crate::yaml::keys;

/// A value in the making, with the place that it came from.
#[derive(Debug, Clone)]
pub struct Composed {
    /// Where what made it is written.
    pub place: Place,
    /// What it is.
    pub shape: Shape,
}

/// The kinds of value.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A string, a number, a truth value, or null.
    Scalar {
        /// The text, quotes and escapes resolved.
        text: String,
        /// Whether it has no quotes, so that its spelling decides what it is.
        plain: bool,
    },
    /// Keys and values, in order.
    Mapping(Vec<(Composed, Composed)>),
    /// Items, in order.
    Sequence(Vec<Composed>),
}

impl Composed {
    /// A copy of a node and all below it.
    pub fn of(node: Node<'_>) -> Self {
        let shape = if node.is_mapping() {
            Shape::Mapping(node.entries().map(|(key, value)| (Self::of(key), Self::of(value))).collect())
        } else if node.is_sequence() {
            Shape::Sequence(node.items().map(Self::of).collect())
        } else {
            Shape::Scalar { text: node.text().unwrap_or_default().to_owned(), plain: node.is_plain() }
        };
        Self { place: node.place(), shape }
    }

    /// A string.
    pub fn text(place: &Place, text: impl Into<String>) -> Self {
        Self { place: place.clone(), shape: Shape::Scalar { text: text.into(), plain: false } }
    }

    /// A number, `true`, `false` or `null`.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and words are handed over as they are")]
    pub fn plain(place: &Place, text: impl ToString) -> Self {
        Self { place: place.clone(), shape: Shape::Scalar { text: text.to_string(), plain: true } }
    }

    /// A mapping, in this order.
    pub fn mapping<'k>(place: &Place, entries: impl IntoIterator<Item = (&'k str, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (Self::text(&value.place, key), value)).collect();
        Self { place: place.clone(), shape: Shape::Mapping(entries) }
    }

    /// The same with one more key, if there is a value for it.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Option<Self>>) -> Self {
        if let Some(value) = value.into() {
            self.set(key, value);
        }
        self
    }

    /// A sequence.
    pub fn sequence(place: &Place, items: impl IntoIterator<Item = Self>) -> Self {
        Self { place: place.clone(), shape: Shape::Sequence(items.into_iter().collect()) }
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.shape {
            Shape::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(&self.shape, Shape::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Keys and values of a mapping; nothing for others.
    pub fn entries(&self) -> &[(Self, Self)] {
        match &self.shape {
            Shape::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// Items of a sequence; nothing for others.
    pub fn items(&self) -> &[Self] {
        match &self.shape {
            Shape::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The items of a sequence, to be changed; `None` for others.
    pub fn items_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.shape {
            Shape::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known.as_text() == Some(key)).map(|(_, value)| value)
    }

    /// The value at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.shape {
            Shape::Mapping(entries) => {
                entries.iter_mut().find(|(known, _)| known.as_text() == Some(key)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The value of a key, which is made an empty mapping if it is not there, or null.
    pub fn child(&mut self, key: &str, place: &Place) -> &mut Self {
        if self.get(key).is_none_or(Self::is_null) {
            self.set(key, Self::mapping(place, []));
        }
        let entries = self.entries_mut();
        let at = entries.iter().position(|(known, _)| known.as_text() == Some(key)).unwrap_or(0);
        &mut entries[at].1
    }

    /// Sets a key: in its place if it is there, else behind the others. What is no mapping becomes one.
    pub fn set(&mut self, key: &str, value: Self) {
        if let Some(there) = self.get_mut(key) {
            *there = value;
        } else {
            let key = Self::text(&value.place, key);
            self.entries_mut().push((key, value));
        }
    }

    /// Keys and values, to be changed. What is no mapping becomes one.
    pub fn entries_mut(&mut self) -> &mut Vec<(Self, Self)> {
        if !matches!(self.shape, Shape::Mapping(_)) {
            self.shape = Shape::Mapping(Vec::new());
        }
        match &mut self.shape {
            Shape::Mapping(entries) => entries,
            Shape::Scalar { .. } | Shape::Sequence(_) => unreachable!("it was made a mapping above"),
        }
    }

    /// Sets a key that is not there yet.
    pub fn set_default(&mut self, key: &str, value: Self) {
        if self.get(key).is_none() {
            self.set(key, value);
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) -> Option<Self> {
        match &mut self.shape {
            Shape::Mapping(entries) => {
                let at = entries.iter().position(|(known, _)| known.as_text() == Some(key))?;
                Some(entries.remove(at).1)
            }
            _ => None,
        }
    }

    /// The same as a document, whose nodes stand where their pieces came from.
    pub fn into_document(self) -> Document {
        let source = Arc::clone(&self.place.source);
        let mut building = Building { content: Content::default(), places: Vec::new() };
        let root = building.push(self);
        let Building { mut content, places } = building;
        content.places = Some(places.into_boxed_slice());
        Document::composed(source, content, root)
    }
}

struct Building {
    content: Content,
    /// One for each node.
    places: Vec<Place>,
}

impl Building {
    fn push(&mut self, value: Composed) -> u32 {
        let span = value.place.span;
        let id = match value.shape {
            Shape::Scalar { text, plain } => {
                let start = self.content.owned.len();
                self.content.owned.push_str(&text);
                let at = self.content.owned_since(start);
                if plain {
                    self.content.push_plain(span, at, text.as_bytes())
                } else {
                    self.content.push_quoted(span, at)
                }
            }
            Shape::Mapping(entries) => {
                let mut children = Vec::with_capacity(entries.len() * 2);
                for (key, value) in entries {
                    let key = self.push(key);
                    keys::note(&mut self.content, "", key);
                    children.push(key);
                    children.push(self.push(value));
                }
                let (marks, _) = keys::survey(&self.content, "", &children);
                self.content.push_mapping(span, &children, marks)
            }
            Shape::Sequence(items) => {
                let children: Vec<u32> = items.into_iter().map(|item| self.push(item)).collect();
                self.content.push_sequence(span, &children)
            }
        };
        self.places.push(value.place);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    #[test]
    fn a_copy_reads_as_what_it_was_copied_from_and_stands_where_it_stood() {
        let text = "a: {b: [1, 'x', yes], 'c': ~}\nd: 2024-01-31\n";
        let document = yaml::parse(&Source::new("a.yaml", text)).documents.remove(0);
        let copy = Composed::of(document.root()).into_document();
        assert_eq!(format!("{:?}", copy.root()), format!("{:?}", document.root()));
        let (was, is) = (document.root().at(&["a", "b"]).unwrap(), copy.root().at(&["a", "b"]).unwrap());
        assert_eq!(was.place(), is.place());
        assert!(was.items().zip(is.items()).all(|(was, is)| was.place() == is.place()));
    }

    #[test]
    fn pieces_of_several_files_keep_their_places() {
        let parse = |path: &str, text: &str| yaml::parse(&Source::new(path, text)).documents.remove(0);
        let base = parse("base.yaml", "spec:\n  replicas: 1\n");
        let patch = parse("patch.yaml", "spec: {replicas: 3, paused: true}\n");
        let mut made = Composed::of(base.root());
        let spec = made.child("spec", &base.root().place());
        for (key, value) in patch.root().get("spec").unwrap().entries() {
            spec.set(key.text().unwrap(), Composed::of(value));
        }
        let made = made.into_document();
        let at = |path: &[&str]| made.root().at(path).unwrap();
        assert_eq!(at(&["spec", "replicas"]).place().to_string(), "patch.yaml:1:18");
        assert_eq!(at(&["spec", "replicas"]).text(), Some("3"));
        assert_eq!(at(&["spec"]).place().to_string(), "base.yaml:2:3");
        assert!(at(&["spec"]).get("missing").is_none());
    }
}
