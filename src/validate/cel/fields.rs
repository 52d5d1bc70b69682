//! What a rule names that its definition does not have.
//!
//! The API server checks the types of every rule. Here only what is certain is said: a field that an object with a
//! closed list of fields does not list, and names of functions and variables that nothing defines.

use cel::IdedExpr;
use cel::common::ast::Expr;
use cel::common::ast::LiteralValue;
use cel::common::ast::operators;
use cel::common::types::CelString;

use crate::schema::Additional;
use crate::schema::Definitions;
use crate::schema::Schema;
use crate::schema::Type;
use crate::validate::cel::program;
use crate::validate::cel::value;

/// What is known of a part of a rule.
#[derive(Clone, Copy)]
enum Known<'a> {
    /// Whether it is the whole document, too.
    Typed(&'a Schema, bool),
    Nothing,
}

struct Look<'a> {
    definitions: &'a Definitions,
    /// Variables, the innermost last.
    variables: Vec<(&'a str, Known<'a>)>,
    missing: Option<String>,
}

/// The first field that a rule reads and its definition does not have.
pub(super) fn undeclared(
    definitions: &Definitions,
    schema: &Schema,
    expression: &IdedExpr,
    root: bool,
) -> Option<String> {
    let known = Known::Typed(schema, root);
    let variables = vec![("self", known), ("oldSelf", known)];
    let mut look = Look { definitions, variables, missing: None };
    look.at(expression);
    look.missing
}

impl<'a> Look<'a> {
    fn at(&mut self, expression: &'a IdedExpr) -> Known<'a> {
        match &expression.expr {
            Expr::Ident(name) => {
                let mut innermost = self.variables.iter().rev();
                innermost.find(|(known, _)| known == name).map_or(Known::Nothing, |(_, known)| *known)
            }
            Expr::Select(select) => {
                let operand = self.at(&select.operand);
                self.field(operand, &select.field)
            }
            Expr::Call(call) => {
                let target = call.target.as_deref().map(|target| self.at(target));
                let known: Vec<Known<'a>> = call.args.iter().map(|argument| self.at(argument)).collect();
                match (call.func_name.as_str(), known.as_slice(), target) {
                    (operators::INDEX | operators::OPT_INDEX, [operand, _], None) => self.element(*operand),
                    (operators::OPT_SELECT, [operand, _], None) => match &call.args[1].expr {
                        Expr::Literal(LiteralValue::String(name)) => self.field(*operand, CelString::inner(name)),
                        _ => Known::Nothing,
                    },
                    ("@charge", [range], None) => *range,
                    _ => Known::Nothing,
                }
            }
            Expr::Comprehension(each) => {
                let range = self.at(&each.iter_range);
                self.at(&each.accu_init);
                let item = self.element_of_list(range);
                self.variables.push((&each.iter_var, item));
                self.variables.push((&each.accu_var, Known::Nothing));
                for part in [&each.loop_cond, &each.loop_step, &each.result] {
                    self.at(part);
                }
                self.variables.truncate(self.variables.len().saturating_sub(2));
                Known::Nothing
            }
            _ => {
                for child in program::children(expression) {
                    self.at(child);
                }
                Known::Nothing
            }
        }
    }

    /// A field, by the name that the rule writes.
    fn field(&mut self, operand: Known<'a>, name: &str) -> Known<'a> {
        let Known::Typed(schema, root) = operand else { return Known::Nothing };
        if schema.kind != Some(Type::Object) || schema.int_or_string {
            return Known::Nothing;
        }
        if let (true, Additional::Each(each)) = (schema.properties.is_empty(), &schema.additional_properties) {
            return Known::Typed(self.definitions.resolve(each), false);
        }
        if (root || schema.embedded_resource) && matches!(name, "apiVersion" | "kind" | "metadata") {
            return Known::Nothing;
        }
        let found = schema.properties.iter().find(|(field, _)| value::escape(field).as_deref() == Some(name));
        if let Some((_, field)) = found {
            return Known::Typed(self.definitions.resolve(field), false);
        }
        self.missing.get_or_insert_with(|| name.to_owned());
        Known::Nothing
    }

    fn element(&self, operand: Known<'a>) -> Known<'a> {
        match operand {
            Known::Typed(schema, _) => match (&schema.items, &schema.additional_properties) {
                (Some(items), _) => Known::Typed(self.definitions.resolve(items), false),
                (None, Additional::Each(each)) => Known::Typed(self.definitions.resolve(each), false),
                _ => Known::Nothing,
            },
            Known::Nothing => Known::Nothing,
        }
    }

    fn element_of_list(&self, range: Known<'a>) -> Known<'a> {
        match range {
            Known::Typed(schema, _) if schema.items.is_some() => self.element(range),
            _ => Known::Nothing,
        }
    }
}
