//! What the names of a source stand for, as far as they lead to functions that import.
//!
//! Scopes are not told apart: a function that imports `import_module` makes the name known to the whole source. That
//! finds a few calls too many where a name means two things, and none too few.

use std::collections::BTreeMap;

use ruff_python_ast::Expr;

/// How many steps from name to name are followed: `load = il.import_module`, `il` from `import importlib as il`.
const STEPS: usize = 4;

/// Local names and the dotted names that they stand for.
#[derive(Default)]
pub(super) struct Bindings {
    names: BTreeMap<String, String>,
    /// Strings that one assignment of the module gives to a name in capitals; nothing where there are more.
    constants: BTreeMap<String, Option<String>>,
}

impl Bindings {
    /// `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
    pub(super) fn import(&mut self, module: &str, alias: Option<&str>) {
        let (name, target) = match alias {
            Some(alias) => (alias, module),
            None => {
                let first = module.split('.').next().unwrap_or(module);
                (first, first)
            }
        };
        self.bind(name, target.to_owned());
    }

    /// `from a import b as c`.
    pub(super) fn from(&mut self, module: &str, name: &str, alias: Option<&str>) {
        if name == "*" && module == "importlib" {
            self.bind("import_module", "importlib.import_module".to_owned());
        }
        self.bind(alias.unwrap_or(name), format!("{module}.{name}"));
    }

    /// `name = importlib.import_module`.
    pub(super) fn alias(&mut self, name: &str, value: &Expr) {
        if let Some(dotted) = dotted(value).filter(|dotted| dotted != name) {
            self.names.entry(name.to_owned()).or_insert(dotted);
        }
    }

    /// `NAME = "text"` in the module; nothing stands for a value that is not known.
    pub(super) fn constant(&mut self, name: &str, value: Option<&str>) {
        if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        let value = if self.constants.contains_key(name) { None } else { value.map(str::to_owned) };
        self.constants.insert(name.to_owned(), value);
    }

    /// The text that a name in capitals stands for.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.constants.get(name)?.as_deref()
    }

    /// The dotted name that an expression stands for, from the module that it was imported from.
    pub(super) fn resolve(&self, expression: &Expr) -> Option<String> {
        let mut path = dotted(expression)?;
        for _ in 0..STEPS {
            let (first, rest) = path.split_once('.').map_or((path.as_str(), ""), |(first, rest)| (first, rest));
            match self.names.get(first) {
                Some(target) if target != first => {
                    path = if rest.is_empty() { target.clone() } else { format!("{target}.{rest}") };
                }
                _ => break,
            }
        }
        Some(path)
    }

    fn bind(&mut self, name: &str, target: String) {
        // What leads to a function that imports wins over other meanings of the name, such as a fallback of it.
        if !self.names.get(name).is_some_and(|known| leads(known)) || leads(&target) {
            self.names.insert(name.to_owned(), target);
        }
    }
}

/// Whether a name leads to a function that imports.
fn leads(target: &str) -> bool {
    target.split('.').next() == Some("importlib") || target.ends_with(".import_module")
}

/// The names and attributes of `a.b.c`.
pub(super) fn dotted(expression: &Expr) -> Option<String> {
    let mut parts = Vec::new();
    let mut rest = expression;
    loop {
        match rest {
            Expr::Attribute(attribute) => {
                parts.push(attribute.attr.as_str());
                rest = &attribute.value;
            }
            Expr::Name(name) => {
                parts.push(name.id.as_str());
                break;
            }
            _ => return None,
        }
    }
    parts.reverse();
    Some(parts.join("."))
}
