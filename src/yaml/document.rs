//! A parsed document: nodes in one arena, each with the bytes it was written in.
//!
//! Aliases share the node they name, merge keys are already applied, and duplicate keys were reported by the
//! parser, so readers see plain mappings, sequences and scalars.

use std::sync::Arc;

use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::yaml::content::Content;
use crate::yaml::content::Form;
use crate::yaml::content::NodeData;
use crate::yaml::content::Shape;
use crate::yaml::content::Spelling;
use crate::yaml::keys;
use crate::yaml::keys::are_same;
use crate::yaml::parents;
use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::resolve_v1_1;

/// One document of a source.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    content: Arc<Content>,
    root: u32,
}

impl Document {
    /// The documents of a source, by their outermost nodes; those that are null are left out.
    pub(super) fn all(source: &Arc<Source>, content: Content, roots: &[u32]) -> Vec<Self> {
        let content = Arc::new(content);
        let document = |root: &u32| Self { source: Arc::clone(source), content: Arc::clone(&content), root: *root };
        roots.iter().map(document).filter(|document| !document.root().is_null()).collect()
    }

    /// A document whose nodes came from others; `source` is that of its outermost node.
    pub(super) fn composed(source: Arc<Source>, content: Content, root: u32) -> Self {
        Self { source, content: Arc::new(content), root }
    }

    /// The same document in a source with the same text: parsing it again would give the same nodes.
    #[must_use]
    pub fn in_source(&self, source: &Arc<Source>) -> Self {
        debug_assert_eq!(self.source.text, source.text);
        Self { source: Arc::clone(source), content: Arc::clone(&self.content), root: self.root }
    }

    /// A node of this document as a document of its own.
    #[must_use]
    pub fn part(&self, node: Node<'_>) -> Self {
        debug_assert!(Arc::ptr_eq(&self.content, &node.document.content));
        Self { source: Arc::clone(&self.source), content: Arc::clone(&self.content), root: node.id }
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
    #[inline]
    fn data(self) -> &'a NodeData {
        &self.document.content.nodes[self.id as usize]
    }

