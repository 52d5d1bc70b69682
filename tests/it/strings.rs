//! Texts that YAML readers like to misread: whatever a user writes in quotes arrives in the cluster as it was written.

use std::cell::RefCell;
use std::fs::File;
use std::process::Command;

use groundplan::text::Source;
use groundplan::yaml;
use groundplan::yaml::Node;
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use serde_json::json;

use crate::project::Project;

/// Every text in every position in which a template can write one.
const TEMPLATE: &str = r"apiVersion: example.org/v1
kind: Texts
metadata:
  name: texts
  namespace: redis
spec:
    values:
{% for text in values.texts %}
      - {{ text }}
{% endfor %}
    keys:
{% for text in values.texts %}
      - {{ text }}: 1
{% endfor %}
    both:
{% for text in values.texts %}
      - - {{ text }}: {{ text }}
{% endfor %}
    map:
{% for text in values.texts %}
      - a: {{ text }}
        b: {{ text }} # a comment
{% endfor %}
    flow: [{% for text in values.texts %}{{ text }}, {% endfor %}]
    flowMaps: [{% for text in values.texts %}{ {{ text }}: {{ text }}, its own key: {{ text }} }, {% endfor %}]
    whole: {{ values.texts }}
    joined:
{% for text in values.texts %}
      - {{ 'a' ~ text ~ 'b' }}
{% endfor %}
    block:{{ values.texts | block(6) }}
    blockMap:{{ values.map | block(6) }}
";

#[rustfmt::skip]
const NASTY: &[&str] = &[
    "", " ", "a: b", "a:", ":a", ":", "::", " #", "a #b", "#", "a#b", "'", "\"", "''", "\"\"", "it's", "say \"no\"",
    "'quoted'", "\"quoted\"", "\\", "\\n", "C:\\temp", "a\nb", "\n", "a\n", "\na", "a\n\n\nb", "  a\n b", "a\r\nb",
    "\r", "a\tb", "\t", "\ta", "a\t", "{{ x }}", "{{", "}}", "{% raw %}", "{% endraw %}", "{# a #}", "${HOME}",
    "%(name)s", "yes", "no", "y", "N", "on", "Off", "true", "True", "FALSE", "0644", "0o17", "0x1F", "0b11", "1e3",
    "1E-3", "1_000", "1.28", ".5", "5.", "+1", "-1", "-0", "08", "1.", "-.5", "123456789012345678901234567890",
    ".inf", "-.INF", ".nan", "2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01 00:00:00", "12:30:45", "1:30",
    "190:20:30.15", "null", "Null", "~", "NULL", " a", "a ", " a ", "a  b", "- x", "-", "--", "---", "...", "--- a",
    "? x", "?", "@", "@x", "%", "%YAML 1.2", "`", "`a`", "|", ">", "| a", ">-", "&a", "&", "*a", "*", "!a", "!",
    "!!str a", "=", "<<", "<", "[", "]", "[a", "a]", "{", "}", "{a: b}", "[a, b]", ",", "a,b", "a, b", "😀", "레디스",
    "é", "e\u{301}", "\u{85}", "a\u{85}b", "\u{2028}", "a\u{2029}b", "\u{feff}", "\u{feff}a", "a\u{feff}", "\u{a0}",
    "a\u{a0}b", "\u{3000}", "\u{200b}", "\u{200d}", "\u{202e}", "\u{1}", "\u{7}", "\u{8}", "\u{1b}[31m", "\u{1f}",
    "\u{7f}", "\u{80}", "\u{9f}", "\u{e000}", "\u{fffd}", "\u{fffe}", "\u{ffff}", "\u{10ffff}", "\u{f0000}",
    "\u{f0001}",
];

/// The texts as a user may write them: in double quotes, with the escapes of JSON and YAML alike.
fn environment(texts: &[String]) -> String {
    let map: serde_json::Map<String, Value> =
        texts.iter().enumerate().map(|(index, text)| (format!("k{index}"), json!(text))).collect();
    // YAML readers may refuse these as they are, even in quotes.
    let escaped = |text: String| -> String {
        let raw = |letter: char| {
            matches!(letter, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        };
        text.chars().map(|it| if raw(it) { format!("\\u{:04x}", it as u32) } else { it.to_string() }).collect()
    };
    escaped(format!("values:\n  texts: {}\n  map: {}\n", json!(texts), Value::Object(map)))
}

/// What the rendered file must say.
fn expected(texts: &[String]) -> Value {
    let each = |make: &dyn Fn(&String) -> Value| Value::Array(texts.iter().map(make).collect());
    let map: serde_json::Map<String, Value> =
        texts.iter().enumerate().map(|(index, text)| (format!("k{index}"), json!(text))).collect();
    json!({
        "values": texts,
        "keys": each(&|text| json!({ text: 1 })),
        "both": each(&|text| json!([{ text: text }])),
        "map": each(&|text| json!({"a": text, "b": text})),
        "flow": texts,
        "flowMaps": each(&|text| json!({ text: text, "its own key": text })),
        "whole": texts,
        "joined": each(&|text| json!(format!("a{text}b"))),
        "block": texts,
        "blockMap": map,
    })
}

fn rendered(texts: &[String], template: &str) -> String {
    let project = Project::small()
        .file("environments/dev.yaml", environment(texts))
        .file("templates/redis/settings.yaml.j2", template)
        .file("templates/redis/crd.yaml.j2", CRD);
    let said = project.run(["render"]);
    assert_eq!(said.code, 0, "{texts:?}\n{}{}", said.out, said.err);
    project.read("generated/dev/redis/settings.yaml")
}

fn to_json(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let entries = node.entries().map(|(key, value)| (key.text().unwrap_or_default().to_owned(), to_json(value)));
        Value::Object(entries.collect())
    } else if node.is_sequence() {
        Value::Array(node.items().map(to_json).collect())
    } else {
        node.string().map_or_else(|| json!(1), Value::from)
    }
}

