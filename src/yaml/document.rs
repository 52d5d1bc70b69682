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
    root: u32,
}

/// The nodes of all documents of a source, which any source with the same text may share. One arena for all of them
/// keeps a stream of many small documents as cheap as a large one.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) nodes: Vec<NodeData>,
    pub(super) links: Vec<u32>,
    /// Texts that are not written in the source as they are read, one behind the other.
    pub(super) owned: String,
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

/// Where the text of a scalar is found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text {
    Slice(Span),
    Owned(Span),
}

/// The span of a literal or folded scalar: its text, without the blank lines and the indentation that follow.
pub(super) fn block_scalar_span(text: &str, span: Span) -> Span {
    let length = text.get(span.range()).map_or(0, |text| text.trim_end().len());
    Span::new(span.start as usize, span.start as usize + length)
}

impl Content {
    /// An arena for a text of `length` bytes, with room for what usual manifests need.
    pub(super) fn for_text(length: usize) -> Self {
        const MOST: usize = 1 << 20;
        let nodes = (length / 14 + 4).min(MOST);
        Self { nodes: Vec::with_capacity(nodes), links: Vec::with_capacity(nodes), owned: String::new() }
    }

    pub(super) fn push(&mut self, span: Span, shape: Shape) -> u32 {
        self.nodes.push(NodeData { span, shape });
        // A text of 4 GiB was refused, and a node has at least one byte of it to itself or beside it.
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn push_scalar(&mut self, span: Span, text: Text, plain: bool) -> u32 {
        self.push(span, Shape::Scalar { text, plain })
    }

    /// Makes a collection of `children`: items, or keys and values in turn.
    pub(super) fn push_collection(&mut self, span: Span, children: &[u32], mapping: bool) -> u32 {
        let first = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(children.len()).unwrap_or(u32::MAX);
        self.links.extend_from_slice(children);
        self.push(span, if mapping { Shape::Mapping { first, length } } else { Shape::Sequence { first, length } })
    }

    /// The text that was appended to `owned` since it had `start` bytes.
    pub(super) fn owned_since(&self, start: usize) -> Text {
        Text::Owned(Span::new(start, self.owned.len()))
    }

    /// The text of a scalar, `source` being the whole text.
    pub(super) fn scalar_text<'t>(&'t self, source: &'t str, id: u32) -> Option<&'t str> {
        match self.nodes[id as usize].shape {
            Shape::Scalar { text: Text::Slice(span), .. } => source.get(span.range()),
            Shape::Scalar { text: Text::Owned(span), .. } => self.owned.get(span.range()),
            _ => None,
        }
    }
}

impl Document {
    /// The documents of a source, by their outermost nodes; those that are null are left out.
    pub(super) fn all(source: &Arc<Source>, content: Content, roots: &[u32]) -> Vec<Self> {
        let content = Arc::new(content);
        let document = |root: &u32| Self { source: Arc::clone(source), content: Arc::clone(&content), root: *root };
        roots.iter().map(document).filter(|document| !document.root().is_null()).collect()
    }

    /// The same document in a source with the same text: parsing it again would give the same nodes.
    #[must_use]
    pub fn in_source(&self, source: &Arc<Source>) -> Self {
        debug_assert_eq!(self.source.text, source.text);
        Self { source: Arc::clone(source), content: Arc::clone(&self.content), root: self.root }
    }

    /// The outermost node.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, id: self.root }
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
        self.document.content.scalar_text(&self.document.source.text, self.id)
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
        let Shape::Mapping { first, length } = self.data().shape else { return None };
        let content = &*self.document.content;
        let links = &content.links[first as usize..(first + length) as usize];
        let source = self.document.source.text.as_bytes();
        let value = links.chunks_exact(2).find(|pair| match content.nodes[pair[0] as usize].shape {
            // Lengths differ more often than not, and are compared without looking at the text.
            Shape::Scalar { text, .. } => {
                let (span, bytes) = match text {
                    Text::Slice(span) => (span, source),
                    Text::Owned(span) => (span, content.owned.as_bytes()),
                };
                span.range().len() == key.len() && bytes.get(span.range()) == Some(key.as_bytes())
            }
            _ => false,
        });
        value.map(|pair| Node { document: self.document, id: pair[1] })
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