    fn linked(self, first: u32, length: u32) -> impl ExactSizeIterator<Item = Node<'a>> {
        let document = self.document;
        document.content.links[first as usize..(first + length) as usize]
            .iter()
            .map(move |id| Node { document, id: *id })
    }

    /// The outermost node of its document.
    #[must_use]
    pub fn root(self) -> Self {
        self.document.root()
    }

    /// This node as a document of its own.
    pub fn to_document(self) -> Document {
        self.document.part(self)
    }

    /// Whether both are one node of one document.
    pub fn is(self, other: Node<'_>) -> bool {
        std::ptr::eq(self.document, other.document) && self.id == other.id
    }

    /// The collection that the node is written in; `None` for the outermost node of a file's document.
    pub fn parent(self) -> Option<Self> {
        let content = &*self.document.content;
        let parents = content.parents.get_or_init(|| parents::of(&content.nodes, &content.links));
        let id = *parents.get(self.id as usize).filter(|id| **id != parents::NONE)?;
        Some(Self { id, ..self })
    }

    /// The bytes that the node was written in.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// Where the node stands.
    pub fn place(self) -> Place {
        match &self.document.content.places {
            Some(places) => places[self.id as usize].clone(),
            None => Place::new(&self.document.source, self.span()),
        }
    }

    /// The text of a scalar, quotes and escapes resolved.
    #[inline]
    pub fn text(self) -> Option<&'a str> {
        self.document.content.scalar_text(&self.document.source.text, self.id)
    }

    /// The bytes of [`text`](Self::text); none for collections.
    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        let Shape::Scalar { text, owned, .. } = self.data().shape else { return &[] };
        let texts = if owned { &self.document.content.owned } else { &self.document.source.text };
        texts.as_bytes().get(text.range()).unwrap_or_default()
    }

    #[inline]
    fn spelling(self) -> Option<Spelling> {
        match self.data().shape {
            Shape::Scalar { spelling, .. } => Some(spelling),
            _ => None,
        }
    }

    /// Whether this is a scalar without quotes, whose meaning depends on its spelling.
    pub fn is_plain(self) -> bool {
        self.spelling().is_some_and(|spelling| spelling != Spelling::Quoted)
    }

    /// Whether this is plain, and not a string to everybody by its first letter.
    pub fn is_open(self) -> bool {
        self.spelling() == Some(Spelling::Open)
    }

    /// Whether this is a string to everybody, at first sight.
    #[inline]
    pub fn is_word(self) -> bool {
        matches!(self.spelling(), Some(Spelling::Quoted | Spelling::Word))
    }

    /// The value of a scalar as Kubernetes reads it.
    #[inline]
    pub fn scalar(self) -> Option<Scalar<'a>> {
        let text = self.text()?;
        Some(match self.spelling()? {
            Spelling::Quoted | Spelling::Word => Scalar::Str(text),
            Spelling::Null => Scalar::Null,
            Spelling::Open => resolve_v1_1(text),
        })
    }

    /// The value of a string scalar; `None` for numbers, booleans and everything that is not a scalar.
    #[inline]
    pub fn string(self) -> Option<&'a str> {
        match self.spelling()? {
            Spelling::Quoted | Spelling::Word => self.text(),
            Spelling::Null => None,
            Spelling::Open => self.text().filter(|text| matches!(resolve_v1_1(text), Scalar::Str(_))),
        }
    }

    /// Whether this is a null: `~`, `null`, or an empty value.
    #[inline]
    pub fn is_null(self) -> bool {
        self.spelling() == Some(Spelling::Null)
    }

    /// Whether there is a scalar anywhere in its text that YAML 1.1 and 1.2 may read differently.
    pub fn is_beside_doubtful(self) -> bool {
        self.document.content.doubtful
    }

    /// What the node is by the way it is written.
    #[inline]
    pub fn form(self) -> Form {
        match self.data().shape {
            Shape::Mapping { .. } => Form::Mapping,
            Shape::Sequence { .. } => Form::Sequence,
            Shape::Scalar { spelling: Spelling::Quoted | Spelling::Word, .. } => Form::Word,
            Shape::Scalar { spelling: Spelling::Null, .. } => Form::Null,
            Shape::Scalar { spelling: Spelling::Open, .. } => Form::Open,
        }
    }

    /// Whether this is a mapping.
    #[inline]
    pub fn is_mapping(self) -> bool {
        matches!(self.data().shape, Shape::Mapping { .. })
    }

    /// Whether this is a sequence.
    #[inline]
    pub fn is_sequence(self) -> bool {
        matches!(self.data().shape, Shape::Sequence { .. })
    }

    /// Keys and values of a mapping, in the order written; nothing for other nodes.
    pub fn entries(self) -> impl ExactSizeIterator<Item = (Node<'a>, Node<'a>)> {
        let (first, length) = match self.data().shape {
            Shape::Mapping { first, length, .. } => (first, length),
            _ => (0, 0),
        };
        let (document, links) = (self.document, &self.document.content.links);
        let pairs = links[first as usize..(first + length) as usize].chunks_exact(2);
        pairs.map(move |pair| (Node { document, id: pair[0] }, Node { document, id: pair[1] }))
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
    // Most keys that anybody asks for are not there: that is decided where it is asked, without a call.
    #[expect(clippy::inline_always, reason = "the hash of a key that is written in the program is then a constant")]
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        let hash = keys::hash(key.as_bytes());
        match self.data().shape {
            Shape::Mapping { first, length, keys } if keys & keys::mark(hash) != 0 => {
                self.find(first, length, key, hash)
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn find(self, first: u32, length: u32, key: &str, hash: u32) -> Option<Node<'a>> {
        let content = &*self.document.content;
        let links = &content.links[first as usize..(first + length) as usize];
        for pair in links.chunks_exact(2) {
            let Shape::Scalar { text, owned, hash: own, .. } = content.nodes[pair[0] as usize].shape else { continue };
            if own != hash {
                continue;
            }
            let texts = if owned { &content.owned } else { &self.document.source.text };
            if texts.as_bytes().get(text.range()).is_some_and(|written| are_same(written, key.as_bytes())) {
                return Some(Node { document: self.document, id: pair[1] });
            }
        }
        None
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
