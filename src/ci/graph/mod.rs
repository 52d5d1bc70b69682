//! Which file needs which other one, and the line that says so.
//!
//! A file that is imported and not there is in the graph too: whoever imports it is concerned when it appears or
//! disappears. Where Python could find a module in several places, all of them count.

pub mod read;
pub mod modules;
pub mod python;
pub mod inputs;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::ci::checkout::Checkout;
use crate::ci::graph::modules::Modules;
use crate::ci::graph::read::Parsed;
use crate::ci::graph::read::Read;
use crate::ci::pattern::is_within;
use crate::ci::pipeline::Pipeline;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;

/// Why a file needs another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It imports the module.
    Import,
    /// It imports only when a function runs.
    Lazy,
    /// It imports for the type checker.
    Typing,
    /// It is a package around what is imported, whose `__init__.py` runs first.
    Parent,
    /// It calls `importlib`, or patches the module.
    Dynamic,
    /// It names the module in a string, where the model says that this counts.
    Text,
    /// It includes the requirements file.
    Includes,
    /// Its project depends on the folder.
    Depends,
    /// Its image has a copy.
    Copies,
    /// Its image is built upon the image of that folder.
    BaseImage,
}

impl Kind {
    /// One word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Lazy => "lazy import",
            Self::Typing => "typing import",
            Self::Parent => "parent package",
            Self::Dynamic => "dynamic import",
            Self::Text => "string",
            Self::Includes => "requirements",
            Self::Depends => "dependency",
            Self::Copies => "copy",
            Self::BaseImage => "base image",
        }
    }

    /// Whether it is said in Python.
    pub fn is_python(self) -> bool {
        !matches!(self, Self::Includes | Self::Depends | Self::Copies | Self::BaseImage)
    }
}

/// What one line of a file needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The path of what is needed.
    pub path: String,
    /// Why.
    pub kind: Kind,
    /// What says so.
    pub span: Span,
    /// What it says: a module, a path, an image.
    pub said: String,
}

/// A call that imports something whose name cannot be read.
#[derive(Debug, Clone)]
pub struct Opaque {
    /// Where.
    pub place: Place,
    /// What is called.
    pub call: String,
}

/// An edge of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The number of the file that is needed.
    pub to: u32,
    /// Why.
    pub kind: Kind,
    /// What says so.
    pub span: Span,
    /// What it says.
    pub said: Box<str>,
}

/// The files of a revision and what they need of each other.
#[derive(Debug, Default)]
pub struct Graph {
    paths: Vec<String>,
    numbers: BTreeMap<String, u32>,
    edges: Vec<Vec<Edge>>,
    sources: Vec<Option<Arc<Source>>>,
    /// Imports of modules that containers are for: by file, the module and what imports it.
    pub clients: BTreeMap<u32, Vec<(String, Span)>>,
    /// Calls that import something whose name cannot be read.
    pub opaque: Vec<Opaque>,
}

impl Graph {
    /// The graph of a revision.
    pub fn new(pipeline: &Pipeline<'_>, checkout: &Checkout, parsed: &Parsed) -> Self {
        let modules = Modules::new(pipeline, checkout, parsed);
        let read: Vec<(&Arc<Source>, &Read)> = parsed.iter().collect();
        let needs: Vec<Vec<Need>> = read
            .par_iter()
            .map(|(source, read)| match read {
                Read::Python(module) => python::needs(&modules, &source.path, module),
                _ => inputs::needs(pipeline, checkout, &source.path, read),
            })
            .collect();
        let mut graph = Self::default();
        for (source, _) in &read {
            let number = graph.number(&source.path);
            graph.sources[number as usize] = Some(Arc::clone(source));
        }
        for ((source, read), needs) in read.iter().zip(needs) {
            let from = graph.number(&source.path);
            let mut edges: Vec<Edge> = Vec::with_capacity(needs.len());
            for need in needs {
                let to = graph.number(&need.path);
                if to != from {
                    edges.push(Edge { to, kind: need.kind, span: need.span, said: need.said.into_boxed_str() });
                }
            }
            // The first line that says so is enough, and the strongest reason in it.
            edges.sort_by_key(|edge| (edge.to, edge.kind == Kind::Parent, edge.span));
            edges.dedup_by_key(|edge| edge.to);
            edges.sort_by_key(|edge| edge.span);
            graph.edges[from as usize] = edges;
            if let Read::Python(module) = read {
                let clients = python::clients(pipeline, module);
                if !clients.is_empty() {
                    graph.clients.insert(from, clients);
                }
                let opaque = module.opaque.iter();
                graph.opaque.extend(
                    opaque.map(|opaque| Opaque { place: Place::new(source, opaque.span), call: opaque.call.clone() }),
                );
            }
        }
        graph
    }

    fn number(&mut self, path: &str) -> u32 {
        if let Some(number) = self.numbers.get(path) {
            return *number;
        }
        let number = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        self.numbers.insert(path.to_owned(), number);
        self.paths.push(path.to_owned());
        self.edges.push(Vec::new());
        self.sources.push(None);
        number
    }

    /// How many files there are, those included that are only asked for.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The number of a file, if it needs anything or is needed.
    pub fn find(&self, path: &str) -> Option<u32> {
        self.numbers.get(path).copied()
    }

    /// The path of a file.
    pub fn path(&self, number: u32) -> &str {
        &self.paths[number as usize]
    }

    /// What a file needs, in the order written.
    pub fn edges(&self, number: u32) -> &[Edge] {
        &self.edges[number as usize]
    }

    /// The text of a file that was read.
    pub fn source(&self, number: u32) -> Option<&Arc<Source>> {
        self.sources[number as usize].as_ref()
    }

    /// The files in a folder, with their numbers.
    pub fn below<'g>(&'g self, folder: &'g str) -> impl Iterator<Item = u32> + 'g {
        let all = folder == ".";
        let begin = if all { "" } else { folder };
        self.numbers
            .range(begin.to_owned()..)
            .take_while(move |(path, _)| all || path.starts_with(folder))
            .filter(move |(path, _)| is_within(path, folder))
            .map(|(_, number)| *number)
    }
}
