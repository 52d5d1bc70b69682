//! What stands between `${{` and `}}`, and behind a bare `if:`: read into a tree with a place for every part.
//!
//! Reads only: which names exist at a place is for `meaning`. The limits are those of GitHub's own parser
//! (actions/runner, `ExpressionConstants.cs`), so that what is refused here is refused there.

mod lexer;
mod parser;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use parser::parse;

/// The most characters that an expression may have.
pub const MOST_CHARACTERS: usize = 21_000;

/// How deep parts may be nested in each other.
pub const MOST_DEPTH: usize = 50;

/// A part of an expression, or the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Bytes of the text of the expression.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a part of an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text, without its quotes.
    Text(String),
    /// A context, and what is taken of it: `github.event.pull_request.title`.
    Context(String, Vec<Access>),
    /// A function, as it is spelt, and its arguments.
    Call(String, Vec<Expr>),
    /// What is taken of the value of another part: `fromJSON(…).name`.
    Of(Box<Expr>, Vec<Access>),
    /// `!`
    Not(Box<Expr>),
    /// Parts joined by `&&`.
    And(Vec<Expr>),
    /// Parts joined by `||`.
    Or(Vec<Expr>),
    /// Two parts compared.
    Compare(Comparison, Box<Expr>, Box<Expr>),
}

/// How two parts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`, `<=`, `>` or `>=`
    Order,
}

/// What is taken of a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// Bytes of the text of the expression.
    pub span: Range<usize>,
    /// What is taken.
    pub what: Taken,
}

/// Which part of a value is taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// `.name` or `['name']`
    Name(String),
    /// `.*` or `[*]`
    All,
    /// `[…]` with anything else.
    Computed(Box<Expr>),
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Bytes of the text of the expression.
    pub span: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<&'static str>,
}

impl Expr {
    /// The name that is taken at a place behind the context, if it is one: 0 is the first.
    pub fn name(&self, at: usize) -> Option<&str> {
        let Kind::Context(_, accesses) = &self.kind else { return None };
        match &accesses.get(at)?.what {
            Taken::Name(name) => Some(name),
            _ => None,
        }
    }

    /// A context with names only, in small letters: `github.event.pull_request.title`; `*` for all of a list.
    pub fn dotted(&self) -> Option<String> {
        let Kind::Context(context, accesses) = &self.kind else { return None };
        let mut dotted = context.to_ascii_lowercase();
        for access in accesses {
            dotted.push('.');
            match &access.what {
                Taken::Name(name) => dotted.push_str(&name.to_ascii_lowercase()),
                Taken::All | Taken::Computed(_) => dotted.push('*'),
            }
        }
        Some(dotted)
    }

    /// Calls `visit` with every part, the whole first.
    pub fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(self);
        let within = |accesses: &'e [Access], visit: &mut dyn FnMut(&'e Expr)| {
            for access in accesses {
                if let Taken::Computed(inner) = &access.what {
                    inner.each(visit);
                }
            }
        };
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {}
            Kind::Context(_, accesses) => within(accesses, visit),
            Kind::Of(inner, accesses) => {
                inner.each(visit);
                within(accesses, visit);
            }
            Kind::Not(inner) => inner.each(visit),
            Kind::Call(_, parts) | Kind::And(parts) | Kind::Or(parts) => {
                for part in parts {
                    part.each(visit);
                }
            }
            Kind::Compare(_, left, right) => {
                left.each(visit);
                right.each(visit);
            }
        }
    }

    /// Whether a function of that name, in small letters, is called anywhere in it.
    pub fn calls(&self, name: &str) -> bool {
        let mut calls = false;
        self.each(&mut |part| calls |= matches!(&part.kind, Kind::Call(own, _) if own.eq_ignore_ascii_case(name)));
        calls
    }
}
