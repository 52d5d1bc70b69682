//! A rule read once: parsed within bounds, and rewritten so that its loops are counted.
//!
//! Texts are the key, for generated definitions repeat one rule hundreds of times. What groundplan itself cannot take
//! in (too long, too deep) is told apart from what the API server would refuse as well.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;

use cel::IdedExpr;
use cel::common::ast::CallExpr;
use cel::common::ast::EntryExpr;
use cel::common::ast::Expr;

use crate::validate::cel::library;
use crate::validate::cel::library::CHARGE;

/// Longest text that is parsed; the longest rules of released definitions have some two thousand bytes.
const LONGEST: usize = 8 * 1024;
/// For the parser, whose frames are large and grow with every chained operator; only what is used is ever allotted.
const STACK: usize = 128 * 1024 * 1024;
/// Deepest expression that is evaluated, as nodes below each other; the deepest of released definitions have thirty.
const DEEPEST: usize = 250;
/// Deepest expression for the stack of any thread: without optimisation a node takes up to twenty kilobytes of it.
const SHALLOW: usize = 40;
/// How deep parentheses may nest: what the API server's own parser takes.
const NESTED: u16 = 96;

/// A rule that can be evaluated.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) expression: IdedExpr,
    /// Whether the rule compares with the object as it was.
    pub(super) mentions_old: bool,
    is_deep: bool,
}

impl Program {
    /// Runs an evaluation of this rule where there is room for it; `None` when there is none.
    pub(super) fn with_room<T: Send>(&self, evaluation: impl FnOnce() -> T + Send) -> Option<T> {
        if !self.is_deep {
            return Some(evaluation());
        }
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, evaluation);
            thread.ok()?.join().ok()
        })
    }
}

/// Why a rule has no program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The text is not CEL; the API server refuses the definition that holds it.
    Syntax(String),
    /// Groundplan does not evaluate it; the API server may.
    Unsupported(&'static str),
}

/// A text that was read, once for all who ask.
type Read = Arc<Result<Program, Refusal>>;

/// The program of a rule's text, parsed at the first call.
pub(super) fn of(text: &str) -> Read {
    static KNOWN: Mutex<BTreeMap<String, Read>> = Mutex::new(BTreeMap::new());
    // A thread that fails while it holds the lock leaves the map as it was.
    let lock = || KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(found) = lock().get(text) {
        return Arc::clone(found);
    }
    let read = Arc::new(read(text));
    lock().insert(text.to_owned(), Arc::clone(&read));
    read
}

fn read(text: &str) -> Result<Program, Refusal> {
    if text.len() > LONGEST {
        return Err(Refusal::Unsupported("it is too long"));
    }
    let own = text.to_owned();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || parse(&own));
    let parsed = thread.ok().and_then(|thread| thread.join().ok());
    let parsed = parsed.unwrap_or(Err(Refusal::Unsupported("there is no memory to read it")));
    parsed.map(|expression| {
        let mentions_old = mentions(&expression, "oldSelf");
        let is_deep = depth(&expression) > SHALLOW;
        Program { expression, mentions_old, is_deep }
    })
}

fn parse(text: &str) -> Result<IdedExpr, Refusal> {
    match library::environment().parser().max_recursion_depth(NESTED).parse(text) {
        Ok(mut expression) => {
            if depth(&expression) > DEEPEST {
                discard(expression);
                return Err(Refusal::Unsupported("it is nested too deeply"));
            }
            count_loops(&mut expression);
            Ok(expression)
        }
        Err(errors) => {
            let said = errors.errors.first().map(|error| error.msg.clone()).unwrap_or_default();
            let of_ours = |error: &cel::ParseError| {
                error.msg.contains("recursion") || error.msg.contains("limit exceeded") || error.msg.contains('`')
            };
            if errors.errors.iter().any(of_ours) {
                return Err(Refusal::Unsupported("it is nested too deeply"));
            }
            Err(Refusal::Syntax(said))
        }
    }
}

/// Takes a deep expression apart from the top, so that dropping it needs no deep stack.
fn discard(expression: IdedExpr) {
    let mut rest = vec![expression];
    while let Some(mut next) = rest.pop() {
        for child in children_mut(&mut next) {
            rest.push(std::mem::take(child));
        }
    }
}

fn depth(expression: &IdedExpr) -> usize {
    let mut deepest = 0;
    let mut rest = vec![(expression, 1)];
    while let Some((next, level)) = rest.pop() {
        deepest = deepest.max(level);
        rest.extend(children(next).into_iter().map(|child| (child, level + 1)));
    }
    deepest
}

/// Whether a variable is mentioned anywhere.
fn mentions(expression: &IdedExpr, name: &str) -> bool {
    matches!(&expression.expr, Expr::Ident(found) if found == name)
        || children(expression).into_iter().any(|child| mentions(child, name))
}

/// Every loop first pays for its range: `range.all(..)` becomes `@charge(range).all(..)`.
fn count_loops(expression: &mut IdedExpr) {
    if let Expr::Comprehension(each) = &mut expression.expr {
        let range = std::mem::take(&mut each.iter_range);
        each.iter_range = IdedExpr {
            id: range.id,
            expr: Expr::Call(CallExpr { func_name: CHARGE.to_owned(), target: None, args: vec![range] }),
        };
    }
    for child in children_mut(expression) {
        count_loops(child);
    }
}

/// The expressions directly inside one.
pub(super) fn children(expression: &IdedExpr) -> Vec<&IdedExpr> {
    match &expression.expr {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::Comprehension(each) => {
            vec![&each.iter_range, &each.accu_init, &each.loop_cond, &each.loop_step, &each.result]
        }
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::Map(map) => map.entries.iter().flat_map(|entry| entry_parts(&entry.expr)).collect(),
        Expr::Struct(fields) => fields.entries.iter().flat_map(|entry| entry_parts(&entry.expr)).collect(),
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => Vec::new(),
    }
}

fn entry_parts(entry: &EntryExpr) -> Vec<&IdedExpr> {
    match entry {
        EntryExpr::StructField(field) => vec![&field.value],
        EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
    }
}

fn children_mut(expression: &mut IdedExpr) -> Vec<&mut IdedExpr> {
    fn parts(entry: &mut EntryExpr) -> Vec<&mut IdedExpr> {
        match entry {
            EntryExpr::StructField(field) => vec![&mut field.value],
            EntryExpr::MapEntry(entry) => vec![&mut entry.key, &mut entry.value],
        }
    }
    match &mut expression.expr {
        Expr::Call(call) => call.target.as_deref_mut().into_iter().chain(&mut call.args).collect(),
        Expr::Comprehension(each) => {
            let each = &mut **each;
            vec![&mut each.iter_range, &mut each.accu_init, &mut each.loop_cond, &mut each.loop_step, &mut each.result]
        }
        Expr::List(list) => list.elements.iter_mut().collect(),
        Expr::Select(select) => vec![&mut select.operand],
        Expr::Map(map) => map.entries.iter_mut().flat_map(|entry| parts(&mut entry.expr)).collect(),
        Expr::Struct(fields) => fields.entries.iter_mut().flat_map(|entry| parts(&mut entry.expr)).collect(),
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => Vec::new(),
    }
}
