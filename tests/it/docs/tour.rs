//! The tour of the README and its other examples, really run.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::docs::ANY_MANIFESTS;
use crate::docs::TOUR;
use crate::docs::check_or_update;
use crate::docs::examples;
use crate::docs::read;
use crate::project::Project;
use crate::project::said;

#[test]
fn the_tour_shows_what_happens() {
    shows_what_happens(TOUR);
}

#[test]
fn validating_any_manifests_shows_what_happens() {
    shows_what_happens(ANY_MANIFESTS);
}

/// In a copy of this repository, block by block: ```` ```console ```` is run, and a block with a path behind its
/// language is written to that file.
fn shows_what_happens(heading: &str) {
    let readme = read("README.md");
    let project = Project::copy_of_repository();
    shell(&project, "git init -q && git add -A && git -c user.name=tour -c user.email=tour@localhost commit -qm tour");
    let mut told = String::new();
    let mut lines = examples(&readme, heading).lines();
    while let Some(line) = lines.next() {
        told.push_str(line);
        told.push('\n');
        let Some(language) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, path)) = language.split_once(' ') {
            let file = project.path(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, block.join("\n") + "\n").unwrap();
        }
        if language == "console" {
            told.push_str(&run_block(&project, &block));
        } else {
            told.push_str(&(block.join("\n") + "\n"));
        }
        told.push_str("```\n");
    }
    check_or_update("README.md", examples(&readme, heading), told.trim_end_matches('\n'));
}

/// Runs the lines behind `$ `, with those behind `> ` as their continuation, and gives the block with what they say.
/// Where the output shown matches, with `...` standing for any lines, it stays as it is.
fn run_block(project: &Project, block: &[&str]) -> String {
    let mut told = String::new();
    let mut lines = block.iter().peekable();
    while let Some(line) = lines.next() {
        let mut command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("{line:?} is no command")).to_owned();
        writeln!(told, "{line}").unwrap();
        while let Some(more) = lines.next_if(|line| line.starts_with("> ")) {
            write!(command, "\n{}", &more[2..]).unwrap();
            writeln!(told, "{more}").unwrap();
        }
        let mut shown = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            shown.push(*line);
        }
        let output = shell(project, &command);
        let output: Vec<&str> = output.lines().collect();
        for line in if matches(&shown, &output) { &shown } else { &output } {
            writeln!(told, "{line}").unwrap();
        }
    }
    told
}

/// Whether `shown` is `output`, except that `...` stands for any number of lines.
fn matches(shown: &[&str], output: &[&str]) -> bool {
    match shown {
        [] => output.is_empty(),
        ["...", rest @ ..] => (0..=output.len()).any(|skipped| matches(rest, &output[skipped..])),
        [line, rest @ ..] => output.first() == Some(line) && matches(rest, &output[1..]),
    }
}

fn shell(project: &Project, command: &str) -> String {
    let groundplan = PathBuf::from(env!("CARGO_BIN_EXE_groundplan"));
    let surroundings = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{surroundings}", groundplan.parent().unwrap().display());
    let said = said(
        Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .current_dir(project.path(""))
            .env_clear()
            .env("PATH", path)
            .env("HOME", project.path(""))
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1"),
    );
    said.out + &said.err
}
