//! Inputs made to exhaust time, memory or the stack end in a finding, soon.

use std::fmt::Write;
use std::time::Duration;
use std::time::Instant;

use crate::project::Project;
use crate::project::Said;
use crate::validate::last_line;

/// Generous: debug builds on a busy machine take their time, and what is quadratic takes hours.
const SOON: Duration = Duration::from_mins(1);

fn fed(text: &str) -> Said {
    let begin = Instant::now();
    let said = Project::empty().fed(text.as_bytes(), ["validate"]);
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
    assert!(!said.err.contains("panicked"), "{}", said.err);
    said
}

fn refused(text: &str) {
    let said = fed(text);
    assert_eq!(said.code, 1, "{}{}", said.err, last_line(&said.out));
    assert!(said.out.contains("error["), "{}", said.out);
}

#[test]
fn nesting_is_bounded() {
    refused(&"[".repeat(200_000));
    refused(&format!("a: {}", "{a: ".repeat(100_000)));
    refused(&"{\"a\":".repeat(100_000));
    refused(&"- ".repeat(100_000));
    refused(&format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {}x{}\n", "[".repeat(5_000), "]".repeat(5_000)));
    let mut text = String::new();
    for depth in 0..3_000 {
        writeln!(text, "{}a:", " ".repeat(depth)).unwrap();
    }
    refused(&text);
    let list = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[";
    refused(&format!("{}{}", list.repeat(5_000), "]}".repeat(5_000)));
}

#[test]
fn aliases_do_not_explode() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        writeln!(text, "a{level}: &a{level} [{}]", [alias.as_str(); 9].join(", ")).unwrap();
    }
    refused(&text);
    refused("a: &a [*a]\n");
    refused("a: &a { <<: *a }\n");
}

#[test]
fn a_very_large_file_is_refused() {
    let said = fed(&format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: a }}\ndata:\n  a: {}\n",
        "x".repeat(100_000_000)
    ));
    assert_eq!(said.code, 1);
    assert!(said.out.contains("larger than"), "{}", last_line(&said.out));
}

#[test]
fn a_million_tiny_documents_are_counted() {
    let said = fed(&"a: b\n---\n".repeat(1_000_000));
    assert_eq!(said.code, 1);
    assert!(last_line(&said.out).contains("1000000 documents"), "{}", last_line(&said.out));
}

#[test]
fn what_is_no_yaml_is_refused() {
    refused("a: \"\\q\"\n");
    refused("a: \"\\ud800\"\nb: \"\\x\"\n");
    refused("a: b\0c\n");
    refused("{\"a\": \"\\ud800\"}\n");
    refused("%YAML 9.9\n---\n\t- a\n");
    refused("a: 'unclosed\n");
    refused("? [a, b]\n: c\n");
    refused("\u{feff}\u{feff}a: : b\n");
}

#[test]
fn a_map_of_very_many_keys_is_read_in_linear_time() {
    let mut text = String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n");
    for key in 0..40_000 {
        writeln!(text, "  k{key}: x").unwrap();
    }
    let said = fed(&text);
    assert_eq!(said.code, 0, "{}", last_line(&said.out));
    let twice = format!("{text}  k1: y\n");
    let said = fed(&twice);
    assert!(said.out.contains("written twice"), "{}", last_line(&said.out));
}

#[test]
fn very_many_findings_in_one_file_are_placed_in_linear_time() {
    let mut text = String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n");
    for key in 0..40_000 {
        writeln!(text, "  k{key}: {key}").unwrap();
    }
    let said = fed(&text);
    assert_eq!(said.code, 1);
    assert!(last_line(&said.out).contains("40000 errors"), "{}", last_line(&said.out));
}
