//! What a service reaches from its own files, and by which shortest way.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::ci::checkout::Checkout;
use crate::ci::checkout::Reading;
use crate::ci::checkout::reading;
use crate::ci::graph::Edge;
use crate::ci::graph::Graph;
use crate::ci::graph::Kind;
use crate::ci::graph::inputs::is_data;
use crate::ci::graph::inputs::is_lock;
use crate::ci::graph::inputs::package_of;
use crate::ci::pattern::folder_of;
use crate::ci::pattern::is_within;
use crate::ci::pattern::join;
use crate::ci::pipeline::Pipeline;
use crate::ci::pipeline::Tested;
use crate::text::Place;

/// Files in the folders around a service that its tools read on their own: pytest, pip, the linters.
const SETTINGS: [&str; 7] =
    ["conftest.py", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", "ruff.toml", ".ruff.toml"];

/// How a file is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Via {
    /// Not at all.
    Not,
    /// It is the service's own.
    Own,
    /// Tools read it for everything in the folders below.
    Settings,
    /// By an edge of another file that is reached.
    Edge { from: u32, edge: u32 },
}

/// What one service reaches.
pub struct Reach {
    via: Vec<Via>,
    /// Folders of which it needs Python, and so the files beside that, with one of the files that it needs.
    packages: BTreeMap<String, u32>,
}

/// One step of the way to a file.
#[derive(Debug, Clone)]
pub struct Step {
    /// The line that says so.
    pub place: Place,
    /// Why.
    pub kind: Kind,
    /// What it says.
    pub said: String,
    /// The file that is needed.
    pub to: String,
}

impl Reach {
    /// What a service reaches.
    pub fn new(pipeline: &Pipeline<'_>, checkout: &Checkout, graph: &Graph, service: &Tested<'_>) -> Self {
        let mut reach = Self { via: vec![Via::Not; graph.len()], packages: BTreeMap::new() };
        let mut queue = VecDeque::new();
        for number in graph.below(service.source) {
            // What is only asked for is no file of anybody's, and reached if somebody reaches who asks.
            if graph.source(number).is_some() {
                reach.via[number as usize] = Via::Own;
                queue.push_back(number);
            }
        }
        // An image of the service that is described elsewhere; Python that is watched says nothing of what the service needs.
        let described = checkout.sources().map(|source| source.path.as_str());
        for path in described.filter(|path| reading(path) == Some(Reading::Dockerfile) && service.watched.cover(path)) {
            if let Some(number) = graph.find(path)
                && reach.via[number as usize] == Via::Not
            {
                reach.via[number as usize] = Via::Own;
                queue.push_back(number);
            }
        }
        for path in settings(checkout, service) {
            if let Some(number) = graph.find(&path)
                && reach.via[number as usize] == Via::Not
            {
                reach.via[number as usize] = Via::Settings;
                queue.push_back(number);
            }
        }
        while let Some(from) = queue.pop_front() {
            let for_tools = reach.via[from as usize] == Via::Settings;
            for (edge, found) in graph.edges(from).iter().enumerate() {
                // A project around a service says how tools run in it; what that installs is its own.
                if for_tools && found.kind == Kind::Depends && !is_lock(graph.path(found.to)) {
                    continue;
                }
                if found.kind != Kind::Parent && found.kind.is_python() {
                    reach.needs_package(pipeline, checkout, graph.path(found.to), found.to);
                }
                let via = &mut reach.via[found.to as usize];
                if *via == Via::Not {
                    *via = Via::Edge { from, edge: u32::try_from(edge).unwrap_or(u32::MAX) };
                    queue.push_back(found.to);
                }
            }
        }
        reach
    }

    /// The files beside the Python of a package may be read by it.
    fn needs_package(&mut self, pipeline: &Pipeline<'_>, checkout: &Checkout, path: &str, number: u32) {
        let folder = folder_of(path);
        if !self.packages.contains_key(folder) && pipeline.is_in_root(folder) && checkout.has(path) {
            self.packages.insert(folder.to_owned(), number);
        }
    }

