//! Rendered objects and effective models as plain values, read with groundplan's own YAML reader.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use groundplan::model::quantity::Quantity;
use groundplan::text::Source;
use groundplan::yaml;
use groundplan::yaml::Node;
use groundplan::yaml::Scalar;
use serde_json::Value;

use crate::project::Project;

/// A value as the API server would read it.
pub(crate) fn value(node: Node<'_>) -> Value {
    if node.is_mapping() {
        let entries = node.entries().map(|(key, inner)| (key.text().unwrap().to_owned(), value(inner)));
        return Value::Object(entries.collect());
    }
    if node.is_sequence() {
        return Value::Array(node.items().map(value).collect());
    }
    match node.scalar().unwrap() {
        Scalar::Null => Value::Null,
        Scalar::Bool(truth) => truth.into(),
        Scalar::Int(number) => i64::try_from(number).unwrap().into(),
        Scalar::Float(number) => number.into(),
        Scalar::Str(text) => text.into(),
    }
}

/// Every document of a text.
pub(crate) fn parse(path: &str, text: &str) -> Vec<Value> {
    let parsed = yaml::parse(&Source::new(path, text));
    assert!(parsed.problems.is_empty(), "{path}: {:?}", parsed.problems);
    parsed.documents.iter().map(|document| value(document.root())).collect()
}

/// The object in a file.
pub(crate) fn object(project: &Project, path: &str) -> Value {
    let mut documents = parse(path, &project.read(path));
    assert_eq!(documents.len(), 1, "{path}");
    documents.remove(0)
}

/// Every object of an environment; what only Kustomize reads is none.
pub(crate) fn objects(project: &Project, environment: &str) -> Vec<Value> {
    let yaml = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "yaml");
    let files = project.tree(&format!("generated/{environment}")).into_iter().filter(|(path, _)| yaml(path));
    let all = files.flat_map(|(path, text)| parse(&path, std::str::from_utf8(&text).unwrap()));
    let objects: Vec<Value> = all.filter(|object| object["kind"] != "Kustomization").collect();
    assert!(objects.len() > 10, "{environment} was read");
    objects
}

/// The objects of one kind.
pub(crate) fn of_kind<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let found: Vec<&Value> = objects.iter().filter(|object| object["kind"] == kind).collect();
    assert!(!found.is_empty(), "there is a {kind}");
    found
}

/// What `groundplan model` prints.
pub(crate) fn model(project: &Project, environment: &str) -> Value {
    let said = project.run(["model", environment]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    parse("model", &said.out).remove(0)
}

/// Keys and values of a map.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// Items of a list.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text.
#[track_caller]
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text"))
}

/// Thousandths of a unit; a quantity may be written as a number.
#[track_caller]
pub(crate) fn milli(value: &Value) -> i128 {
    let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Quantity::parse(&written).unwrap_or_else(|| panic!("{value} is a quantity")).milli()
}
