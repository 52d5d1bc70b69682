//! From text to [`Document`]s, over the event parser of `granit-parser`. Bounded: at most 255 levels deep, aliases
//! followed, and aliases may add at most a million nodes to a source.

use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::Event;
use granit_parser::Parser;
use granit_parser::ScalarStyle;
use granit_parser::Tag;

use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::yaml::content::Content;
use crate::yaml::content::Text;
use crate::yaml::content::block_scalar_span;
use crate::yaml::document::Document;
use crate::yaml::fast;
use crate::yaml::json;
use crate::yaml::keys::survey;
use crate::yaml::problem::Problem;
use crate::yaml::problem::nested_too_deep;
use crate::yaml::problem::syntax_problem;

/// How many nodes the aliases of a source may add to those that are written.
const MAX_ALIASED_NODES: u64 = 1_000_000;

/// How many collections may stand in one another. The general parser counts what is written; aliases can go deeper.
pub(super) const MAX_DEPTH: u16 = 255;

/// What came of a text: the documents that could be read, and everything wrong with it.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Documents in order; empty ones (nothing but comments) are left out. A syntax error ends the list.
    pub documents: Vec<Document>,
    /// Syntax errors and duplicate keys.
    pub problems: Vec<Problem>,
    /// Whether something was found that nothing can be read beyond.
    pub is_broken: bool,
}

impl Parsed {
    pub(super) fn new(documents: Vec<Document>, problems: Vec<Problem>) -> Self {
        Self { documents, problems, is_broken: false }
    }

    fn failed(problem: Problem) -> Self {
        Self { documents: Vec::new(), problems: vec![problem], is_broken: true }
    }
}

/// Parses every document of a source, as the API machinery would: a path that ends in `.json` as JSON, and any text
/// that begins with `{` as JSON unless only YAML can make sense of it (`YAMLOrJSONDecoder`).
pub fn parse(source: &Arc<Source>) -> Parsed {
    if json::is_named_json(&source.path) {
        return json::parse(source).unwrap_or_else(Parsed::failed);
    }
    let refused = match json::looks_like_json(&source.text).then(|| json::parse(source)) {
        Some(Ok(parsed)) => return parsed,
        Some(Err(problem)) => Some(problem),
        None => None,
    };
    if let Some(documents) = fast::parse(source) {
        return Parsed::new(documents, Vec::new());
    }
    let parsed = parse_any(source);
    match refused {
        Some(problem) if parsed.is_broken && json::was_meant(&source.text) => Parsed::failed(problem),
        _ => parsed,
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
            Err(error) => Err(syntax_problem(source, &error)),
        };
        if let Err(problem) = outcome {
            builder.parsed.problems.push(problem);
            builder.parsed.is_broken = true;
            break;
        }
    }
    builder.parsed.documents = Document::all(source, builder.content, &builder.roots);
    builder.parsed
}

pub(super) struct Builder<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) content: Content,
    /// What stands below each node, aliases followed.
    extents: Vec<Extent>,
    aliased: u64,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Option<u32>>,
    root: Option<u32>,
    roots: Vec<u32>,
    pub(super) parsed: Parsed,
}