    /// Whether the service reaches a file of the graph.
    pub fn reaches(&self, number: u32) -> bool {
        self.via.get(number as usize).is_some_and(|via| *via != Via::Not)
    }

    /// Whether the service reaches a file only as the settings of its tools.
    pub fn is_setting(&self, number: u32) -> bool {
        self.via.get(number as usize) == Some(&Via::Settings)
    }

    /// The file of a package by which the service needs what lies beside it.
    pub fn package(&self, folder: &str) -> Option<u32> {
        self.packages.get(folder).copied()
    }

    /// How many steps the shortest way to a file has.
    pub fn steps(&self, mut number: u32) -> usize {
        let mut steps = 0;
        while let Some(Via::Edge { from, .. }) = self.via.get(number as usize) {
            (number, steps) = (*from, steps + 1);
        }
        steps
    }

    /// The shortest way to a file; empty for the service's own.
    pub fn way(&self, graph: &Graph, number: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = number;
        while let Some(Via::Edge { from, edge }) = self.via.get(at as usize).copied() {
            let Edge { kind, span, said, to } = &graph.edges(from)[edge as usize];
            let place = graph.source(from).map(|source| Place::new(source, *span));
            let place = place.unwrap_or_else(|| Place::file(graph.path(from)));
            steps.push(Step { place, kind: *kind, said: said.to_string(), to: graph.path(*to).to_owned() });
            at = from;
        }
        steps.reverse();
        steps
    }

    /// The files that are there, that are not the service's own, and that it needs, in the order of their paths; each with the file of
    /// the graph by which it is reached: itself, or the Python that it lies beside.
    pub fn needed(
        &self,
        pipeline: &Pipeline<'_>,
        checkout: &Checkout,
        graph: &Graph,
        service: &Tested<'_>,
    ) -> Vec<(String, u32)> {
        let reached = (0..).zip(&self.via).filter(|(_, via)| matches!(via, Via::Edge { .. })).map(|(number, _)| number);
        let reached = reached.map(|number: u32| (graph.path(number).to_owned(), number));
        let mut needed: BTreeMap<String, u32> =
            reached.filter(|(path, _)| !service.owns(path) && checkout.has(path)).collect();
        for (folder, number) in &self.packages {
            let beside = checkout.below(folder).filter(|path| is_data(path));
            for path in beside.filter(|path| package_of(pipeline, checkout, path) == Some(folder.as_str())) {
                if !service.owns(path) {
                    needed.entry(path.to_owned()).or_insert(*number);
                }
            }
        }
        needed.into_iter().collect()
    }
}

/// The settings in the folders around a service.
pub fn settings(checkout: &Checkout, service: &Tested<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut folder = service.source;
    while !folder.is_empty() && folder != "." {
        folder = folder_of(folder);
        found.extend(SETTINGS.iter().map(|name| join(folder, name)).filter(|path| checkout.has(path)));
    }
    found
}

/// Whether a file is of the kind that tools read for all folders below.
pub fn is_settings_of(path: &str, service: &Tested<'_>) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = folder_of(path);
    SETTINGS.contains(&name) && !service.owns(path) && (folder.is_empty() || is_within(service.source, folder))
}

/// A way as one line: `domains/scan/tasks/answer.py:19 -> domains._shared.events -> …`.
pub fn in_words(way: &[Step]) -> String {
    let mut words = String::new();
    for step in way {
        if words.is_empty() {
            words = format!("{}:{}", step.place.source.path, step.place.line_column().0);
        }
        words.push_str(" -> ");
        words.push_str(&module(&step.to));
    }
    words
}

/// A Python file by the name of its module, any other by its path; so is Python in a folder that no import can name.
pub fn module(path: &str) -> String {
    let letter = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '/';
    match path.strip_suffix(".py").filter(|module| module.chars().all(letter)) {
        Some(module) => module.strip_suffix("/__init__").unwrap_or(module).replace('/', "."),
        None => path.to_owned(),
    }
}
