//! The workflow of this repository, judged by the linters that its readers use.
//!
//! Each test says what it did not compare where a linter is not installed.

#![expect(clippy::print_stderr, reason = "a comparison that was not made is said")]

use std::process::Command;

use crate::project::repository;

/// What a linter says of files of this repository; `None` if it is not installed.
fn said(linter: &str, version: &str, arguments: &[&str]) -> Option<(bool, String)> {
    if !Command::new(linter).arg(version).output().is_ok_and(|output| output.status.success()) {
        eprintln!("not compared with {linter}, as it is not on PATH");
        return None;
    }
    let output = Command::new(linter).args(arguments).current_dir(repository()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn actionlint_finds_nothing_in_the_workflow() {
    let Some((clean, text)) = said("actionlint", "-version", &[".github/workflows/services.yml"]) else { return };
    assert!(clean && text.is_empty(), "{text}");
}

#[test]
fn zizmor_finds_nothing_in_the_workflow_and_the_action() {
    let arguments = ["--offline", "--no-progress", "--color=never", ".github/workflows", "action.yml"];
    let Some((clean, text)) = said("zizmor", "--version", &arguments) else { return };
    assert!(clean && text.contains("No findings to report"), "{text}");
}

#[test]
fn yamllint_accepts_what_is_rendered_for_the_repository() {
    let arguments = ["--strict", "-d", "default", ".github/workflows", "generated/ci", "action.yml"];
    let Some((clean, text)) = said("yamllint", "--version", &arguments) else { return };
    assert!(clean && text.is_empty(), "{text}");
}