#[derive(Clone, Copy)]
struct Extent {
    nodes: u64,
    depth: u16,
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
            content: Content::default(),
            extents: Vec::new(),
            aliased: 0,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            roots: Vec::new(),
            parsed: Parsed::default(),
        }
    }

    pub(super) fn problem(&self, span: Span, message: String) -> Problem {
        Problem::syntax(Place::new(self.source, span), message)
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                // What a merge key is anyway; some programs write it out.
                let tag = tag.filter(|tag| text != "<<" || tag.original() != "!!merge");
                let plain = style == ScalarStyle::Plain && !self.forces_string(tag.as_deref(), span)?;
                let span = if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    block_scalar_span(&self.source.text, span)
                } else {
                    span
                };
                let found = self.text(&text, style, span);
                self.extents.push(Extent { nodes: 1, depth: 0 });
                // An empty value is announced as `~`.
                let words = plain.then_some(if span.start == span.end { "" } else { &*text });
                let id = match words {
                    Some(words) => self.content.push_plain(span, found, words.as_bytes()),
                    None => self.content.push_quoted(span, found),
                };
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

    fn text(&mut self, text: &str, style: ScalarStyle, span: Span) -> Text {
        let slice = match style {
            ScalarStyle::Plain => span,
            _ => Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1) },
        };
        // An empty value is announced as `~`, whatever was written; its span says that nothing was.
        if style == ScalarStyle::Plain && span.start == span.end {
            return Text::Slice(span);
        }
        if self.source.text.get(slice.range()) == Some(text) {
            return Text::Slice(slice);
        }
        let start = self.content.owned.len();
        self.content.owned.push_str(text);
        self.content.owned_since(start)
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
        let mut keys = None;
        if open.mapping {
            self.check_keys(&open.children)?;
            self.merge(&mut open.children)?;
            keys = Some(survey(&self.content, &self.source.text, &open.children).0);
        }
        let none = Extent { nodes: 1, depth: 1 };
        let below = open.children.iter().map(|id| self.extents[*id as usize]);
        let extent = below
            .fold(none, |sum, child| Extent { nodes: sum.nodes + child.nodes, depth: sum.depth.max(child.depth + 1) });
        if extent.depth > MAX_DEPTH {
            return Err(self.problem(open.start, nested_too_deep()));
        }
        let span = self.collection_span(&open, span);
        self.extents.push(extent);
        let id = match keys {
            Some(keys) => self.content.push_mapping(span, &open.children, keys),
            None => self.content.push_sequence(span, &open.children),
        };
        self.finish(id, open.anchor);
        Ok(())
    }

    /// A flow collection reaches from bracket to bracket; a block collection from its first key or dash to the end of
    /// its last child, as far as that stands inside it and is not named by an alias.
    fn collection_span(&self, open: &Open, end: Span) -> Span {
        if end.end > end.start {
            return Span { start: open.start.start, end: end.end };
        }
        let Some(last) = open.children.last() else { return open.start };
        let last = self.content.nodes[*last as usize].span;
        Span { start: open.start.start, end: last.end.max(open.start.start) }
    }

    /// Where a collection begins. The parser places a list that stands in the column of its key behind its first dash,
    /// so that is looked for behind the key.
    fn collection_start(&self, span: Span, mapping: bool) -> Span {
        let parent = self.open.last().filter(|parent| !mapping && parent.mapping);
        let Some(key) = parent.and_then(|parent| parent.children.last()) else { return span };
        let text = self.source.text.as_bytes();
        let mut at = self.content.nodes[*key as usize].span.end as usize;
        let past = |at: usize, ends: fn(&u8) -> bool| at + text[at..].iter().take_while(|byte| !ends(byte)).count();
        while at < span.start as usize {
            at = match text[at] {
                b' ' | b'\t' | b'\n' | b'\r' | b':' => at + 1,
                b'#' => past(at, |byte| *byte == b'\n'),
                b'&' | b'!' => past(at, u8::is_ascii_whitespace),
                b'-' => return Span::new(at, span.end as usize),
                _ => return span,
            };
        }
        span
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Problem> {
        match self.anchors.get(&anchor).copied().flatten() {
            Some(id) => {
                self.aliased += self.extents[id as usize].nodes;
                if self.aliased > MAX_ALIASED_NODES {
                    return Err(self.problem(span, "aliases expand this to more than a million nodes".to_owned()));
                }
                self.finish(id, 0);
                Ok(())
            }
            None => Err(self.problem(span, "this alias stands inside the node that it names".to_owned())),
        }
    }

    fn finish_document(&mut self) {
        self.anchors.clear();
        self.open.clear();
        self.roots.extend(self.root.take());
    }
}
