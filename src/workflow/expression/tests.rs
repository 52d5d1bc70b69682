//! Expressions as people write them, well and badly.

use super::*;

/// The tree of an expression in a few signs.
fn shown(text: &str) -> String {
    match parse(text) {
        Ok(expr) => show(&expr),
        Err(slip) => format!("{}..{} {}", slip.span.start, slip.span.end, slip.message),
    }
}

fn show(expr: &Expr) -> String {
    let all = |parts: &[Expr], sign: &str| parts.iter().map(show).collect::<Vec<_>>().join(sign);
    match &expr.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => number.clone(),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Context(..) => expr.dotted().unwrap(),
        Kind::Call(name, arguments) => format!("{name}({})", all(arguments, ", ")),
        Kind::Of(inner, accesses) => format!("{} of {}", accesses.len(), show(inner)),
        Kind::Not(inner) => format!("!{}", show(inner)),
        Kind::And(parts) => format!("({})", all(parts, " && ")),
        Kind::Or(parts) => format!("({})", all(parts, " || ")),
        Kind::Compare(_, left, right) => format!("({} ~ {})", show(left), show(right)),
    }
}

#[test]
fn operators_bind_as_github_says() {
    for (text, tree) in [
        ("a.b || c && !d == 'x'", "(a.b || (c && (!d ~ \"x\")))"),
        ("(a || b) && c", "((a || b) && c)"),
        ("1 < 2 == true", "((1 ~ 2) ~ true)"),
        ("GitHub.Event['Issue'].title", "github.event.issue.title"),
        ("github.event.commits.*.message", "github.event.commits.*.message"),
        ("needs.a-b_c.outputs[matrix.x]", "needs.a-b_c.outputs.*"),
        ("fromJSON(needs.a.outputs.b)[0].c", "2 of fromJSON(needs.a.outputs.b)"),
        ("f('it''s', \"\")", "11..12 `\\\"` means nothing in an expression"),
        ("format('it''s {0}', -0x1F, .5, 1e3)", "format(\"it's {0}\", -0x1F, .5, 1e3)"),
        ("success()", "success()"),
    ] {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn a_slip_is_told_where_it_is() {
    for (text, told) in [
        ("", "0..0 an expression is empty"),
        ("  ", "0..2 an expression is empty"),
        ("a ==", "2..4 something is missing at the end of an expression"),
        ("a b", "2..3 `b` cannot stand here in an expression"),
        ("'abc", "0..4 a text is not closed"),
        ("f(a", "1..2 `)` is missing"),
        ("(a", "0..1 `)` is missing"),
        ("a.", "1..2 a name is missing behind `.`"),
        ("a & b", "2..3 `&` means nothing in an expression"),
        ("a + 'x'", "2..3 `+` means nothing in an expression"),
        ("1x", "0..2 `1x` is no number"),
        ("배포", "0..3 `배` means nothing in an expression"),
        ("a)", "1..2 `)` cannot stand here in an expression"),
    ] {
        assert_eq!(shown(text), told, "{text}");
    }
}

#[test]
fn what_is_too_deep_or_too_long_is_refused_and_not_followed() {
    for text in ["(".repeat(20_000), "!".repeat(20_000), "a[".repeat(10_000), "f(".repeat(10_000), "a==".repeat(7_000)]
    {
        assert!(shown(&text).contains("nested more than 50 times"), "{}", shown(&text));
    }
    assert!(shown(&"a".repeat(21_001)).contains("more than 21000 characters"));
    assert!(parse(&format!("a{}", ".b".repeat(10_000))).is_ok());
    assert!(parse(&format!("a{}", "||b".repeat(5_000))).is_ok());
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_parser(text in r"[a-c0-9'\[\]().,*!&|=<>\- \PC]{0,40}") {
        if let Err(slip) = parse(&text) {
            assert!(slip.span.end <= text.len() && text.is_char_boundary(slip.span.start));
        }
    }
}
