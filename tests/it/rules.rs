//! Every rule that the code can name is described, and every one that is described can be found by somebody.
//!
//! Rules are named where they are found, all over the sources: in calls that make a finding, in functions that take
//! the name of a rule, and in those that choose one.

#![expect(clippy::disallowed_methods, reason = "the tests read the source files")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use groundplan::report::rules;

use crate::project::repository;
use crate::project::walk;

/// The sources without comments, tests and reports.
fn sources() -> Vec<String> {
    let mut files = Vec::new();
    walk(&repository().join("src"), &mut files);
    let said = |file: &Path| {
        let path = file.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
        file.extension().is_some_and(|extension| extension == "rs")
            && !path.contains("/tests")
            && !path.starts_with("src/report/")
    };
    let texts = files.iter().filter(|file| said(file)).map(|file| {
        let text = fs::read_to_string(file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<&str>>().join("\n")
    });
    let texts: Vec<String> = texts.collect();
    assert!(texts.len() > 50, "sources were found");
    texts
}

/// The text from an opening bracket to the one that closes it.
fn bracketed(text: &str, open: char, close: char) -> &str {
    let mut depth = 0_u32;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if letter == open => depth += 1,
            _ if letter == close && depth == 1 => return &text[..at],
            _ if letter == close => depth -= 1,
            _ => {}
        }
    }
    text
}

/// The string literals in kebab case of at least two words.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |text: &&str| {
        text.contains('-')
            && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
    };
    text.split('"').skip(1).step_by(2).filter(is_name)
}

/// Functions with a parameter `rule`, and its position among the parameters.
fn takers(sources: &[String]) -> BTreeMap<&str, usize> {
    let mut takers = BTreeMap::new();
    for text in sources {
        for (at, found) in text.match_indices("fn ") {
            let Some((name, _)) = text[at + found.len()..].split_once(['(', '<']) else { continue };
            let Some(open) = text[at..].find('(') else { continue };
            let parameters = bracketed(&text[at + open..], '(', ')');
            // Methods are called without what they belong to.
            let parameters = parameters[1..].trim_start().trim_start_matches("&self,").trim_start_matches("&mut self,");
            let position = parameters.split(',').position(|one| one.trim() == "rule: &'static str");
            if let Some(position) = position {
                takers.insert(name, position);
            }
        }
    }
    takers
}

/// The rules that the sources name.
fn named() -> BTreeSet<String> {
    let sources = sources();
    let takers = takers(&sources);
    for known in ["error", "fault", "spelt"] {
        assert!(takers.contains_key(known), "{takers:?}");
    }
    let mut named = BTreeSet::new();
    for text in &sources {
        for (taker, position) in &takers {
            let call = format!("{taker}(");
            for (at, _) in text.match_indices(&call) {
                if text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
                    continue;
                }
                let arguments = bracketed(&text[at + taker.len()..], '(', ')');
                // The arguments before it are plain names.
                named.extend(arguments[1..].split(',').nth(*position).into_iter().flat_map(names).map(str::to_owned));
            }
        }
        for chosen in ["let rule = ", "fn rule(", "rule: ", "    id: "] {
            for (at, _) in text.match_indices(chosen) {
                let rest = &text[at..];
                let end = if chosen == "fn rule(" {
                    bracketed(rest, '{', '}').len()
                } else {
                    rest.find('\n').unwrap_or(rest.len())
                };
                named.extend(names(&rest[..end]).map(str::to_owned));
            }
        }
    }
    named
}

#[test]
fn every_rule_that_the_code_names_is_described_and_no_other() {
    let described: BTreeSet<String> = rules::all().iter().map(|rule| rule.id.to_owned()).collect();
    let named = named();
    assert!(named.len() > 60, "{named:?}");
    let missing: Vec<&String> = named.difference(&described).collect();
    assert!(missing.is_empty(), "not described in src/report/rules/: {missing:?}");
    let unused: Vec<&String> = described.difference(&named).collect();
    assert!(unused.is_empty(), "described in src/report/rules/ and named nowhere else: {unused:?}");
}
