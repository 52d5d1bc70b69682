//! The shared modules, and which services a change in each concerns.
//!
//! A shared module is what people call one: the folder in a root, below folders that only hold other folders. Files that
//! lie loose in a root, or in such a folder, are modules of their own. Where a service needs a file of another service,
//! the folder of that service is meant.

use std::collections::BTreeMap;

use crate::ci::checkout::Checkout;
use crate::ci::checkout::is_python;
use crate::ci::graph::Graph;
use crate::ci::graph::Kind;
use crate::ci::pattern::folder_of;
use crate::ci::pattern::is_within;
use crate::ci::pattern::join;
use crate::ci::pipeline::Pipeline;
use crate::ci::reach::Reach;
use crate::ci::reach::Step;

/// A shared module.
#[derive(Debug)]
pub struct Trigger {
    /// Its path: a folder or a file.
    pub path: String,
    /// The services that need it, by their numbers, each with the shortest way to it and how many of its files it needs.
    pub services: BTreeMap<usize, Reason>,
}

/// Why a service needs a shared module.
#[derive(Debug)]
pub struct Reason {
    /// The nearest of its files that the service needs.
    pub file: String,
    /// The shortest way to it.
    pub way: Vec<Step>,
    /// The files that are needed.
    pub files: Vec<String>,
}

/// Everything that a revision says about its services.
pub struct Code<'a> {
    /// What is to be tested.
    pub pipeline: &'a Pipeline<'a>,
    /// The files.
    pub checkout: &'a Checkout,
    /// What they need of each other.
    pub graph: &'a Graph,
    /// What each service of the pipeline reaches.
    pub reaches: &'a [Reach],
}

/// The shared modules in the order of their paths.
pub fn triggers(code: &Code<'_>) -> Vec<Trigger> {
    let mut all: BTreeMap<String, Trigger> = BTreeMap::new();
    for (number, service) in code.pipeline.services.iter().enumerate() {
        let reach = &code.reaches[number];
        for (file, node) in reach.needed(code.pipeline, code.checkout, code.graph, service) {
            let way = reach.way(code.graph, node);
            let path = unit(code, &file, way.last());
            let trigger = all.entry(path.clone()).or_insert_with(|| Trigger { path, services: BTreeMap::new() });
            match trigger.services.get_mut(&number) {
                Some(reason) => {
                    reason.files.push(file.clone());
                    let nearer = order(code, &file, &way) < order(code, &reason.file, &reason.way);
                    if nearer {
                        (reason.file, reason.way) = (file, way);
                    }
                }
                None => {
                    trigger.services.insert(number, Reason { file: file.clone(), way, files: vec![file] });
                }
            }
        }
    }
    all.into_values().collect()
}

/// Which reason is told: the shortest way, rather to a file that is reached itself than to one beside it or to a package
/// around it, and of those the first line.
fn order<'w>(code: &Code<'_>, file: &str, way: &'w [Step]) -> (usize, bool, bool, Option<(&'w str, u32)>) {
    let is_parent = way.last().is_some_and(|step| step.kind == Kind::Parent);
    let first = way.first().map(|step| (step.place.source.path.as_str(), step.place.span.start));
    (way.len(), code.graph.find(file).is_none(), is_parent, first)
}

/// The shared module that a file belongs to.
fn unit(code: &Code<'_>, file: &str, step: Option<&Step>) -> String {
    if let Some(step) = step.filter(|step| !step.kind.is_python()) {
        return match step.kind {
            Kind::BaseImage => {
                code.pipeline.ci.images.get(&step.said).map_or_else(|| file.to_owned(), |folder| folder.0.clone())
            }
            Kind::Copies if is_within(file, &step.said) => step.said.clone(),
            _ => file.to_owned(),
        };
    }
    let owners = code.pipeline.services.iter().filter(|service| service.owns(file));
    if let Some(owner) = owners.max_by_key(|service| service.source.len()) {
        return owner.source.to_owned();
    }
    let roots = code.pipeline.ci.python.roots.iter().filter(|root| is_within(file, &root.0));
    let Some(root) = roots.map(|root| root.0.as_str()).max_by_key(|root| root.len()) else { return file.to_owned() };
    let mut folder = if root == "." { String::new() } else { root.to_owned() };
    loop {
        let rest = if folder.is_empty() { file } else { &file[folder.len() + 1..] };
        let Some((next, _)) = rest.split_once('/') else { return file.to_owned() };
        folder = join(&folder, next);
        if !only_holds_folders(code.checkout, &folder) {
            return folder;
        }
    }
}

/// Whether a folder has no Python of its own but `__init__.py`, and folders with Python.
fn only_holds_folders(checkout: &Checkout, folder: &str) -> bool {
    let python = || checkout.below(folder).filter(|path| is_python(path));
    let own = python().any(|path| folder_of(path) == folder && !path.ends_with("/__init__.py"));
    !own && python().any(|path| folder_of(path) != folder)
}
