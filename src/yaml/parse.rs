//! From text to [`Document`]s, over the event parser of `granit-parser`.
//!
//! Bounded: at most 255 levels deep, and aliases may expand a document to at most a million nodes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::Event;
use granit_parser::Parser;
use granit_parser::ScalarStyle;
use granit_parser::Tag;

use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::yaml::document::Content;
use crate::yaml::document::Document;
use crate::yaml::document::NodeData;
use crate::yaml::document::Shape;
use crate::yaml::document::Text;
use crate::yaml::fast;
use crate::yaml::problem::Problem;
use crate::yaml::problem::conflict_mark;
use crate::yaml::problem::syntax_help;

/// How many nodes a document may have once its aliases are expanded.
const MAX_EXPANDED_NODES: u64 = 1_000_000;

/// What came of a text: the documents that could be read, and everything wrong with it.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Documents in order; empty ones (nothing but comments) are left out. A syntax error ends the list.
    pub documents: Vec<Document>,
    /// Syntax errors and duplicate keys.
    pub problems: Vec<Problem>,
}

/// Parses every document of a source.
pub fn parse(source: &Arc<Source>) -> Parsed {
    match fast::parse(source) {
        Some(documents) => Parsed { documents, problems: Vec::new() },
        None => parse_any(source),
    }
}

/// The same with the general parser alone, which decides what the fast one is not sure of.
pub fn parse_any(source: &Arc<Source>) -> Parsed {
    let mut builder = Builder::new(source);
    let options = granit_parser::options! {
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
    };
    for next in Parser::new_from_str_with_options(&source.text, options) {
        let outcome = match next {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                builder.event(event, Span::new(range.start, range.end))
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(source.text.len());
                Err(match conflict_mark(&source.text) {
                    Some(mark) => builder.problem(mark, "a merge conflict was not resolved here".to_owned()),
                    None => Problem {
                        help: syntax_help(error.kind()),
                        ..builder.problem(Span::new(at, at), format!("this is not valid YAML: {}", error.kind()))
                    },
                })
            }
        };
        if let Err(problem) = outcome {
            builder.parsed.problems.push(problem);
            break;
        }
    }
    builder.parsed
}

/// The span of a literal or folded scalar: its text, without the blank lines and the indentation that follow.
pub(super) fn block_scalar_span(text: &str, span: Span) -> Span {
    let length = text.get(span.range()).map_or(0, |text| text.trim_end().len());
    Span::new(span.start as usize, span.start as usize + length)
}

pub(super) struct Builder<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) nodes: Vec<NodeData>,
    weights: Vec<u64>,
    pub(super) links: Vec<u32>,
    pub(super) owned: Vec<String>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Option<u32>>,
    root: Option<u32>,
    pub(super) parsed: Parsed,
}

