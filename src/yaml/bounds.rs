//! Claims about texts made to hurt: each ends, in a moment, in documents or in an error with a place.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crate::text::Source;
use crate::yaml::parse;
use crate::yaml::parse::Parsed;
use crate::yaml::parse::parse_any;

/// A generous bound: what takes longer, on a busy machine and without optimization, is not linear.
const MOMENT: Duration = Duration::from_mins(1);

/// Many pieces, each of its number.
fn pieces(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

/// The results of both ways to parse, each of which has to be quick.
fn both(path: &str, text: String) -> [Parsed; 2] {
    let source = Source::new(path, text);
    [parse as fn(&Arc<Source>) -> Parsed, parse_any].map(|parse| {
        let start = Instant::now();
        let parsed = parse(&source);
        for problem in &parsed.problems {
            assert!(!problem.place.to_string().is_empty());
        }
        assert!(start.elapsed() < MOMENT, "{:?} for {} bytes", start.elapsed(), source.text.len());
        parsed
    })
}

fn assert_refused(path: &str, text: String, message: &str) {
    for parsed in both(path, text) {
        let said = &parsed.problems[0].message;
        assert!(said.contains(message), "{said}");
    }
}

#[test]
fn no_nesting_is_too_deep_to_be_refused() {
    const DEPTH: usize = 100_000;
    let staircase = pieces(2000, |depth| format!("{}a:\n", " ".repeat(depth)));
    for text in ["[".repeat(DEPTH), "{a: ".repeat(DEPTH), "- ".repeat(DEPTH) + "a", staircase] {
        assert_refused("a.yaml", text, "nested deeper than 255 levels");
    }
    let said = |path, text: String| parse(&Source::new(path, text)).problems[0].message.clone();
    for path in ["a.yaml", "a.json"] {
        assert!(said(path, "{\"a\":".repeat(DEPTH)).contains("nested deeper than 255 levels"));
    }
    assert!(said("a.json", "[".repeat(DEPTH)).contains("nested deeper than 255 levels"));
}

#[test]
fn what_is_not_too_deep_is_read() {
    for depth in [90, 110, 255] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        for parsed in both("a.yaml", text.clone()).into_iter().chain([parse(&Source::new("a.json", text))]) {
            assert_eq!((parsed.documents.len(), parsed.problems.len()), (1, 0), "{depth}");
        }
    }
}

#[test]
fn aliases_neither_multiply_nor_dig_without_end() {
    let bomb = |first: &str, level: &dyn Fn(usize) -> String, levels: usize| {
        (1..levels).fold(format!("a0: &a0 {first}\n"), |text, at| format!("{text}a{at}: &a{at} {}\n", level(at - 1)))
    };
    let nine = |last: usize| format!("[{}]", vec![format!("*a{last}"); 9].join(", "));
    assert_refused("a.yaml", bomb("[x, x, x]", &nine, 12), "more than a million nodes");
    let one = |last: usize| format!("[*a{last}]");
    assert_refused("a.yaml", bomb("[x]", &one, 1000), "deeper than 255 levels");
    let wide = format!("[{}]", vec!["x"; 20_000].join(", "));
    let uses = format!("a: &a {wide}\nb:\n{}", "- *a\n".repeat(20_000));
    assert_refused("a.yaml", uses, "more than a million nodes");
    let keys = pieces(20_000, |key| format!("  k{key}: 1\n"));
    let merges = format!("a: &a\n{keys}b:\n{}", "- <<: *a\n".repeat(20_000));
    assert_refused("a.yaml", merges, "more than a million nodes");
}

#[test]
fn large_scalars_and_many_documents_take_no_longer_than_their_bytes() {
    let bytes = 600_000;
    for text in [
        format!("a: {}\n", "x".repeat(bytes)),
        format!("a: \"{}\"\n", "x ".repeat(bytes / 2)),
        format!("a: |\n{}", "  some line\n".repeat(bytes / 12)),
        format!("a:\n{}", "  some line\n".repeat(bytes / 12)),
    ] {
        for parsed in both("a.yaml", text) {
            assert_eq!((parsed.documents.len(), parsed.problems.len()), (1, 0));
        }
    }
    for parsed in both("a.yaml", "a: b\n---\n".repeat(30_000)) {
        assert_eq!((parsed.documents.len(), parsed.problems.len()), (30_000, 0));
    }
}

#[test]
fn a_mapping_may_have_very_many_keys() {
    let keys = |key: fn(usize) -> String| pieces(20_000, key);
    // Keys that are alike at both ends are no worse than others.
    for text in [keys(|at| format!("k{at}: 1\n")), keys(|at| format!("prefixes{at:08}suffixes: 1\n"))] {
        for parsed in both("a.yaml", text) {
            assert_eq!(parsed.documents[0].root().entries().count(), 20_000);
        }
    }
    let text = format!("{{{}\"k\":1}}", keys(|at| format!("\"k{at}\":1,")));
    assert!(both("a.json", text)[0].problems.is_empty());
}

#[test]
fn many_problems_in_one_line_are_placed_in_a_moment() {
    let text = format!("{{{}\"k\":1}}", "\"레\":1,".repeat(20_000));
    let start = Instant::now();
    let parsed = parse(&Source::new("a.json", text));
    let last = parsed.problems.last().map(|problem| problem.place.to_string());
    let columns: usize = parsed.problems.iter().map(|problem| problem.place.line_column().1).sum();
    assert_eq!(last.as_deref(), Some("a.json:1:119996"));
    assert!(columns > 0 && start.elapsed() < MOMENT);
}

#[test]
fn what_is_no_letter_is_an_error_with_a_place() {
    for (text, place) in [
        ("a: \0\n", "a.yaml:1:4"),
        ("a: \"\\q\"\n", "a.yaml:1:4"),
        ("a: \"\\ud83d\"\n", "a.yaml:1:4"),
        ("a: \"\\xzz\"\n", "a.yaml:1:4"),
        ("b: 1\na: \u{7}\n", "a.yaml:2:4"),
    ] {
        for parsed in both("a.yaml", text.to_owned()) {
            assert_eq!(parsed.problems[0].place.to_string(), place, "{text:?}");
        }
    }
}
