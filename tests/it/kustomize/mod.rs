//! Kustomizations, built by groundplan and by kustomize, and compared as values.
//!
//! Without kustomize or kubectl each test says what it did not compare, and passes.

#![expect(clippy::disallowed_methods, reason = "both builders need the files on a disk")]
#![expect(clippy::print_stderr, reason = "a comparison that was not made is said")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod corpus; // folders full of kustomizations that somebody else wrote
mod projects; // small projects, one for each thing that kustomize does

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use groundplan::kustomize;
use groundplan::kustomize::Build;
use groundplan::kustomize::Files;
use groundplan::text::Source;
use serde_json::Value;

use crate::objects;
use crate::project::walk;

/// The first of these programs that runs, with the arguments that make it build a folder.
fn program(what: &str) -> Option<(&'static str, &'static [&'static str])> {
    let programs: [(&str, &[&str], &[&str]); 2] =
        [("kustomize", &["version"], &["build"]), ("kubectl", &["kustomize", "--help"], &["kustomize"])];
    let runs = |program: &str, try_it: &[&str]| {
        Command::new(program).args(try_it).output().is_ok_and(|output| output.status.success())
    };
    let found = programs.into_iter().find(|(program, try_it, _)| runs(program, try_it));
    if found.is_none() {
        eprintln!("not compared with kustomize, as neither it nor kubectl is on PATH: {what}");
    }
    found.map(|(program, _, build)| (program, build))
}

/// Every file below a folder, in memory.
fn read(folder: &Path) -> Files {
    let mut paths = Vec::new();
    walk(folder, &mut paths);
    let mut files = Files::default();
    for file in paths {
        let path = file.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&file).unwrap();
        match String::from_utf8(bytes) {
            Ok(text) => files.add(Source::new(path, text)),
            Err(error) => files.add_bytes(path, error.into_bytes()),
        }
    }
    files
}

/// Objects by what they are called; the order in which they come means nothing.
type Objects = BTreeMap<String, Value>;

fn by_name(objects: Vec<Value>) -> Objects {
    let name = |object: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let metadata = &object["metadata"];
        let parts = [&object["apiVersion"], &object["kind"], &metadata["namespace"], &metadata["name"]];
        parts.map(text).join(" ")
    };
    objects.into_iter().map(|object| (name(&object), object)).collect()
}

/// What the program makes of a folder; `Err` with what it says where it refuses.
fn theirs(program: (&str, &[&str]), folder: &Path) -> Result<Objects, String> {
    let output = Command::new(program.0).args(program.1).arg(folder).output().unwrap();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8(output.stdout).unwrap();
    Ok(by_name(objects::parse("built", &text)))
}

fn ours(build: &Build) -> Objects {
    by_name(build.manifests.iter().map(|manifest| objects::value(manifest.root())).collect())
}

/// Where two builds differ, one line for each object; empty where they do not.
fn differences(ours: &Objects, theirs: &Objects) -> Vec<String> {
    let mut lines = Vec::new();
    for name in ours.keys().filter(|name| !theirs.contains_key(*name)) {
        lines.push(format!("only groundplan has {name}"));
    }
    for (name, theirs) in theirs {
        match ours.get(name) {
            None => lines.push(format!("only kustomize has {name}")),
            Some(ours) => difference("", ours, theirs, &mut |path, ours, theirs| {
                lines.push(format!("{name} at {path}: groundplan {ours}, kustomize {theirs}"));
            }),
        }
    }
    lines
}

fn difference(path: &str, ours: &Value, theirs: &Value, say: &mut impl FnMut(&str, &Value, &Value)) {
    match (ours, theirs) {
        (Value::Object(our), Value::Object(their)) => {
            let keys: std::collections::BTreeSet<&String> = our.keys().chain(their.keys()).collect();
            for key in keys {
                let (our, their) = (our.get(key), their.get(key));
                if our.is_none() || their.is_none() {
                    let missing = Value::String("(missing)".to_owned());
                    say(&format!("{path}/{key}"), our.unwrap_or(&missing), their.unwrap_or(&missing));
                } else {
                    difference(&format!("{path}/{key}"), &ours[key], &theirs[key], say);
                }
            }
        }
        (Value::Array(our), Value::Array(their)) if our.len() == their.len() => {
            for (at, (our, their)) in our.iter().zip(their).enumerate() {
                difference(&format!("{path}/{at}"), our, their, say);
            }
        }
        (Value::Number(our), Value::Number(their)) if our.as_f64() == their.as_f64() => {}
        _ if ours == theirs => {}
        _ => say(path, ours, theirs),
    }
}

fn build(files: &Files, folder: &str) -> Build {
    kustomize::build(files, folder)
}
