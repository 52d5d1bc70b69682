//! Claims about JSON: the values of any other reader, a place for every node, and errors that say what to write.

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;

use crate::text::Source;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::parse;

/// The value of a node, as Kubernetes reads it.
fn value(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let entries = node.entries().map(|(key, item)| (key.text().unwrap().to_owned(), value(item)));
        return Value::Object(entries.collect());
    }
    if node.is_sequence() {
        return Value::Array(node.items().map(value).collect());
    }
    match node.scalar().unwrap() {
        Scalar::Null => Value::Null,
        Scalar::Bool(it) => Value::from(it),
        Scalar::Int(it) => i64::try_from(it).map_or_else(|_| Value::from(u64::try_from(it).unwrap()), Value::from),
        Scalar::Float(it) => Value::from(it),
        Scalar::Str(it) => Value::from(it),
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        3 => prop::sample::select(" \t\n\"\\/:{}[],#'-azé레😀\u{0}\u{7f}\u{2028}\u{feff}".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    let text = prop::collection::vec(text, 0..8).prop_map(String::from_iter);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has only finite numbers", |it| it.is_finite()).prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((text.clone(), inner), 0..5).prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(Config { cases: 1500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_value_reads_as_it_was_written(written in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&written) } else { serde_json::to_string(&written) }.unwrap();
        let parsed = parse(&Source::new("a.json", text.as_str()));
        prop_assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
        let read = parsed.documents.first().map_or(Value::Null, |document| value(document.root()));
        prop_assert_eq!(&read, &written);
        // The text of every node, read by itself, is that node.
        if let Some(document) = parsed.documents.first() {
            let mut open = vec![document.root()];
            while let Some(node) = open.pop() {
                let own: Value = serde_json::from_str(node.place().text()).unwrap();
                // Without a feature that nothing else needs, serde_json rounds floats in another way.
                prop_assert!(own == value(node) || node.place().text().contains(['.', 'e']), "{own}");
                open.extend(node.items());
                open.extend(node.entries().flat_map(|(key, item)| [key, item]));
            }
        }
    }

    #[test]
    fn no_text_is_taken_for_json_that_is_none(mut text in any_value().prop_map(|it| it.to_string()), at in any::<usize>(), with in "[ \"{}:,\\\\a1e.+-]{0,2}") {
        let at = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).nth(at % (text.chars().count() + 1)).unwrap();
        text.insert_str(at, &with);
        let ours = parse(&Source::new("a.json", text.as_str()));
        let theirs: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&text).into_iter().collect();
        let duplicates = ours.problems.iter().all(|problem| problem.also.is_some() && problem.message.contains("twice"));
        prop_assert_eq!(theirs.is_ok(), duplicates, "{}: {:?} {:?}", text, ours.problems, theirs);
    }
}

/// What is said of a text, with its place and its help.
fn said(path: &str, text: &str) -> String {
    let parsed = parse(&Source::new(path, text));
    assert!(parsed.documents.is_empty(), "{text}");
    let problem = &parsed.problems[0];
    format!("{} {}; {}", problem.place, problem.message, problem.help.unwrap_or_default())
}

