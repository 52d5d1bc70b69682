//! Claims about reading YAML.

use crate::text::Source;
use crate::yaml::Document;
use crate::yaml::Node;
use crate::yaml::parse;

fn show(text: &str) -> String {
    let parsed = parse(&Source::new("a.yaml", text));
    let problems =
        parsed.problems.iter().map(|problem| format!("{} {}", problem.place, problem.message)).collect::<Vec<_>>();
    format!("{:?} {problems:?}", parsed.documents.iter().map(Document::root).collect::<Vec<_>>())
}

#[test]
fn merge_keys_and_aliases_read_as_plain_mappings() {
    assert_eq!(
        show("base: &b {x: 1, y: two}\nuse:\n  <<: *b\n  x: 9\n"),
        show("base: {x: 1, y: two}\nuse: {x: 9, y: two}\n")
    );
    assert_eq!(show("base: &b {x: 1}\nuse:\n  !!merge <<: *b\n  y: 2\n"), show("base: {x: 1}\nuse: {y: 2, x: 1}\n"));
}

#[test]
fn a_duplicate_key_is_reported_with_both_places() {
    let parsed = parse(&Source::new("a.yaml", "a: 1\nb: 2\na: 3\n"));
    let problem = &parsed.problems[0];
    assert_eq!(problem.place.to_string(), "a.yaml:3:1");
    assert_eq!(problem.also.as_ref().unwrap().0.to_string(), "a.yaml:1:1");
}

#[test]
fn empty_documents_are_skipped_and_empty_values_are_null() {
    assert_eq!(show("---\n# nothing\n---\na:\n"), r#"[{Some(Str("a")): Some(Null)}] []"#);
}

#[test]
fn every_node_knows_its_bytes() {
    let source = Source::new("a.yaml", "a: [x, 'y']\nb:\n  c: \"z\"\n  d: e\n");
    let parsed = parse(&source);
    let root = parsed.documents[0].root();
    let text = |path: &[&str]| root.at(path).unwrap().place().text().to_owned();
    assert_eq!(text(&["a"]), "[x, 'y']");
    assert_eq!(text(&["b"]), "c: \"z\"\n  d: e");
    assert_eq!(text(&["b", "c"]), "\"z\"");
}

#[test]
fn bombs_end_in_an_error_not_in_memory() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let last = level - 1;
        bomb = format!("{bomb}a{level}: &a{level} [{}]\n", vec![format!("*a{last}"); 9].join(", "));
    }
    assert!(show(&bomb).contains("more than a million nodes"));
    assert!(show(&"[".repeat(100_000)).contains("nested deeper than 255 levels"));
}

#[test]
fn keys_that_look_alike_are_told_apart_and_others_are_not_there() {
    let texts = [
        "axb: 1\nayb: 2\nazb: 3\n'': 4\n",
        r#"{"axb": 1, "ayb": 2, "azb": 3, "": 4}"#,
        "base: &b {ayb: 2, azb: 3}\nroot:\n  <<: *b\n  axb: 1\n  '': 4\n",
    ];
    for text in texts {
        let parsed = parse(&Source::new("a.yaml", text));
        assert!(parsed.problems.is_empty());
        let root = parsed.documents[0].root();
        let map = root.get("root").unwrap_or(root);
        let found = ["axb", "ayb", "azb", ""].map(|key| map.get(key).and_then(Node::text));
        assert_eq!(found, [Some("1"), Some("2"), Some("3"), Some("4")]);
        assert!(["a", "awb", "bxa", "axbb"].iter().all(|key| map.get(key).is_none()));
    }
}

#[test]
fn a_key_is_found_however_long_it_is_and_however_it_is_written() {
    let long: Vec<String> = (0..24).map(|length| format!("a{}z", "x".repeat(length))).collect();
    // The same length and the same ends, which is all that the hash of a key looks at.
    let alike = ["same-ends-1-same-ends", "same-ends-2-same-ends"];
    let keys: Vec<&str> = ["a", "é", "on"].into_iter().chain(long.iter().map(String::as_str)).chain(alike).collect();
    let lines: Vec<String> = keys.iter().map(|key| format!("{key}: x{key}\n")).collect();
    let plain = lines.concat();
    let letters = |key: &str| key.chars().map(|letter| format!("\\u{:04x}", u32::from(letter))).collect::<Vec<_>>();
    let escaped = |key: &str| letters(key).concat();
    let entries: Vec<String> = keys.iter().map(|key| format!("\"{}\": \"x{key}\"", escaped(key))).collect();
    let json = format!("{{{}}}", entries.join(", "));
    // An anchor is for the general parser.
    let anchored = plain.replacen("a: ", "a: &a ", 1);
    for text in [plain, json.clone(), format!("--- {json}\n"), anchored] {
        let parsed = parse(&Source::new("a.yaml", text));
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let root = parsed.documents[0].root();
        for key in &keys {
            assert_eq!(root.get(key).and_then(Node::text), Some(format!("x{key}").as_str()), "{key}");
        }
        assert!(root.get("same-ends-3-same-ends").is_none());
    }
}
