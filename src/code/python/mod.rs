//! One Python source: what it imports, as far as its text tells.
//!
//! Imports count wherever they stand, and so do the calls that import by a name which can be read. Nothing is run, and
//! no name is looked up in a tree: `from a import b` may mean a module or a function, and whoever has the tree decides.
//! The text is read by a parser that carries on behind a syntax error.

mod assignments;
mod bindings;
mod calls;
mod conditions;
mod depth;
mod literal;
mod reader;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ruff_python_parser::Mode;
use ruff_python_parser::ParseOptions;
use ruff_text_size::Ranged;
use ruff_text_size::TextRange;

use crate::code::Named;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;

/// What one Python source says of other modules.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// Imports in the order written.
    pub imports: Vec<Import>,
    /// Calls that import something whose name cannot be read.
    pub opaque: Vec<Opaque>,
    /// Strings that look like the name of a module: identifiers joined by dots. A single identifier counts only as an
    /// entry of a list, a tuple or a set, or as an argument of a call.
    pub strings: Vec<Named>,
    /// Names in a literal `__all__`, for `from x import *`.
    pub all: Vec<String>,
    /// `invalid-python`, where the text is none. What could be read all the same is in the other fields.
    pub problems: Vec<Finding>,
}

/// Something that a source imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What.
    pub what: What,
    /// Under which circumstances.
    pub when: When,
    /// Where the module is named; where only the name is, as in `from . import a`, that name; for calls, the argument.
    pub span: Span,
}

/// What is imported, as the source spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// `import a.b`.
    Module(String),
    /// `from ..a import b`, once for each name.
    From {
        /// How many dots come first.
        level: u32,
        /// The module behind the dots; empty where there are only dots.
        module: String,
        /// The name, or `*`.
        name: String,
    },
    /// A call that imports a module by its name, such as `importlib.import_module("a.b")`.
    Dynamic {
        /// How many dots come first; each but the first goes one package up, as in a statement.
        level: u32,
        /// The module behind the dots.
        module: String,
    },
    /// A call that imports some module below a package, such as `import_module(f"a.b.{name}")`. Leading dots mean what
    /// they mean in a statement: `.plugins` is below the own package.
    Below(String),
    /// A test replaces what this names, which imports the module it is in: `mock.patch("a.b.function")`.
    Patched(String),
}

/// When an import runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Whenever the module is imported.
    Always,
    /// Below an `if`, `try`, `with`, `match` or loop of the module.
    Conditional,
    /// When a function runs.
    InFunction,
    /// Never: for type checkers only.
    TypeChecking,
}

/// A call that imports, of which the text does not tell what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// The call.
    pub span: Span,
    /// What is called, as `importlib.import_module`.
    pub call: String,
}

/// Reads one Python source.
pub fn read(source: &Arc<Source>) -> Module {
    let text = source.text.as_str();
    if let Some(too_deep) = depth::refused(text) {
        return Module { problems: vec![unread(source, &too_deep)], ..Module::default() };
    }
    let parsed = ruff_python_parser::parse_unchecked(text, ParseOptions::from(Mode::Module));
    let mut module = match parsed.syntax().as_module() {
        Some(syntax) => reader::read(&syntax.body),
        None => Module::default(),
    };
    // The others mostly follow from the first one.
    if let Some(first) = parsed.errors().first() {
        module.problems.push(problem(source, span(first.range()), &first.error.to_string()));
    }
    module
}

/// A syntax error.
fn problem(source: &Arc<Source>, span: Span, message: &str) -> Finding {
    let message = message.trim_end_matches('.');
    Finding::error("invalid-python", Place::new(source, span), format!("this is not Python: {message}"))
        .why("the module cannot be imported, and which services need what it imports is only partly known")
        .help("correct the syntax, or leave the file out if it is no source of a service")
}

/// A source that Python may well take.
fn unread(source: &Arc<Source>, refused: &depth::Refused) -> Finding {
    let message = format!("this source is not read: {}", refused.message);
    Finding::error("unread-python", Place::new(source, refused.span), message)
        .severity(Severity::Warning)
        .why("what it imports is not known, and a change of that does not select those who need this file")
        .help("name what it imports under `ci: { watch: […] }` of the services that need it, or divide the file")
}

/// Places of the parser as ours.
fn span(range: TextRange) -> Span {
    Span { start: range.start().to_u32(), end: range.end().to_u32() }
}