#[test]
fn every_mistake_is_said_with_its_place_and_what_to_write() {
    let cases = [
        ("{\"a\": 1,\n}", "1:8", "a comma stands before a closing bracket; remove this comma"),
        ("[1, 2,]", "1:6", "a comma stands before a closing bracket; remove this comma"),
        ("{'a': 1}", "1:2", "strings stand in double quotes; write `\"` on both sides of the string"),
        ("{\"a\": 'x'}", "1:7", "strings stand in double quotes; write `\"` on both sides of the string"),
        ("{\"a\": 1\n \"b\": 2}", "2:2", "a comma is missing before this; write `,` between two entries"),
        ("{\"a\": 1 // x\n}", "1:9", "it has no comments; remove the comment, or write YAML"),
        ("{\n/* x */}", "2:1", "it has no comments; remove the comment, or write YAML"),
        ("{a: 1}", "1:2", "`a` is no key; put the key in double quotes"),
        ("{\"a\" 1}", "1:6", "a colon is missing behind the key; write `:` between the key and its value"),
        ("{\"a\": True}", "1:7", "`True` is no value; write `true` and `false` in lower case"),
        ("{\"a\": None}", "1:7", "`None` is no value; write `null`"),
        ("{\"a\": b}", "1:7", "`b` is no value; put a text in double quotes"),
        ("{\"a\": \"x\n\"}", "1:7", "this string does not end on its line"),
        ("{\"a\": \"x\t\"}", "1:9", "a control character (U+0009) stands in a string"),
        ("{\"a\": \"\\x\"}", "1:8", "`\\x` is no escape; write `\\\\` for a backslash"),
        ("{\"a\": \"\\ud83d\"}", "1:8", "this is half of a surrogate pair and no letter"),
        ("{\"a\": \"\\ude00\\ud83d\"}", "1:8", "this is half of a surrogate pair and no letter"),
        ("{\"a\": 012}", "1:7", "`012` is no number"),
        ("{\"a\": .5}", "1:7", "`.5` is no number"),
        ("{\"a\": 1e400}", "1:7", "this number is too large for any reader"),
        ("{\"a\": [1}", "1:9", "this bracket closes another one; `[` is still open"),
        ("{\"a\": {\"b\": 1}", "1:1", "this `{` is never closed; close the bracket that was opened here"),
        ("{\"a\": \"x", "1:7", "this string is never closed; close the quote that was opened here"),
        ("{\"a\": {{ .Values.x }}}", "1:8", "a template stands where a value should"),
        ("{} }", "1:4", "`}` is no value; remove this bracket, or open it above"),
    ];
    for (text, place, message) in cases {
        let found = said("a.json", text);
        assert!(found.starts_with(&format!("a.json:{place} this is not valid JSON: {message}")), "{text}\n{found}");
    }
}

#[test]
fn a_text_that_is_neither_json_nor_yaml_is_told_what_json_wants() {
    assert!(said("a.yaml", "{\"a\": \"x\" \"b\": 1}").contains("a comma is missing before this"));
    assert!(said("a.yaml", "{\"a\": [1}").contains("`[` is still open"));
}

#[test]
fn what_only_yaml_understands_is_read_as_yaml_unless_the_name_says_json() {
    for text in ["{a: 1, b: [x, 'y']}\n", "{\"a\": 1, # c\n \"b\": 2}\n", "{\"a\": 1}\n---\n{\"b\": 2}\n"] {
        assert!(parse(&Source::new("a.yaml", text)).problems.is_empty(), "{text}");
        assert!(!parse(&Source::new("a.json", text)).problems.is_empty(), "{text}");
    }
}

#[test]
fn objects_may_follow_one_another_as_in_a_stream() {
    for text in ["{\"a\": 1}{\"b\": 2}", "\u{feff}{\"a\": 1}\n\n\t{\"b\": 2}\r\n"] {
        let parsed = parse(&Source::new("a.yaml", text));
        assert_eq!((parsed.documents.len(), parsed.problems.len()), (2, 0), "{text:?}");
    }
}

#[test]
fn a_key_that_is_written_twice_is_reported_and_the_object_is_read() {
    let parsed = parse(&Source::new("a.json", "{\"a\": 1, \"b\": 2, \"\\u0061\": 3}"));
    assert_eq!(parsed.documents.len(), 1);
    assert_eq!(parsed.problems[0].message, "the key `a` is written twice");
    assert_eq!(parsed.problems[0].place.to_string(), "a.json:1:18");
    assert_eq!(parsed.problems[0].also.as_ref().unwrap().0.to_string(), "a.json:1:2");
}

#[test]
fn strings_are_strings_whatever_they_look_like() {
    let parsed = parse(&Source::new("a.json", r#"["yes", "1", "~", "<<", "\/", "\ud83d\ude00"]"#));
    let read: Vec<_> = parsed.documents[0].root().items().map(|item| item.string().unwrap().to_owned()).collect();
    assert_eq!(read, ["yes", "1", "~", "<<", "/", "😀"]);
}
