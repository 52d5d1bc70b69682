//! The arena in which the nodes of a source stand, as the parsers fill it.
//!
//! What every reader would ask of a node again and again is found out here once, when it is made. What a scalar means
//! beyond that is left to `scalar`.

use std::sync::OnceLock;

use crate::text::Place;
use crate::text::Span;
use crate::yaml::scalar::Scalar;
use crate::yaml::scalar::may_be_ambiguous;
use crate::yaml::scalar::resolve_v1_1;

/// The nodes of all documents of a source, which any source with the same text may share. One arena for all of them
/// keeps a stream of many small documents as cheap as a large one.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) nodes: Vec<NodeData>,
    pub(super) links: Vec<u32>,
    /// Texts that are not written in the source as they are read, one behind the other.
    pub(super) owned: String,
    /// Whether there is a scalar that YAML 1.1 and 1.2 may read differently. Hardly any source has one, and nobody has
    /// to search those without.
    pub(super) doubtful: bool,
    /// Where each node came from, if the nodes were put together from those of other documents.
    pub(super) places: Option<Box<[Place]>>,
    /// See [`parents::of`](crate::yaml::parents::of); made when somebody asks.
    pub(super) parents: OnceLock<Vec<u32>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct NodeData {
    pub(super) span: Span,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Scalar {
        text: Span,
        /// Whether the text stands among those that are not written as they are read.
        owned: bool,
        spelling: Spelling,
        /// Of a key its [`hash`](crate::yaml::keys::hash).
        hash: u32,
    },
    /// `length` links from `first`: key, value, key, value.
    Mapping {
        first: u32,
        length: u32,
        /// The [`mark`](crate::yaml::keys::mark)s of all keys: one that is not among them is not there.
        keys: u32,
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

/// What a scalar is by the way it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// In quotes, or a block of text: a string, whatever it says.
    Quoted,
    /// Plain, and a string to everybody.
    Word,
    /// Plain, and null to everybody.
    Null,
    /// Plain, and perhaps a number or a truth value.
    Open,
}

/// What a node is at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Keys and values.
    Mapping,
    /// Items.
    Sequence,
    /// A string to everybody.
    Word,
    /// Null to everybody.
    Null,
    /// Plain, and perhaps a number or a truth value.
    Open,
}

impl Spelling {
    /// Of a plain scalar: the first letters decide for nearly everything that people write.
    #[inline]
    fn of_plain(text: &[u8]) -> Self {
        match text {
            [] => Self::Null,
            [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => Self::Open,
            [b'~' | b'y' | b'Y' | b'n' | b'N'] => Self::of_word(text),
            // No truth value is longer than `false`.
            [first, second, ..] if text.len() <= 5 && begins_truth(*first, *second) => Self::of_word(text),
            _ => Self::Word,
        }
    }

    #[inline(never)]
    fn of_word(text: &[u8]) -> Self {
        match std::str::from_utf8(text).map(resolve_v1_1) {
            Ok(Scalar::Null) => Self::Null,
            Ok(Scalar::Str(_)) | Err(_) => Self::Word,
            Ok(_) => Self::Open,
        }
    }
}

/// Whether these are the first letters of a word that is a truth value or null.
#[inline]
fn begins_truth(first: u8, second: u8) -> bool {
    let pair = [first | 0x20, second | 0x20];
    matches!(&pair, b"ye" | b"no" | b"nu" | b"tr" | b"fa" | b"on" | b"of")
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
        let nodes = (length / 10 + 8).min(MOST);
        Self { nodes: Vec::with_capacity(nodes), links: Vec::with_capacity(nodes), ..Self::default() }
    }

    #[inline]
    fn push(&mut self, span: Span, shape: Shape) -> u32 {
        // A text of 4 GiB was refused, and a node has at least one byte of it to itself or beside it.
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(NodeData { span, shape });
        id
    }

    /// A plain scalar that reads as it is written and is known to be what `spelling` says; of a key with its hash.
    #[inline]
    pub(super) fn push_bare(&mut self, span: Span, spelling: Spelling, hash: u32) -> u32 {
        self.push(span, Shape::Scalar { text: span, owned: false, spelling, hash })
    }

    /// A plain scalar that reads as it is written, in these words; of a key with its hash.
    #[inline]
    pub(super) fn push_slice(&mut self, span: Span, words: &[u8], hash: u32) -> u32 {
        let spelling = Spelling::of_plain(words);
        if spelling == Spelling::Open {
            self.doubtful |= may_be_ambiguous(words);
        }
        self.push_bare(span, spelling, hash)
    }

    #[inline]
    fn push_scalar(&mut self, span: Span, text: Text, spelling: Spelling) -> u32 {
        let (text, owned) = match text {
            Text::Slice(text) => (text, false),
            Text::Owned(text) => (text, true),
        };
        self.push(span, Shape::Scalar { text, owned, spelling, hash: 0 })
    }

    pub(super) fn push_quoted(&mut self, span: Span, text: Text) -> u32 {
        self.push_scalar(span, text, Spelling::Quoted)
    }

    /// A plain scalar that reads as `words`, which `text` finds again.
    #[inline]
    pub(super) fn push_plain(&mut self, span: Span, text: Text, words: &[u8]) -> u32 {
        let spelling = Spelling::of_plain(words);
        if spelling == Spelling::Open {
            self.doubtful |= may_be_ambiguous(words);
        }
        self.push_scalar(span, text, spelling)
    }

    /// A plain scalar that nobody can take for anything but a string.
    #[inline]
    pub(super) fn push_word(&mut self, span: Span, text: Text) -> u32 {
        self.push_scalar(span, text, Spelling::Word)
    }

    /// Makes a mapping of `children`, keys and values in turn; `keys` are the marks of the keys.
    pub(super) fn push_mapping(&mut self, span: Span, children: &[u32], keys: u32) -> u32 {
        let (first, length) = self.link(children);
        self.push(span, Shape::Mapping { first, length, keys })
    }

    pub(super) fn push_sequence(&mut self, span: Span, children: &[u32]) -> u32 {
        let (first, length) = self.link(children);
        self.push(span, Shape::Sequence { first, length })
    }

    fn link(&mut self, children: &[u32]) -> (u32, u32) {
        let first = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        self.links.extend_from_slice(children);
        (first, u32::try_from(children.len()).unwrap_or(u32::MAX))
    }

    /// The text that was appended to `owned` since it had `start` bytes.
    pub(super) fn owned_since(&self, start: usize) -> Text {
        Text::Owned(Span::new(start, self.owned.len()))
    }

    /// The text of a scalar, `source` being the whole text.
    #[inline]
    pub(super) fn scalar_text<'t>(&'t self, source: &'t str, id: u32) -> Option<&'t str> {
        match self.nodes[id as usize].shape {
            Shape::Scalar { text, owned, .. } => (if owned { self.owned.as_str() } else { source }).get(text.range()),
            _ => None,
        }
    }
}
