//! Loops with two variables: `list.all(index, value, ..)`, `map.exists(key, value, ..)`, `transformList`.
//!
//! Source: `ext/comprehensions.go` of cel-go. The parser knows one variable, so that the range becomes a list of pairs
//! and each variable a part of the pair.

#![expect(clippy::needless_pass_by_value, reason = "functions of the crate are handed their values")]

use cel::DeclarationError;
use cel::Env;
use cel::IdedExpr;
use cel::ParseError;
use cel::common::ast::CallExpr;
use cel::common::ast::ComprehensionExpr;
use cel::common::ast::Expr;
use cel::common::ast::ListExpr;
use cel::common::ast::LiteralValue;
use cel::common::ast::operators;
use cel::common::types::CelInt;
use cel::common::types::CelList;
use cel::common::types::CelMap;
use cel::common::types::DYN_TYPE;
use cel::common::value::Val;
use cel::parser::Macro;
use cel::parser::MacroExprHelper;

use super::value::Answer;
use super::value::Values;
use super::value::items;
use super::value::list;

const PAIRS: &str = "@pairs";
const PAIR: &str = "@pair";
const RESULT: &str = "@result";

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload(PAIRS, PAIRS, vec![DYN_TYPE], pairs)?;
    for name in ["all", "exists", "exists_one", "existsOne"] {
        env.add_macro(Macro::receiver(name, 3, move |helper, target, args| expand(helper, name, target, args)))?;
    }
    for count in [3, 4] {
        env.add_macro(Macro::receiver("transformList", count, |helper, target, args| {
            expand(helper, "transformList", target, args)
        }))?;
    }
    Ok(())
}

fn pairs<'b, 'v>(values: Values<'b, 'v>) -> Answer<'b, 'v> {
    let pair = |key: Box<dyn Val + 'v>, value: Box<dyn Val + 'v>| -> Box<dyn Val + 'v> {
        Box::new(CelList::from(vec![key, value]))
    };
    if let Some(map) = values.first().and_then(|value| value.downcast_ref::<CelMap<'_>>()) {
        let mut entries: Vec<_> = map.inner().iter().collect();
        entries.sort_by_key(|(key, _)| format!("{key:?}"));
        let entries = entries.into_iter();
        return list(entries.map(|(key, value)| pair(key.inner().clone_as_boxed(), value.clone())).collect());
    }
    let numbered = (0..).zip(items(&values, 0)?);
    list(numbered.map(|(at, item)| pair(Box::new(CelInt::from(at)), item)).collect())
}

fn expand(
    helper: &mut MacroExprHelper<'_>,
    name: &str,
    target: &mut Option<IdedExpr>,
    args: &mut Vec<IdedExpr>,
) -> Result<Option<IdedExpr>, ParseError> {
    let mut variables = Vec::new();
    for argument in args.drain(..2) {
        match argument.expr {
            Expr::Ident(name) => variables.push(name),
            _ => return Err(helper.new_error(argument.id, "argument must be a simple name")),
        }
    }
    let Some(range) = target.take() else { return Ok(None) };
    let range = call(helper, PAIRS, vec![range]);
    let mut parts = args.drain(..).map(|body| bound(helper, &variables, body)).collect::<Vec<_>>().into_iter();
    let Some(body) = parts.next() else { return Ok(None) };
    let truth = |value: bool| Expr::Literal(LiteralValue::Boolean(value.into()));
    let number = |value: i64| Expr::Literal(LiteralValue::Int(value.into()));
    let accumulated = |helper: &mut MacroExprHelper<'_>| helper.next_expr(Expr::Ident(RESULT.to_owned()));
    let so_far = accumulated(helper);
    let (first, condition, step) = match name {
        "all" => {
            let condition = call(helper, operators::NOT_STRICTLY_FALSE, vec![so_far]);
            let so_far = accumulated(helper);
            (truth(true), condition, call(helper, operators::LOGICAL_AND, vec![so_far, body]))
        }
        "exists" => {
            let not = call(helper, operators::LOGICAL_NOT, vec![so_far]);
            let condition = call(helper, operators::NOT_STRICTLY_FALSE, vec![not]);
            let so_far = accumulated(helper);
            (truth(false), condition, call(helper, operators::LOGICAL_OR, vec![so_far, body]))
        }
        "transformList" => {
            let transform = parts.next();
            let (filter, item) = match transform {
                Some(transform) => (Some(body), transform),
                None => (None, body),
            };
            let item = helper.next_expr(Expr::List(ListExpr::new(vec![item])));
            let mut step = call(helper, operators::ADD, vec![so_far, item]);
            if let Some(filter) = filter {
                let unchanged = accumulated(helper);
                step = call(helper, operators::CONDITIONAL, vec![filter, step, unchanged]);
            }
            (Expr::List(ListExpr::new(Vec::new())), helper.next_expr(truth(true)), step)
        }
        _ => {
            let one = helper.next_expr(number(1));
            let more = call(helper, operators::ADD, vec![so_far, one]);
            let unchanged = accumulated(helper);
            let condition = helper.next_expr(truth(true));
            (number(0), condition, call(helper, operators::CONDITIONAL, vec![body, more, unchanged]))
        }
    };
    let mut result = accumulated(helper);
    if matches!(first, Expr::Literal(LiteralValue::Int(_))) {
        let one = helper.next_expr(number(1));
        result = call(helper, operators::EQUALS, vec![result, one]);
    }
    let first = helper.next_expr(first);
    Ok(Some(helper.next_expr(Expr::Comprehension(Box::new(ComprehensionExpr {
        iter_range: range,
        iter_var: PAIR.to_owned(),
        iter_var2: None,
        accu_var: RESULT.to_owned(),
        accu_init: first,
        loop_cond: condition,
        loop_step: step,
        result,
    })))))
}

fn call(helper: &mut MacroExprHelper<'_>, name: &str, args: Vec<IdedExpr>) -> IdedExpr {
    helper.next_expr(Expr::Call(CallExpr { func_name: name.to_owned(), target: None, args }))
}

/// The body with each variable bound to its part of the pair, as `cel.bind` would: a loop over nothing, whose result
/// is the body.
fn bound(helper: &mut MacroExprHelper<'_>, variables: &[String], body: IdedExpr) -> IdedExpr {
    let mut body = body;
    for (at, variable) in (0_i64..).zip(variables) {
        let pair = helper.next_expr(Expr::Ident(PAIR.to_owned()));
        let at = helper.next_expr(Expr::Literal(LiteralValue::Int(at.into())));
        let part = call(helper, operators::INDEX, vec![pair, at]);
        body = IdedExpr {
            id: body.id,
            expr: Expr::Comprehension(Box::new(ComprehensionExpr {
                iter_range: helper.next_expr(Expr::List(ListExpr::new(Vec::new()))),
                iter_var: "#unused".to_owned(),
                iter_var2: None,
                accu_var: variable.clone(),
                accu_init: part,
                loop_cond: helper.next_expr(Expr::Literal(LiteralValue::Boolean(false.into()))),
                loop_step: helper.next_expr(Expr::Ident(variable.clone())),
                result: body,
            })),
        };
    }
    body
}
