//! Branches that only type checkers take, and those that everybody but them takes.

use ruff_python_ast::Expr;
use ruff_python_ast::StmtIf;
use ruff_python_ast::UnaryOp;
use ruff_python_ast::visitor::Visitor;

use crate::code::python::When;
use crate::code::python::reader::Reader;

impl<'a> Reader<'a> {
    /// Reads an `if` with all of its branches.
    pub(super) fn choice(&mut self, choice: &'a StmtIf) {
        self.visit_expr(&choice.test);
        // The branches behind one that only type checkers take are taken always, and the other way round.
        let mut rest = When::Conditional;
        let first = match self.for_types(&choice.test) {
            Some(true) => {
                rest = When::Always;
                When::TypeChecking
            }
            Some(false) => {
                rest = When::TypeChecking;
                When::Always
            }
            None => When::Conditional,
        };
        self.within(first, |reader| reader.visit_body(&choice.body));
        for clause in &choice.elif_else_clauses {
            let mut when = rest;
            if let Some(test) = &clause.test {
                self.visit_expr(test);
                when = when.max(match self.for_types(test) {
                    Some(true) => When::TypeChecking,
                    _ => When::Conditional,
                });
            }
            self.within(when, |reader| reader.visit_body(&clause.body));
        }
    }

    /// Whether a condition holds for type checkers only, or for everything but them.
    fn for_types(&self, test: &Expr) -> Option<bool> {
        match test {
            Expr::Name(_) | Expr::Attribute(_) => {
                let name = self.bindings.resolve(test)?;
                (name == "TYPE_CHECKING" || name.ends_with(".TYPE_CHECKING")).then_some(true)
            }
            Expr::UnaryOp(not) if not.op == UnaryOp::Not => self.for_types(&not.operand).map(|only| !only),
            Expr::BoolOp(all) if all.op.is_and() => {
                all.values.iter().any(|value| self.for_types(value) == Some(true)).then_some(true)
            }
            _ => None,
        }
    }
}
