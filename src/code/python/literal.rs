//! What an expression is as text, as far as its source tells: the argument of a call that imports.

use ruff_python_ast::Expr;
use ruff_python_ast::ExprFString;
use ruff_python_ast::FStringPart;
use ruff_python_ast::InterpolatedStringElement;
use ruff_python_ast::Operator;

use crate::code::python::bindings::Bindings;
use crate::code::python::bindings::dotted;

/// How far expressions in expressions are followed.
const STEPS: usize = 64;

/// How many bytes the name of a module may have: no file system has longer paths.
pub(super) const LONGEST: usize = 4096;

/// How many entries of a list are taken for names of modules; longer ones hold data.
const ENTRIES: usize = 256;

/// The beginning of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Whether the name of the own package comes first: `__package__`, `__name__`.
    pub(super) own: bool,
    /// What is known, behind that.
    pub(super) known: String,
    /// Whether that is all of it.
    pub(super) complete: bool,
}

impl Text {
    fn of(text: &str) -> Self {
        Self { own: false, known: text.to_owned(), complete: true }
    }

    fn own() -> Self {
        Self { own: true, known: String::new(), complete: true }
    }

    /// This with another text behind it.
    fn then(mut self, next: Text) -> Self {
        if !self.complete {
            return self;
        }
        if next.own {
            // The name of the own package in the middle is a text that nobody knows, unless nothing precedes it.
            let nothing = self.known.is_empty() && !self.own;
            return if nothing { next } else { Self { complete: false, ..self } };
        }
        self.known.push_str(&next.known);
        self.complete = next.complete && self.known.len() <= LONGEST;
        self
    }

    fn cut(text: &str, at: char) -> Self {
        match text.split_once(at) {
            Some((known, _)) => Self { own: false, known: known.to_owned(), complete: false },
            None => Self::of(text),
        }
    }
}

/// A variable of a loop, and what the loop goes over.
pub(super) type Loop<'a> = (&'a str, &'a Expr);

/// What the names in an expression stand for.
pub(super) struct Known<'a, 'b> {
    pub(super) bindings: &'b Bindings<'a>,
    /// The loops around the expression, from outside in.
    pub(super) loops: &'b [Loop<'a>],
}

impl Known<'_, '_> {
    /// The texts that an expression may be; more than one where it chooses.
    pub(super) fn texts(&self, expression: &Expr) -> Vec<Text> {
        let mut found = Vec::new();
        self.alternatives(expression, STEPS, &mut found);
        found
    }

    fn alternatives(&self, expression: &Expr, steps: usize, found: &mut Vec<Text>) {
        match expression {
            _ if steps == 0 => found.push(Text::default()),
            Expr::If(choice) => {
                self.alternatives(&choice.body, steps - 1, found);
                self.alternatives(&choice.orelse, steps - 1, found);
            }
            Expr::BoolOp(choice) => {
                for value in &choice.values {
                    self.alternatives(value, steps - 1, found);
                }
            }
            Expr::Named(named) => self.alternatives(&named.value, steps - 1, found),
            Expr::Name(name) => match self.loops.iter().rev().find(|(variable, _)| *variable == name.id.as_str()) {
                Some((_, over)) => match self.entries(over) {
                    Some(entries) => found.extend(entries.iter().map(|entry| self.text(entry, 1))),
                    None => found.push(Text::default()),
                },
                None => found.push(self.text(expression, steps)),
            },
            _ => found.push(self.text(expression, steps)),
        }
    }

    /// The entries of a list that is written out, where a loop is or as a constant.
    fn entries<'e>(&'e self, over: &'e Expr) -> Option<&'e [Expr]> {
        let list = match over {
            Expr::Name(name) => self.bindings.value(&name.id)?,
            other => other,
        };
        entries(list).filter(|entries| entries.len() <= ENTRIES)
    }

    /// What an expression is, if it is one text.
    fn text(&self, expression: &Expr, steps: usize) -> Text {
        match expression {
            Expr::StringLiteral(literal) => Text::of(literal.value.to_str()),
            _ if steps == 0 => Text::default(),
            Expr::FString(literal) => self.interpolated(literal, steps),
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                self.text(&sum.left, steps - 1).then(self.text(&sum.right, steps - 1))
            }
            Expr::BinOp(format) if format.op == Operator::Mod => match &*format.left {
                Expr::StringLiteral(literal) => Text::cut(literal.value.to_str(), '%'),
                _ => Text::default(),
            },
            Expr::Call(call) => self.called(&call.func, &call.arguments.args, steps),
            // `__name__.rpartition(".")[0]` and its like, the package of a module.
            Expr::Subscript(part) => match part.value.as_call_expr().and_then(|call| call.func.as_attribute_expr()) {
                Some(method) if matches!(method.attr.as_str(), "rpartition" | "rsplit") => {
                    Some(self.text(&method.value, steps - 1)).filter(|text| text.own).unwrap_or_default()
                }
                _ => Text::default(),
            },
            Expr::Name(_) | Expr::Attribute(_) => match dotted(expression).as_deref() {
                Some("__package__" | "__name__" | "__spec__.parent" | "__spec__.name") => Text::own(),
                Some(name) => self.bindings.value(name).map_or_else(Text::default, |value| self.text(value, 0)),
                None => Text::default(),
            },
            _ => Text::default(),
        }
    }

    fn interpolated(&self, literal: &ExprFString, steps: usize) -> Text {
        let mut whole = Text::of("");
        for part in &literal.value {
            match part {
                FStringPart::Literal(literal) => whole = whole.then(Text::of(literal)),
                FStringPart::FString(literal) => {
                    for element in &literal.elements {
                        whole = whole.then(match element {
                            InterpolatedStringElement::Literal(literal) => Text::of(&literal.value),
                            InterpolatedStringElement::Interpolation(value) if value.format_spec.is_none() => {
                                self.text(&value.expression, steps - 1)
                            }
                            InterpolatedStringElement::Interpolation(_) => Text::default(),
                        });
                    }
                }
            }
        }
        whole
    }

    /// `"a.{}".format(b)` and `".".join(["a", b])`.
    fn called(&self, function: &Expr, arguments: &[Expr], steps: usize) -> Text {
        let Expr::Attribute(method) = function else { return Text::default() };
        let Expr::StringLiteral(literal) = &*method.value else { return Text::default() };
        match (method.attr.as_str(), arguments) {
            ("format", _) => Text::cut(literal.value.to_str(), '{'),
            ("join", [list]) => {
                let Some(entries) = entries(list) else { return Text::default() };
                let mut whole = Text::of("");
                for (index, entry) in entries.iter().enumerate() {
                    if index > 0 {
                        whole = whole.then(Text::of(literal.value.to_str()));
                    }
                    whole = whole.then(self.text(entry, steps - 1));
                }
                whole
            }
            _ => Text::default(),
        }
    }
}

/// The entries of a list, a tuple or a set.
pub(super) fn entries(expression: &Expr) -> Option<&[Expr]> {
    match expression {
        Expr::List(list) => Some(&list.elts),
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::Set(set) => Some(&set.elts),
        _ => None,
    }
}

/// Whether a text is the name of a module: identifiers joined by dots.
pub(super) fn is_module(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.split('.').all(is_identifier)
}

/// Whether a text is one identifier.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && letters.all(|letter| letter == '_' || letter.is_alphanumeric())
}
