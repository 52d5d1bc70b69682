//! What a Python file needs: the files behind its imports.

use crate::ci::checkout::is_python;
use crate::ci::graph::Kind;
use crate::ci::graph::Need;
use crate::ci::graph::modules::Hit;
use crate::ci::graph::modules::Modules;
use crate::ci::pattern::join;
use crate::ci::pipeline::Pipeline;
use crate::code::python::Import;
use crate::code::python::Module;
use crate::code::python::What;
use crate::code::python::When;
use crate::text::Span;

/// What the files of one module need.
pub fn needs(modules: &Modules<'_>, file: &str, module: &Module) -> Vec<Need> {
    let mut needs = Needs { modules, file, found: Vec::new() };
    for import in &module.imports {
        needs.import(import);
    }
    if modules.strings.cover(file) {
        for named in &module.strings {
            needs.string(&named.text, named.span);
        }
    }
    needs.found
}

/// The imports of modules that containers are for.
pub fn clients(pipeline: &Pipeline<'_>, module: &Module) -> Vec<(String, Span)> {
    let wanted = |name: &str| {
        let mut imports = pipeline.ci.containers.iter().flat_map(|(_, container)| &container.imports);
        imports.any(|import| import.0 == name)
    };
    let mut found: Vec<(String, Span)> = Vec::new();
    for import in &module.imports {
        let (What::Module(dotted)
        | What::From { level: 0, module: dotted, .. }
        | What::Dynamic { level: 0, module: dotted }) = &import.what
        else {
            continue;
        };
        let top = dotted.split('.').next().unwrap_or(dotted);
        if wanted(top) && found.iter().all(|(known, _)| known != top) && import.when != When::TypeChecking {
            found.push((top.to_owned(), import.span));
        }
    }
    found
}

struct Needs<'a> {
    modules: &'a Modules<'a>,
    file: &'a str,
    found: Vec<Need>,
}

impl Needs<'_> {
    fn import(&mut self, import: &Import) {
        let kind = match import.when {
            When::Always | When::Conditional => Kind::Import,
            When::InFunction => Kind::Lazy,
            When::TypeChecking => Kind::Typing,
        };
        match &import.what {
            What::Module(name) => self.absolute(name, kind, import.span),
            What::From { level: 0, module, name } => {
                let mut hits = Vec::new();
                for base in self.modules.search(self.file) {
                    self.modules.find_from(base, module, name, &mut hits);
                }
                self.add(hits, kind, import.span, module);
            }
            What::From { level, module, name } => {
                let Some(base) = Modules::beside(self.file, *level) else { return };
                let mut hits = Vec::new();
                self.modules.find_from(&base, module, name, &mut hits);
                let said = format!("{}{module}", ".".repeat(*level as usize));
                self.add(hits, kind, import.span, &said);
            }
            What::Dynamic { level: 0, module } => self.absolute(module, Kind::Dynamic, import.span),
            What::Dynamic { level, module } => {
                let Some(base) = Modules::beside(self.file, *level) else { return };
                let mut hits = Vec::new();
                self.modules.find(&base, module, &mut hits);
                self.add(hits, Kind::Dynamic, import.span, module);
            }
            What::Below(package) => self.below(package, import.span),
            What::Patched(target) => {
                for base in self.modules.search(self.file) {
                    if let Some((hits, _)) = self.modules.find_longest(base, target) {
                        self.add(hits, Kind::Dynamic, import.span, target);
                    }
                }
            }
        }
    }

    fn absolute(&mut self, name: &str, kind: Kind, span: Span) {
        let mut hits = Vec::new();
        for base in self.modules.search(self.file) {
            self.modules.find(base, name, &mut hits);
        }
        self.add(hits, kind, span, name);
    }

    /// Whatever a package holds may be imported; leading dots are those of a relative import.
    fn below(&mut self, package: &str, span: Span) {
        let inner = package.trim_start_matches('.');
        let said = if inner.is_empty() { format!("{package}*") } else { format!("{package}.*") };
        let bases: Vec<String> = match u32::try_from(package.len() - inner.len()) {
            Ok(0) => self.modules.search(self.file).map(str::to_owned).collect(),
            level => Modules::beside(self.file, level.unwrap_or(u32::MAX)).into_iter().collect(),
        };
        for base in bases {
            let folder = if inner.is_empty() { base } else { join(&base, &inner.replace('.', "/")) };
            for path in self.modules.checkout.below(&folder).filter(|path| is_python(path)) {
                self.found.push(Need { path: path.to_owned(), kind: Kind::Dynamic, span, said: said.clone() });
            }
        }
    }

    /// A string that names a module, or a task in one; Celery looks for `tasks` in a package that it is given.
    fn string(&mut self, text: &str, span: Span) {
        for base in self.modules.search(self.file) {
            let Some((hits, left)) = self.modules.find_longest(base, text) else { continue };
            if left > 1 {
                continue;
            }
            self.add(hits, Kind::Text, span, text);
            if left == 0 {
                let mut tasks = Vec::new();
                self.modules.find(base, &format!("{text}.tasks"), &mut tasks);
                tasks.retain(|hit| self.modules.checkout.has(&hit.path));
                self.add(tasks, Kind::Text, span, text);
            }
        }
    }

    fn add(&mut self, hits: Vec<Hit>, kind: Kind, span: Span, said: &str) {
        for hit in hits {
            let kind = Modules::kind(&hit, kind);
            self.found.push(Need { path: hit.path, kind, span, said: said.to_owned() });
        }
    }
}
