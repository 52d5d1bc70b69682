//! Any text, as YAML and as JSON: the two YAML parsers must build the same nodes with the same spans, JSON must read as
//! `serde_json` reads it, and every problem must have a place.

#![no_main]

use groundplan::text::Source;
use groundplan::yaml::Document;
use groundplan::yaml::Node;
use groundplan::yaml::parse::Parsed;
use groundplan::yaml::parse::parse;
use groundplan::yaml::parse::parse_any;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    yaml(text);
    json(text);
});

fn yaml(text: &str) {
    let source = Source::new("a.yaml", text);
    let parsed = parse(&source);
    check_places(&parsed);
    // What begins with a brace is read as JSON first, which knows things that YAML does not.
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return;
    }
    let general = parse_any(&source);
    assert_eq!(parsed.problems.len(), general.problems.len(), "{:?} {:?}", parsed.problems, general.problems);
    let shown = |documents: &[Document]| documents.iter().map(|document| show(document.root())).collect::<Vec<_>>();
    assert_eq!(shown(&parsed.documents), shown(&general.documents));
}

fn json(text: &str) {
    let parsed = parse(&Source::new("a.json", text));
    check_places(&parsed);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let theirs: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    let is_json =
        parsed.problems.iter().all(|problem| problem.also.is_some() && problem.message.contains("written twice"));
    match theirs {
        Ok(values) => {
            assert!(is_json, "{:?}", parsed.problems);
            let values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
            assert_eq!(values.len(), parsed.documents.len());
            for (value, document) in values.into_iter().zip(&parsed.documents) {
                if parsed.problems.is_empty() {
                    compare(value, document.root());
                }
            }
        }
        // serde_json lets less nesting pass.
        Err(error) => assert!(!is_json || error.to_string().contains("recursion limit"), "{error}"),
    }
}

fn compare(value: &Value, node: Node<'_>) {
    match value {
        Value::Object(entries) => {
            assert_eq!(entries.len(), node.entries().count());
            for (key, value) in entries {
                compare(value, node.get(key).expect("the key is there"));
            }
        }
        Value::Array(items) => {
            assert_eq!(items.len(), node.items().len());
            for (item, node) in items.iter().zip(node.items()) {
                compare(item, node);
            }
        }
        Value::String(text) => assert_eq!(node.string(), Some(text.as_str())),
        Value::Number(_) => assert!(matches!(node.type_name(), "integer" | "number")),
        Value::Bool(_) => assert_eq!(node.type_name(), "boolean"),
        Value::Null => assert!(node.is_null()),
    }
}

fn check_places(parsed: &Parsed) {
    for problem in &parsed.problems {
        assert!(!problem.message.is_empty());
        let (line, column) = problem.place.line_column();
        assert!(line > 0 && column > 0);
    }
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
