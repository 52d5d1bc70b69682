//! Comparisons with the reference system, where its facts are at hand.
//!
//! They are found through the environment variable `GROUNDPLAN_REFERENCE`. Without it each test says what it did not
//! compare, and passes.

#![expect(clippy::disallowed_methods, reason = "the facts lie outside of the project")]

mod affected; // which services a change concerns, and what their code shares
mod applications; // what Argo CD makes of an ApplicationSet
mod defects; // defects that the reference system had, before and after their repair
mod crd; // the CRD that is rendered for each version of the operator
mod nodes; // the nodes of the model
mod operator_objects; // what the redis-operator makes
mod redis; // the Redis objects of development
mod semantics; // manifests that work, and those that nearly do
mod verdicts; // what a real API server says of manifests

use std::fs;

use serde_json::Value;

use crate::objects::entries;
use crate::objects::items;

/// A file of facts; `None`, and a word about what is not compared, where there are no facts.
#[expect(clippy::print_stderr, reason = "a comparison that was not made is said")]
fn facts(path: &str, what: &str) -> Option<String> {
    let folder = std::env::var("GROUNDPLAN_REFERENCE").unwrap_or_default();
    if folder.is_empty() {
        eprintln!("not compared with the reference, as GROUNDPLAN_REFERENCE is not set: {what}");
        return None;
    }
    let file = std::path::Path::new(&folder).join(path);
    Some(fs::read_to_string(file).unwrap_or_else(|error| panic!("GROUNDPLAN_REFERENCE is set, but {path}: {error}")))
}

/// A value on the way to a leaf, as `spec.redis.command[0]`, with the leaf; empty maps and lists are leaves.
fn leaves(value: &Value) -> Vec<(String, Value)> {
    fn walk(path: &str, value: &Value, leaves: &mut Vec<(String, Value)>) {
        let before = leaves.len();
        for (key, inner) in entries(value) {
            let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            walk(&path, inner, leaves);
        }
        for (index, inner) in items(value).enumerate() {
            walk(&format!("{path}[{index}]"), inner, leaves);
        }
        if leaves.len() == before {
            leaves.push((path.to_owned(), value.clone()));
        }
    }
    let mut leaves = Vec::new();
    walk("", value, &mut leaves);
    leaves.sort_by(|a, b| a.0.cmp(&b.0));
    leaves
}

/// Where two values differ, as `path: theirs -> ours`.
fn differences(theirs: &Value, ours: &Value) -> Vec<String> {
    let (theirs, ours) = (leaves(theirs), leaves(ours));
    let mut paths: Vec<&String> = theirs.iter().chain(&ours).map(|(path, _)| path).collect();
    paths.sort();
    paths.dedup();
    let of = |leaves: &[(String, Value)], path: &str| {
        leaves.iter().find(|leaf| leaf.0 == path).map_or("-".to_owned(), |leaf| leaf.1.to_string())
    };
    let differ = paths.into_iter().map(|path| (path, of(&theirs, path), of(&ours, path)));
    differ.filter(|(_, a, b)| a != b).map(|(path, a, b)| format!("{path}: {a} -> {b}")).collect()
}

#[test]
fn differences_are_found_wherever_they_are() {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let theirs = value(r#"{ "a": 1, "b": [1, 2], "c": {}, "d": "1" }"#);
    let ours = value(r#"{ "a": 2, "b": [1], "c": { "e": 1 }, "d": 1 }"#);
    let expected = ["a: 1 -> 2", "b[1]: 2 -> -", "c: {} -> -", "c.e: - -> 1", "d: \"1\" -> 1"];
    assert_eq!(differences(&theirs, &ours), expected);
    assert_eq!(differences(&ours, &ours), [""; 0]);
}
