//! A fast parser for the YAML that manifests are mostly written in; it refuses everything else.
//!
//! It reads block mappings and sequences, scalars in all five styles, and flow collections on one line. On anchors,
//! tags, directives, tabs, duplicate keys, errors of any kind or whatever it is not sure of, it gives up, and the text
//! is parsed by the general parser instead, which also words every error. Both build the same nodes with the same
//! spans: tests compare them on random and on mutilated documents. It exists because the general parser takes about
//! five times the instructions, and parsing would be most of the work of a check.

mod block;
mod flow;
mod literal;
mod scalar;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::text::Source;
use crate::text::Span;
use crate::yaml::document::Content;
use crate::yaml::document::Document;
use crate::yaml::document::NodeData;
use crate::yaml::document::Shape;
use crate::yaml::document::Text;

/// Nesting beyond this is left to the general parser, which has a limit of its own.
const MAX_DEPTH: usize = 100;

/// The text is not in the subset.
struct Unsure;

type Sure<T> = Result<T, Unsure>;

/// The documents of a source; `None` when the general parser has to decide.
pub(super) fn parse(source: &Arc<Source>) -> Option<Vec<Document>> {
    let text = source.text.as_str();
    if !text.ends_with('\n') || u32::try_from(text.len()).is_err() || !is_ordinary(text) {
        return None;
    }
    let mut scanner = Scanner::new(text);
    let mut documents = Vec::new();
    loop {
        match scanner.document() {
            Ok(Some(content)) => {
                let document = Document::new(source, content);
                if !document.root().is_null() {
                    documents.push(document);
                }
            }
            Ok(None) => return Some(documents),
            Err(Unsure) => return None,
        }
    }
}

/// No control characters but line feeds, and none of the line breaks and marks that only YAML knows.
fn is_ordinary(text: &str) -> bool {
    let ascii = text.bytes().all(|byte| byte < 0x7f && (byte >= 0x20 || byte == b'\n'));
    ascii
        || text.chars().all(|letter| {
            letter == '\n' || !(letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}'))
        })
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// The column of the content at `at`, while a line is being begun.
    column: usize,
    /// Whether the document ended at `at`.
    done: bool,
    depth: usize,
    nodes: Vec<NodeData>,
    links: Vec<u32>,
    owned: Vec<String>,
    /// Finished nodes whose parents are not.
    children: Vec<u32>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            column: 0,
            done: false,
            depth: 0,
            nodes: Vec::new(),
            links: Vec::new(),
            owned: Vec::new(),
            children: Vec::new(),
        }
    }

    /// The next document; `None` at the end of the text.
    fn document(&mut self) -> Sure<Option<Content>> {
        self.done = false;
        self.begin_line()?;
        while self.done {
            if self.at >= self.bytes.len() {
                return Ok(None);
            }
            // A document marker; it must stand alone on its line.
            self.at += 3;
            self.done = false;
            self.end_line()?;
        }
        let root = self.block_node(self.column, None)?;
        if !self.done {
            return Err(Unsure);
        }
        Ok(Some(Content {
            nodes: std::mem::take(&mut self.nodes),
            links: std::mem::take(&mut self.links),
            owned: std::mem::take(&mut self.owned),
            root,
        }))
    }

    fn byte(&self) -> u8 {
        // The text ends in a line feed, so a line can be read to its end without looking for the end of the text.
        self.bytes.get(self.at).copied().unwrap_or(b'\n')
    }

    fn next_is_blank(&self) -> bool {
        matches!(self.bytes.get(self.at + 1), None | Some(b' ' | b'\n'))
    }

    fn is_dash(&self) -> bool {
        self.byte() == b'-' && self.next_is_blank()
    }

    fn skip_blanks(&mut self) {
        while self.byte() == b' ' {
            self.at += 1;
        }
    }

    /// From the end of some content to the first letter of the next line with any.
    fn end_line(&mut self) -> Sure<()> {
        let before = self.at;
        self.skip_blanks();
        match self.byte() {
            b'\n' => {}
            b'#' if self.at > before => self.skip_line(),
            _ => return Err(Unsure),
        }
        self.at = (self.at + 1).min(self.bytes.len());
        self.begin_line()
    }

    fn skip_line(&mut self) {
        while self.byte() != b'\n' {
            self.at += 1;
        }
    }

    /// From the start of a line to the first letter of the next content.
    fn begin_line(&mut self) -> Sure<()> {
        loop {
            let start = self.at;
            self.skip_blanks();
            if self.at >= self.bytes.len() {
                self.done = true;
                return Ok(());
            }
            match self.byte() {
                b'\n' => self.at += 1,
                b'#' => {
                    self.skip_line();
                    self.at = (self.at + 1).min(self.bytes.len());
                }
                _ => {
                    self.column = self.at - start;
                    let rest = &self.bytes[self.at..];
                    let marker = self.column == 0 && (rest.starts_with(b"---") || rest.starts_with(b"..."));
                    if marker && matches!(rest.get(3), None | Some(b' ' | b'\n')) {
                        if rest[0] == b'.' {
                            return Err(Unsure);
                        }
                        self.done = true;
                    }
                    return Ok(());
                }
            }
        }
    }

    /// Equal keys are an error, and `<<` is more than a key.
    fn check_keys(&self, first: usize) -> Sure<()> {
        let keys = || self.children[first..].iter().step_by(2).map(|id| self.key_text(*id));
        if keys().len() <= 8 {
            for (index, key) in keys().enumerate() {
                if keys().take(index).any(|other| other == key) {
                    return Err(Unsure);
                }
            }
            return Ok(());
        }
        let mut sorted: Vec<&str> = keys().collect();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) { Err(Unsure) } else { Ok(()) }
    }

    fn key_text(&self, id: u32) -> &str {
        match self.nodes[id as usize].shape {
            Shape::Scalar { text: Text::Slice(span), .. } => &self.text[span.range()],
            Shape::Scalar { text: Text::Owned(index), .. } => &self.owned[index as usize],
            _ => "",
        }
    }

    fn push(&mut self, node: NodeData) -> u32 {
        self.nodes.push(node);
        // A text of 4 GiB was refused, and a node has at least one byte of it to itself or beside it.
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    /// Makes a collection with a given span of the children from `first` on.
    fn collect(&mut self, first: usize, span: Span, mapping: bool) -> u32 {
        let position = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(self.children.len() - first).unwrap_or(u32::MAX);
        self.links.extend_from_slice(&self.children[first..]);
        self.children.truncate(first);
        let shape = if mapping {
            Shape::Mapping { first: position, length }
        } else {
            Shape::Sequence { first: position, length }
        };
        self.push(NodeData { span, shape })
    }
}
