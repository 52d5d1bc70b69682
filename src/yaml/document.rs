//! A parsed document: nodes in one arena, each with the bytes it was written in.
//!
//! Aliases share the node they name, merge keys are already applied, and duplicate keys were reported by the
//! parser, so readers see plain mappings, sequences and scalars.

use std::sync::Arc;

use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::resolve_v1_1;

/// One document of a source.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    content: Arc<Content>,
}

/// The nodes of a document, which any source with the same text may share.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) nodes: Vec<NodeData>,
    pub(super) links: Vec<u32>,
    pub(super) owned: Vec<String>,
    pub(super) root: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct NodeData {
    pub(super) span: Span,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Scalar {
        text: Text,
        plain: bool,
    },
    /// `length` links from `first`: key, value, key, value.
    Mapping {
        first: u32,
        length: u32,
    },
    Sequence {
        first: u32,
        length: u32,
    },
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Text {
    Slice(Span),
    Owned(u32),
}

impl Document {
    pub(super) fn new(source: &Arc<Source>, content: Content) -> Self {
        Self { source: Arc::clone(source), content: Arc::new(content) }
    }

    /// The same document in a source with the same text: parsing it again would give the same nodes.
    #[must_use]
    pub fn in_source(&self, source: &Arc<Source>) -> Self {
        debug_assert_eq!(self.source.text, source.text);
        Self { source: Arc::clone(source), content: Arc::clone(&self.content) }
    }

    /// The outermost node.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, id: self.content.root }
    }

    /// The text that the document was read from.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }
}

/// A node of a document; as cheap to copy as a reference.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document,
    id: u32,
}

impl<'a> Node<'a> {
    fn data(self) -> &'a NodeData {
        &self.document.content.nodes[self.id as usize]
    }

    fn linked(self, first: u32, length: u32) -> impl ExactSizeIterator<Item = Node<'a>> {
        let document = self.document;
        document.content.links[first as usize..(first + length) as usize]
            .iter()
            .map(move |id| Node { document, id: *id })
    }

    /// The bytes that the node was written in.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// Where the node stands.
    pub fn place(self) -> Place {
        Place::new(&self.document.source, self.span())
    }

    /// The text of a scalar, quotes and escapes resolved.
    pub fn text(self) -> Option<&'a str> {
        match self.data().shape {
            Shape::Scalar { text: Text::Slice(span), .. } => self.document.source.text.get(span.range()),
            Shape::Scalar { text: Text::Owned(index), .. } => {
                Some(self.document.content.owned[index as usize].as_str())
            }
            _ => None,
        }
    }

    /// Whether this is a scalar without quotes, whose meaning depends on its spelling.
    pub fn is_plain(self) -> bool {
        matches!(self.data().shape, Shape::Scalar { plain: true, .. })
    }

    /// The value of a scalar as Kubernetes reads it.
    pub fn scalar(self) -> Option<Scalar<'a>> {
        let text = self.text()?;
        Some(if self.is_plain() { resolve_v1_1(text) } else { Scalar::Str(text) })
    }

    /// The value of a string scalar; `None` for numbers, booleans and everything that is not a scalar.
    pub fn string(self) -> Option<&'a str> {
        match self.scalar()? {
            Scalar::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is a null: `~`, `null`, or an empty value.
    pub fn is_null(self) -> bool {
        self.scalar() == Some(Scalar::Null)
    }

    /// Whether this is a mapping.
    pub fn is_mapping(self) -> bool {
        matches!(self.data().shape, Shape::Mapping { .. })
    }

    /// Whether this is a sequence.
    pub fn is_sequence(self) -> bool {
        matches!(self.data().shape, Shape::Sequence { .. })
    }

    /// Keys and values of a mapping, in the order written; nothing for other nodes.
    pub fn entries(self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        let (first, length) = match self.data().shape {
            Shape::Mapping { first, length } => (first, length),
            _ => (0, 0),
        };
        let mut links = self.linked(first, length);
        std::iter::from_fn(move || Some((links.next()?, links.next()?)))
    }

    /// Items of a sequence; nothing for other nodes.
    pub fn items(self) -> impl ExactSizeIterator<Item = Node<'a>> {
        let (first, length) = match self.data().shape {
            Shape::Sequence { first, length } => (first, length),
            _ => (0, 0),
        };
        self.linked(first, length)
    }

    /// The value of `key` in a mapping.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entries().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// The value at a path of keys.
    pub fn at(self, path: &[&str]) -> Option<Node<'a>> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The JSON type of the node, as schemas spell it.
    pub fn type_name(self) -> &'static str {
        match self.data().shape {
            Shape::Mapping { .. } => "object",
            Shape::Sequence { .. } => "array",
            Shape::Scalar { .. } => self.scalar().map_or("null", |scalar| scalar.type_name()),
        }
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.data().shape {
            Shape::Mapping { .. } => out.debug_map().entries(self.entries()).finish(),
            Shape::Sequence { .. } => out.debug_list().entries(self.items()).finish(),
            Shape::Scalar { .. } => write!(out, "{:?}", self.scalar()),
        }
    }
}
