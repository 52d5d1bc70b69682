//! Calls: which functions there are, where, and with how many arguments.
//!
//! Source: GitHub, Expressions: functions; Contexts: context availability.

use crate::text::suggest;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;
use crate::workflow::meaning::Check;

/// Each function with the least and the most arguments.
const FUNCTIONS: [(&str, usize, usize); 13] = [
    ("contains", 2, 2),
    ("startsWith", 2, 2),
    ("endsWith", 2, 2),
    ("format", 1, 255),
    ("join", 1, 2),
    ("toJSON", 1, 1),
    ("fromJSON", 1, 1),
    ("hashFiles", 1, 255),
    ("case", 3, 255),
    ("success", 0, 255),
    ("always", 0, 0),
    ("cancelled", 0, 0),
    ("failure", 0, 255),
];

pub(super) fn check(check: &mut Check<'_>, part: &Expr, name: &str, arguments: &[Expr]) {
    let place = check.expression.place(&(part.span.start..part.span.start + name.len()));
    let known = FUNCTIONS.iter().find(|(own, ..)| own.eq_ignore_ascii_case(name));
    let Some(&(own, least, most)) = known else {
        let near = suggest::nearest(name, FUNCTIONS.map(|(own, ..)| own));
        let help = near
            .map_or_else(|| suggest::known(FUNCTIONS.iter().map(|(own, ..)| *own)), |near| format!("write `{near}`"));
        check.tell("unknown-function", place, format!("there is no function `{name}`")).help = Some(help);
        return;
    };
    let key = check.expression.key;
    let is_there = match own {
        "success" | "always" | "cancelled" | "failure" => key.is_condition(),
        "hashFiles" => key.has_files(),
        _ => true,
    };
    if !is_there {
        let help = if own == "hashFiles" { "call it in a step, where the files are" } else { "call it in an `if`" };
        let message = format!("`{own}` cannot be called in {}", key.words());
        check.tell("unavailable-function", place, message).help = Some(help.to_owned());
        return;
    }
    let count = arguments.len();
    if !(least..=most).contains(&count) {
        let wanted = match (least, most) {
            (0, 0) => "none".to_owned(),
            _ if least == most => least.to_string(),
            (_, 255) => format!("{least} or more"),
            _ => format!("{least} to {most}"),
        };
        let message = format!("`{own}` takes {wanted} arguments, and here are {count}");
        check.tell("wrong-argument-count", place, message);
        return;
    }
    if own == "format" {
        placeholders(check, arguments);
    }
}

/// A text with `{0}` and others needs as many values.
fn placeholders(check: &mut Check<'_>, arguments: &[Expr]) {
    let Some((Kind::Text(text), values)) = arguments.first().map(|first| (&first.kind, arguments.len() - 1)) else {
        return;
    };
    let plain = text.replace("{{", "").replace("}}", "");
    let numbers = plain.split('{').skip(1).filter_map(|rest| rest.split_once('}')?.0.parse::<usize>().ok());
    if let Some(number) = numbers.max().filter(|number| *number >= values) {
        let place = check.expression.place(&arguments[0].span);
        let message = format!("`{{{number}}}` stands for no value: {values} are given, and counting begins with 0");
        check.tell("wrong-argument-count", place, message);
    }
}
