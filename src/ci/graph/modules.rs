//! Where Python finds a module: the import system's search, over the files of a revision.

use crate::ci::checkout::Checkout;
use crate::ci::graph::Kind;
use crate::ci::graph::read::Parsed;
use crate::ci::pattern::Patterns;
use crate::ci::pattern::folder_of;
use crate::ci::pattern::is_within;
use crate::ci::pattern::join;
use crate::ci::pattern::relative;
use crate::ci::pipeline::Pipeline;

/// The modules of a revision.
pub struct Modules<'a> {
    pub(super) checkout: &'a Checkout,
    pub(super) parsed: &'a Parsed,
    /// Folders in which absolute imports are looked up.
    path: Vec<&'a str>,
    /// Folders of services, which their own files look into first.
    services: Vec<&'a str>,
    /// Files in which strings count.
    pub(super) strings: Patterns,
}

/// A file that an import concerns, there or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its path.
    pub path: String,
    /// Whether it is only a package around what is imported.
    pub parent: bool,
}

impl<'a> Modules<'a> {
    /// The modules of a revision.
    pub fn new(pipeline: &'a Pipeline<'_>, checkout: &'a Checkout, parsed: &'a Parsed) -> Self {
        Self {
            checkout,
            parsed,
            path: pipeline.ci.python.path.iter().map(|folder| folder.0.as_str()).collect(),
            services: pipeline.services.iter().map(|service| service.source).collect(),
            strings: Patterns::new(pipeline.ci.python.strings.iter().map(|pattern| pattern.0.as_str())),
        }
    }

    /// Where a file's absolute imports are looked up.
    pub fn search(&self, file: &str) -> impl Iterator<Item = &'a str> {
        let own = self.services.iter().filter(|service| is_within(file, service)).copied();
        let own: Vec<&str> = own.collect();
        let path: Vec<&'a str> = self.path.iter().copied().filter(|folder| !own.contains(folder)).collect();
        own.into_iter().chain(path)
    }

    /// The folder that a relative import of a file begins in; `None` if it leaves the repository.
    pub fn beside(file: &str, level: u32) -> Option<String> {
        let ups = "../".repeat(level.saturating_sub(1).min(64) as usize);
        relative(folder_of(file), &ups)
    }

    /// The files that the import of a dotted name from a folder concerns; says whether the module is there.
    pub fn find(&self, base: &str, dotted: &str, hits: &mut Vec<Hit>) -> bool {
        let mut folder = if base == "." { String::new() } else { base.to_owned() };
        let mut parts = dotted.split('.').peekable();
        while let Some(part) = parts.next() {
            let package = join(&folder, part);
            let init = join(&package, "__init__.py");
            let file = format!("{package}.py");
            let is_package = self.checkout.has(&init);
            if parts.peek().is_none() {
                let is_file = self.checkout.has(&file);
                let there = is_package || is_file || self.checkout.has_folder(&package);
                if is_file || !there {
                    hits.push(Hit { path: file, parent: false });
                }
                if is_package || !there {
                    hits.push(Hit { path: init, parent: false });
                }
                return there;
            }
            if is_package {
                hits.push(Hit { path: init, parent: true });
            } else if !self.checkout.has_folder(&package) {
                // A module may take the place of the package; then what is asked for is one of its names.
                hits.push(Hit { path: init, parent: true });
                let there = self.checkout.has(&file);
                if there {
                    hits.push(Hit { path: file, parent: false });
                }
                return there;
            } else if self.checkout.has(&file) {
                // A module comes before a folder that is no package.
                hits.push(Hit { path: file, parent: false });
            }
            folder = package;
        }
        false
    }

    /// The files that `from module import name` concerns, seen from a folder.
    pub fn find_from(&self, base: &str, module: &str, name: &str, hits: &mut Vec<Hit>) -> bool {
        let begin = hits.len();
        let (there, folder) = if module.is_empty() {
            let init = join(base, "__init__.py");
            if self.checkout.has(&init) {
                hits.push(Hit { path: init, parent: false });
            }
            (true, base.to_owned())
        } else {
            (self.find(base, module, hits), join(base, &module.replace('.', "/")))
        };
        if !there || !self.checkout.has_folder(&folder) {
            return there;
        }
        let names: Vec<&str> = if name == "*" {
            let all = self.parsed.module(&join(&folder, "__init__.py")).map(|module| module.all.as_slice());
            all.unwrap_or_default().iter().map(String::as_str).collect()
        } else {
            vec![name]
        };
        for part in names {
            let file = join(&folder, &format!("{part}.py"));
            let init = join(&folder, &format!("{part}/__init__.py"));
            let (is_file, is_package) = (self.checkout.has(&file), self.checkout.has(&init));
            if (is_file || is_package) && name != "*" {
                // The package is then only around what is imported.
                for hit in &mut hits[begin..] {
                    hit.parent |= hit.path == join(&folder, "__init__.py");
                }
            }
            if is_file || !is_package {
                hits.push(Hit { path: file, parent: false });
            }
            if is_package || !is_file {
                hits.push(Hit { path: init, parent: false });
            }
        }
        there
    }

    /// The files of the longest beginning of a dotted name that is a module, and how many of its parts are left over.
    pub fn find_longest(&self, base: &str, dotted: &str) -> Option<(Vec<Hit>, usize)> {
        let mut name = dotted;
        let mut left = 0;
        loop {
            let mut hits = Vec::new();
            if self.find(base, name, &mut hits) && hits.iter().any(|hit| self.checkout.has(&hit.path)) {
                hits.retain(|hit| self.checkout.has(&hit.path));
                return Some((hits, left));
            }
            name = name.rsplit_once('.')?.0;
            left += 1;
        }
    }

    /// The kind of an edge to a file that an import concerns.
    pub fn kind(hit: &Hit, kind: Kind) -> Kind {
        if hit.parent { Kind::Parent } else { kind }
    }
}
