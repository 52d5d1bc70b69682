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
pub(super) struct Bindings<'a> {
    names: BTreeMap<String, String>,
    /// What the one assignment of the module to a name in capitals gives it; nothing where there are more.
    constants: BTreeMap<String, Option<&'a Expr>>,
}

impl<'a> Bindings<'a> {
    /// `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
    pub(super) fn import(&mut self, module: &str, alias: Option<&str>) {
        let first = module.split('.').next().unwrap_or(module);
        self.bind(alias.unwrap_or(first), alias.map_or(first, |_| module).to_owned());
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

    /// `NAME = value` in the module; nothing stands for a value that is not known.
    pub(super) fn constant(&mut self, name: &str, value: Option<&'a Expr>) {
        if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        let value = if self.constants.contains_key(name) { None } else { value };
        self.constants.insert(name.to_owned(), value);
    }

    /// The value of a name in capitals.
    pub(super) fn value(&self, name: &str) -> Option<&'a Expr> {
        *self.constants.get(name)?
    }

    /// The names that stand for what the condition holds of.
    pub(super) fn names(&self, condition: impl Fn(&str) -> bool) -> Vec<&str> {
        let names = self.names.keys().map(String::as_str);
        names.filter(|name| condition(&self.followed((*name).to_owned()))).collect()
    }

    /// The dotted name that an expression stands for, from the module that it was imported from.
    pub(super) fn resolve(&self, expression: &Expr) -> Option<String> {
        dotted(expression).map(|path| self.followed(path))
    }

    fn followed(&self, mut path: String) -> String {
        for _ in 0..STEPS {
            let (first, rest) = path.split_once('.').map_or((path.as_str(), ""), |(first, rest)| (first, rest));
            match self.names.get(first) {
                Some(target) if target != first => {
                    path = if rest.is_empty() { target.clone() } else { format!("{target}.{rest}") };
                }
                _ => break,
            }
        }
        path
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