fn read_back(text: &str) -> Value {
    let source = Source::new("settings.yaml", text);
    let parsed = yaml::parse(&source);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    assert_eq!(parsed.documents.len(), 1);
    to_json(parsed.documents[0].root().at(&["spec"]).expect("the object has a spec"))
}

fn assert_equal(read: &Value, texts: &[String], reader: &str) {
    let expected = expected(texts);
    for (position, wanted) in expected.as_object().expect("a map of positions") {
        assert_eq!(read.get(position), Some(wanted), "{reader}, {position}");
    }
}

#[test]
fn nasty_texts_arrive_as_they_were_written() {
    let texts: Vec<String> = NASTY.iter().map(|text| (*text).to_owned()).collect();
    let text = rendered(&texts, TEMPLATE);
    assert_equal(&read_back(&text), &texts, "groundplan");
    for read in read_by_python(&[text]) {
        assert_equal(&read["spec"], &texts, "PyYAML");
    }
}

/// Not as keys: YAML allows 1024 characters there.
#[test]
fn long_texts_stay_on_one_line_and_arrive_whole() {
    let texts = ["long ".repeat(5000), "x".repeat(100_000), "- \n".repeat(10_000)];
    let template = "apiVersion: example.org/v1\nkind: Texts\nmetadata: { name: texts, namespace: redis }\nspec:\n  \
                    values:\n{% for text in values.texts %}\n    - {{ text }}\n{% endfor %}\n  \
                    block:{{ values.texts | block(4) }}\n";
    let text = rendered(&texts, template);
    assert_eq!(text.lines().count(), 2 + 4 + 4 + 4);
    let wanted = json!({"values": texts, "block": texts});
    assert_eq!(read_back(&text), wanted);
    for read in read_by_python(&[text]) {
        assert_eq!(read["spec"], wanted, "PyYAML");
    }
}

#[test]
fn any_text_arrives_as_it_was_written() {
    let letter = prop_oneof![
        4 => prop::sample::select(" \t\n\r:#-?,[]{}&*!|>'\"%@`\\~=<_./+0123456789eExXoOyYnN\u{85}\u{2028}\u{feff}".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    let text = prop::collection::vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect::<String>());
    let strategy = prop::collection::vec(text, 60);
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let tried = RefCell::new((Vec::new(), Vec::new()));
    let outcome = runner.run(&strategy, |texts| {
        let text = rendered(&texts, TEMPLATE);
        assert_equal(&read_back(&text), &texts, "groundplan");
        let mut tried = tried.borrow_mut();
        tried.0.push(texts);
        tried.1.push(text);
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
    let (texts, files) = tried.into_inner();
    for (texts, read) in texts.iter().zip(read_by_python(&files)) {
        assert_equal(&read["spec"], texts, "PyYAML");
    }
}

/// The files as `PyYAML` reads them; nothing, and a word about it, where it is not installed.
#[expect(clippy::print_stderr, reason = "a comparison that was not made must not pass in silence")]
fn read_by_python(files: &[String]) -> Vec<Value> {
    const PROGRAM: &str = "
import sys
try:
    import json, yaml
except ImportError:
    sys.exit(42)
documents = list(yaml.safe_load_all(sys.stdin.buffer.read().decode('utf-8')))
json.dump(documents, sys.stdout, default=repr)
";
    let project = Project::empty().file("files.yaml", files.join("---\n"));
    let input = File::open(project.path("files.yaml")).expect("it was just written");
    let output = Command::new("python3").args(["-c", PROGRAM]).stdin(input).output();
    let Some(output) = output.ok().filter(|output| output.status.code() != Some(42)) else {
        eprintln!("not compared with PyYAML: `python3 -c 'import yaml'` does not work here");
        return Vec::new();
    };
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "PyYAML refuses what groundplan wrote: {complaint}");
    let read: Vec<Value> = serde_json::from_slice(&output.stdout).expect("Python writes JSON");
    assert_eq!(read.len(), files.len());
    read
}

/// A kind of our own, which may hold anything.
const CRD: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: texts.example.org
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Texts, listKind: TextsList, plural: texts, singular: texts }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, x-kubernetes-preserve-unknown-fields: true }
";
