//! Assignments that say something of modules: other names for functions, constants, `__all__` and `pytest_plugins`.

use ruff_python_ast::Expr;
use ruff_python_ast::ExprCall;
use ruff_text_size::TextRange;

use crate::code::python::Import;
use crate::code::python::What;
use crate::code::python::When;
use crate::code::python::literal;
use crate::code::python::reader::Reader;
use crate::code::python::span;

impl<'a> Reader<'a> {
    /// `target = value`.
    pub(super) fn assign(&mut self, target: &Expr, value: &'a Expr) {
        let Expr::Name(target) = target else { return };
        if self.when < When::InFunction {
            self.bindings.constant(&target.id, Some(value));
        }
        // A loop that changes its variable goes over something else.
        self.loops.retain(|(variable, _)| *variable != target.id.as_str());
        self.bindings.alias(&target.id, value);
        self.list(&target.id, value);
    }

    /// `__all__ = [..]` and `pytest_plugins = [..]`.
    pub(super) fn list(&mut self, name: &str, value: &Expr) {
        if self.when >= When::InFunction {
            return;
        }
        match name {
            "__all__" => {
                let module = &mut self.module;
                each(value, &mut |literal, _| module.all.push(literal.to_owned()));
            }
            "pytest_plugins" => {
                let (module, when) = (&mut self.module, self.when);
                each(value, &mut |literal, place| {
                    if literal::is_module(literal) {
                        let what = What::Dynamic { level: 0, module: literal.to_owned() };
                        module.imports.push(Import { what, when, span: span(place) });
                    }
                });
            }
            _ => {}
        }
    }

    /// `__all__.extend([..])` and `__all__.append("..")`.
    pub(super) fn extend(&mut self, call: &ExprCall) {
        let Expr::Attribute(method) = &*call.func else { return };
        let Expr::Name(name) = &*method.value else { return };
        if matches!(method.attr.as_str(), "extend" | "append") {
            for argument in &call.arguments.args {
                self.list(&name.id, argument);
            }
        }
    }
}

/// Every string of a list, of lists that are added up, or the one that stands alone.
fn each(value: &Expr, found: &mut impl FnMut(&str, TextRange)) {
    match value {
        Expr::StringLiteral(literal) => found(literal.value.to_str(), literal.range),
        Expr::BinOp(sum) => {
            each(&sum.left, found);
            each(&sum.right, found);
        }
        _ => {
            for entry in literal::entries(value).unwrap_or_default() {
                if let Expr::StringLiteral(literal) = entry {
                    found(literal.value.to_str(), literal.range);
                }
            }
        }
    }
}
