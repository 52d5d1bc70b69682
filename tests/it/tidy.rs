//! The shape of the code: what may use what, how long a file may be, and that every file says what it is for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "the tests read the source files")]

use std::collections::BTreeMap;
use std::fs;

use groundplan::validate::rule::Group;
use groundplan::validate::rules;

use crate::project::repository;
use crate::project::walk;

/// How many lines a file may have, so that it can be read in one go.
const MOST_LINES: usize = 300;

/// Every Rust file below a folder with its text, by path from the repository's root.
fn rust_files(folder: &str) -> BTreeMap<String, String> {
    let mut files = Vec::new();
    walk(&repository().join(folder), &mut files);
    let rust = files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let named = rust.map(|file| {
        let path = file.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(file).unwrap();
        (path, text)
    });
    let named: BTreeMap<String, String> = named.collect();
    assert!(named.len() > 2, "{folder} was found");
    named
}

/// The names in `pub mod name;` or `mod name;` lines, in the order written.
fn declared(text: &str) -> Vec<&str> {
    let names = text.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        line.strip_prefix("mod ")?.split_once(';').map(|(name, _)| name)
    });
    names.collect()
}

#[test]
fn a_module_uses_only_modules_that_stand_before_it() {
    let files = rust_files("src");
    let order = declared(&files["src/lib.rs"]);
    assert!(order.len() > 10, "{order:?}");
    let rank = |module: &str| order.iter().position(|name| *name == module);
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (path, text) in &files {
        let module = path["src/".len()..].split(['/', '.']).next().unwrap();
        let Some(own) = rank(module) else {
            assert!(["src/lib.rs", "src/main.rs"].contains(&path.as_str()), "{path} is in no module of lib.rs");
            continue;
        };
        for (line, text) in text.lines().enumerate().filter(|(_, text)| !text.trim_start().starts_with("//")) {
            for used in text.match_indices("crate::").map(|(at, found)| &text[at + found.len()..]) {
                let name = used.split(|next: char| !next.is_ascii_lowercase() && next != '_').next().unwrap_or(used);
                seen += 1;
                match rank(name) {
                    Some(other) if other <= own => {}
                    _ => wrong.push(format!("{path}:{}: `{module}` uses `{name}`", line + 1)),
                }
            }
        }
    }
    assert!(seen > 100, "imports were found");
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn commands_use_no_other_command_but_their_common_halves() {
    const COMMON: [&str; 2] = ["prepare", "code"];
    let files = rust_files("src/commands");
    let names = declared(&files["src/commands/mod.rs"]);
    let mut wrong = Vec::new();
    for (path, text) in &files {
        let own = path.trim_start_matches("src/commands/").trim_end_matches(".rs");
        let others = names.iter().filter(|name| **name != own && (!COMMON.contains(name) || own == "mod"));
        let used = others.filter(|name| text.contains(&format!("commands::{name}")));
        wrong.extend(used.map(|name| format!("{path} uses `{name}`")));
    }
    assert_eq!(wrong, [""; 0]);
    assert!(files["src/commands/check.rs"].contains("commands::prepare"), "uses are written as they are looked for");
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    let silent = |(path, text): (String, String)| (!text.starts_with("//! ")).then_some(path);
    let silent: Vec<String> = rust_files("src").into_iter().filter_map(silent).collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn every_file_can_be_read_in_one_go() {
    let mut files = rust_files("src");
    files.extend(rust_files("tests"));
    files.extend(rust_files("examples"));
    files.retain(|_, text| text.lines().count() > MOST_LINES);
    let long: Vec<String> = files.into_keys().collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn every_test_file_is_declared_with_a_comment() {
    let files = rust_files("tests");
    let mut wrong = Vec::new();
    for (path, text) in &files {
        let (folder, name) = path.rsplit_once('/').unwrap();
        let root = |folder: &str| {
            let root = if folder == "tests/it" { "main.rs" } else { "mod.rs" };
            format!("{folder}/{root}")
        };
        if path == "tests/it/main.rs" {
            continue;
        }
        let (declaring, module) = match name {
            "mod.rs" => folder.rsplit_once('/').map(|(above, module)| (root(above), module)).unwrap(),
            name => (root(folder), name.trim_end_matches(".rs")),
        };
        let declaration = format!("mod {module}; // ");
        if !files[&declaring].lines().any(|line| line.starts_with(&declaration)) {
            wrong.push(format!("{path}: no `{declaration}...` in {declaring}"));
        }
        if name != "mod.rs" && declared(text).iter().any(|module| *module != "tests") {
            wrong.push(format!("{path}: declares modules without being a mod.rs"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn nothing_is_put_off() {
    let mut files = rust_files("src");
    files.extend(rust_files("tests"));
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let marked = |(path, text): (&String, &String)| marks.iter().any(|mark| text.contains(mark)).then(|| path.clone());
    let marked: Vec<String> = files.iter().filter_map(marked).collect();
    assert_eq!(marked, [""; 0]);
}

#[test]
fn no_file_names_a_place_on_somebodys_machine() {
    let mut files = rust_files("src");
    files.extend(rust_files("tests"));
    let places = ["home", "Users", "tmp", "work", "root", "mnt"].map(|folder| format!("/{folder}/"));
    // A folder of that name may be part of a longer path, but not begin one.
    let begins = |text: &str, place: &str| {
        let before = text.match_indices(place).map(|(at, _)| text[..at].chars().next_back());
        before.flatten().any(|before| before == '"' || before == '`' || before.is_whitespace())
    };
    let mut wrong = Vec::new();
    for (path, text) in &files {
        wrong.extend(places.iter().filter(|place| begins(text, place)).map(|place| format!("{path}: {place}")));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_rule_has_a_file_of_its_name() {
    let files = rust_files("src/validate/rules");
    for group in Group::ALL.map(Group::name) {
        let folder = format!("src/validate/rules/{group}");
        let registry = &files[&format!("{folder}/mod.rs")];
        let declared = declared(registry);
        let registered = registry.split(['&', ',', ']']).filter_map(|entry| entry.trim().strip_suffix("::RULE"));
        let mut registered: Vec<&str> = registered.collect();
        registered.sort_unstable();
        for name in &registered {
            let text = &files[&format!("{folder}/{name}.rs")];
            let id = format!("id: \"{}\",", name.replace('_', "-"));
            assert_eq!(text.matches("    id: \"").count(), 1, "{name}");
            assert!(text.contains(&id), "{name}.rs does not define `{id}`");
        }
        for name in declared {
            let is_rule = files[&format!("{folder}/{name}.rs")].contains("const RULE: Rule");
            assert_eq!(is_rule, registered.contains(&name), "{group}/{name}.rs is registered if it is a rule");
        }
        for rule in rules::all().filter(|rule| rule.group.name() == group) {
            assert!(registered.contains(&rule.id.replace('-', "_").as_str()), "{} is in another folder", rule.id);
        }
    }
}
