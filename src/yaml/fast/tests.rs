//! The fast parser against the general one: where it is sure, both must build the same nodes.

#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::text::Source;
use crate::yaml::Document;
use crate::yaml::Node;
use crate::yaml::fast;
use crate::yaml::parse::parse_any;

/// Whether the fast parser was sure; panics if it then differs from the general one.
fn agrees(source: &Arc<Source>) -> bool {
    let Some(documents) = fast::parse(source) else { return false };
    let general = parse_any(source);
    assert!(general.problems.is_empty(), "{:?}\n{:?}", source.text, general.problems);
    let shown =
        |documents: &[Document]| documents.iter().map(|document| show(document.root())).collect::<Vec<_>>().join("\n");
    let (fast, general) = (shown(&documents), shown(&general.documents));
    if fast != general {
        let same = fast.chars().zip(general.chars()).take_while(|(one, other)| one == other).count();
        let from = same.saturating_sub(100);
        let part = |text: &str| text.chars().skip(from).take(300).collect::<String>();
        panic!("{}: fast\n{}\ngeneral\n{}", source.path, part(&fast), part(&general));
    }
    true
}

/// Everything that a reader can see of a node.
fn show(node: Node<'_>) -> String {
    let span = format!("{}..{}", node.span().start, node.span().end);
    if node.is_mapping() {
        let entries = node.entries().map(|(key, value)| format!("{}: {}", show(key), show(value)));
        return format!("{{{}}}@{span}", entries.collect::<Vec<_>>().join(", "));
    }
    if node.is_sequence() {
        return format!("[{}]@{span}", node.items().map(show).collect::<Vec<_>>().join(", "));
    }
    format!("{:?}{}@{span}", node.text(), if node.is_plain() { "p" } else { "q" })
}

fn yaml_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            yaml_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
}

/// The files of this repository, and those of the reference where it is at hand.
fn corpus() -> Vec<Arc<Source>> {
    let mut files = Vec::new();
    for folder in ["generated", "environments", "schemas"] {
        yaml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    if let Some(reference) = std::env::var_os("GROUNDPLAN_REFERENCE") {
        yaml_files(Path::new(&reference), &mut files);
    }
    let read = |path: &PathBuf| Some(Source::new(path.to_string_lossy(), std::fs::read_to_string(path).ok()?));
    files.iter().filter_map(read).collect()
}

#[test]
fn every_rendered_file_takes_the_fast_way_and_reads_the_same() {
    let corpus = corpus();
    let sure = corpus.iter().filter(|source| agrees(source)).count();
    assert!(corpus.len() > 100, "only {} files", corpus.len());
    for source in corpus.iter().filter(|source| source.path.contains("/generated/")) {
        assert!(agrees(source), "{} is not in the subset", source.path);
    }
    assert!(sure * 10 >= corpus.len() * 8, "the fast parser was sure of {sure} of {} files only", corpus.len());
}

#[test]
fn mutilated_files_read_the_same_or_are_left_to_the_general_parser() {
    let pieces = [
        ":", ": ", "-", "- ", "#", " #", "\n", "\n\n", " ", "  ", "\"", "'", "[", "]", "{", "}", ",", "|", "|-\n", ">",
        "&a", "*a", "!", "?", "%", "@", "`", "~", "<<", "---\n", "...\n", "\t", "\r", "x", "0", "\\", "\\n", "\u{85}",
        "é", "|\n", ">\n", "\n- ", "\n  - ", "''", "//", "|+\n", ">2-\n", "|1\n", "| # c\n", "[\n", ",\n", "\n]",
        "\n}", "{\n", "\\\n", "\n\n ", " # c\n", "\"a\":1", ":,",
    ];
    let corpus: Vec<_> = corpus().into_iter().filter(|source| source.text.len() < 4000).collect();
    // A small generator of its own: the same mutations in every run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut sure = 0;
    for round in 0..20_000 {
        let source = &corpus[round % corpus.len()];
        let mut text = source.text.clone();
        for _ in 0..=random(3) {
            let boundary = |text: &str, mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let from = boundary(&text, random(text.len()));
            let to = boundary(&text, (from + random(6)).min(text.len()));
            let replacement = if random(3) == 0 { "" } else { pieces[random(pieces.len())] };
            text.replace_range(from..to, replacement);
        }
        if random(8) == 0 {
            text.truncate(text.trim_end().len());
        }
        sure += usize::from(agrees(&Source::new("mutilated.yaml", text)));
    }
    assert!(sure > 2000, "the fast parser was sure of {sure} mutations only, so this compares too little");
}

proptest! {
    #![proptest_config(Config { cases: 3000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn random_texts_of_yaml_marks_read_the_same(lines in proptest::collection::vec(line(), 1..12)) {
        let text = lines.concat();
        agrees(&Source::new("random.yaml", text.trim_end_matches('\n')));
        agrees(&Source::new("random.yaml", text));
    }
}

/// A line put together from what lines are made of.
fn line() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("x"),
        Just("y z"),
        Just("\"q\""),
        Just("'it''s'"),
        Just("1"),
        Just("~"),
        Just(""),
        Just("[a, b]"),
        Just("{a: 1}"),
        Just("a#b"),
        Just("# c"),
        Just("x # c"),
        Just("|"),
        Just(">-"),
        Just("http://h:1/p"),
        Just("{}"),
        Just("[[a], {b: [c]}]"),
        Just("\"\\u00e9\\n\""),
        Just("-1"),
        Just("- 1"),
        Just("a: b"),
        Just("\"a\": b"),
        scalar_over_lines(),
    ];
    let head = prop_oneof![
        Just(""),
        Just("k: "),
        Just("l:"),
        Just("- "),
        Just("- - "),
        Just("- m: "),
        Just("\"n\": "),
        Just("---")
    ];
    (0..5_usize, head, scalar).prop_map(|(depth, head, scalar)| format!("{}{head}{scalar}\n", "  ".repeat(depth)))
}

/// Scalars and collections that may go on with the next line, and lines that may go on with one.
fn scalar_over_lines() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "|+",
        ">+",
        "|2",
        ">1-",
        "|-3",
        "> # c",
        "|\n\n",
        " deeper",
        "  \tx",
        "\tx",
        "x\ty",
        "\"a b ",
        "c\"",
        "c\" # d",
        "'a ",
        "b'",
        "\"a\\",
        "\"a\\n ",
        "\\  b\"",
        "[a,",
        "b]",
        "]",
        "}",
        "{a: 1,",
        "b: [",
        "], c: 2}",
        "- x,",
        "\"k\":1}",
        "[--a, -b]",
        "[a b, c:d, e#f]",
        "[a:]",
        "{a:}",
        "{a: }",
        "[a, ]",
        "[,]",
        "[a # c",
        ", b]",
        "# c",
        "{\"a\":\"b\", 'c':[]}",
        "\"\\U0001F600\\b\\e\\f\"",
        "--- # c",
        "---  ",
        "--- |",
        "...",
        "[a\n",
        "[{a: b}, {c: d}]",
        "\"a\" : b",
        "$(X)",
        "[$(X), <y>, (z), =a]",
        "[a\\b]",
        "[é, 레]",
    ])
}