struct Open {
    anchor: usize,
    start: Span,
    mapping: bool,
    children: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            weights: Vec::new(),
            links: Vec::new(),
            owned: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            parsed: Parsed::default(),
        }
    }

    pub(super) fn problem(&self, span: Span, message: String) -> Problem {
        Problem { place: Place::new(self.source, span), message, also: None, help: None }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && !self.forces_string(tag.as_deref(), span)?;
                let span = if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    block_scalar_span(&self.source.text, span)
                } else {
                    span
                };
                let text = self.text(text, style, span);
                let id = self.push(NodeData { span, shape: Shape::Scalar { text, plain } }, 1);
                self.finish(id, anchor);
            }
            Event::MappingStart(_, anchor, tag) => self.start(anchor, tag.as_deref(), span, true)?,
            Event::SequenceStart(_, anchor, tag) => self.start(anchor, tag.as_deref(), span, false)?,
            Event::MappingEnd | Event::SequenceEnd => self.end(span)?,
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::DocumentEnd => self.finish_document(),
            _ => {}
        }
        Ok(())
    }

    /// `!!str` makes any scalar a string; other core tags repeat what the spelling says; unknown tags mean
    /// something to a program that Kubernetes is not.
    fn forces_string(&self, tag: Option<&Tag>, span: Span) -> Result<bool, Problem> {
        let Some(tag) = tag else { return Ok(false) };
        if tag.is_yaml_core_schema() {
            return Ok(tag.is_yaml_core_schema_tag("str"));
        }
        if tag.original() == "!" {
            return Ok(true);
        }
        Err(self.problem(span, format!("the tag `{}` means nothing to Kubernetes", tag.original())))
    }

    fn text(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span) -> Text {
        let slice = match style {
            ScalarStyle::Plain => span,
            _ => Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1) },
        };
        // An empty value is announced as `~`, whatever was written; its span says that nothing was.
        if style == ScalarStyle::Plain && span.start == span.end {
            return Text::Slice(span);
        }
        if self.source.text.get(slice.range()) == Some(&text) {
            return Text::Slice(slice);
        }
        self.owned.push(text.into_owned());
        Text::Owned(u32::try_from(self.owned.len() - 1).unwrap_or(u32::MAX))
    }

    fn push(&mut self, node: NodeData, weight: u64) -> u32 {
        self.nodes.push(node);
        self.weights.push(weight);
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    fn finish(&mut self, id: u32, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, Some(id));
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(id),
            None => self.root = Some(id),
        }
    }

    fn start(&mut self, anchor: usize, tag: Option<&Tag>, span: Span, mapping: bool) -> Result<(), Problem> {
        self.forces_string(tag, span)?;
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        let start = self.collection_start(span, mapping);
        self.open.push(Open { anchor, start, mapping, children: Vec::new() });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Problem> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        if open.mapping {
            self.check_keys(&open.children)?;
            self.merge(&mut open.children)?;
        }
        let weight = 1 + open.children.iter().map(|id| self.weights[*id as usize]).sum::<u64>();
        if weight > MAX_EXPANDED_NODES {
            return Err(self.problem(open.start, "aliases expand this to more than a million nodes".to_owned()));
        }
        let first = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(open.children.len()).unwrap_or(u32::MAX);
        self.links.append(&mut open.children);
        let shape = if open.mapping { Shape::Mapping { first, length } } else { Shape::Sequence { first, length } };
        let span = self.collection_span(&open, span, first, length);
        let id = self.push(NodeData { span, shape }, weight);
        self.finish(id, open.anchor);
        Ok(())
    }

    /// A flow collection reaches from bracket to bracket; a block collection from its first key or dash to the end of
    /// its last child, as far as that stands inside it and is not named by an alias.
    fn collection_span(&self, open: &Open, end: Span, first: u32, length: u32) -> Span {
        if end.end > end.start {
            return Span { start: open.start.start, end: end.end };
        }
        let child = |index: u32| self.nodes[self.links[index as usize] as usize].span;
        let Some(last) = length.checked_sub(1).map(|back| child(first + back)) else { return open.start };
        Span { start: open.start.start, end: last.end.max(open.start.start) }
    }

    /// Where a collection begins. The parser places a list that stands in the column of its key behind its first dash.
    fn collection_start(&self, span: Span, mapping: bool) -> Span {
        let under_key = !mapping && self.open.last().is_some_and(|parent| parent.mapping);
        let before = self.source.text.get(..span.start as usize).filter(|_| under_key);
        match before.map(|before| before.trim_end_matches(' ')).and_then(|before| before.strip_suffix('-')) {
            Some(before) => Span::new(before.len(), span.end as usize),
            None => span,
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Problem> {
        match self.anchors.get(&anchor).copied().flatten() {
            Some(id) => {
                self.finish(id, 0);
                Ok(())
            }
            None => Err(self.problem(span, "this alias stands inside the node that it names".to_owned())),
        }
    }

    fn finish_document(&mut self) {
        let nodes = std::mem::take(&mut self.nodes);
        let links = std::mem::take(&mut self.links);
        let owned = std::mem::take(&mut self.owned);
        self.weights.clear();
        self.anchors.clear();
        self.open.clear();
        let Some(root) = self.root.take() else { return };
        let document = Document::new(self.source, Content { nodes, links, owned, root });
        if !document.root().is_null() {
            self.parsed.documents.push(document);
        }
    }
}
