//! A small repository of Python services: its model, its files, its history in git, and what is said of it.

#![expect(clippy::disallowed_methods, reason = "tests make the files that groundplan works on")]
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test that needs it")]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::objects::entries;
use crate::objects::items;
use crate::project::BASE;
use crate::project::Project;
use crate::project::Said;
use crate::project::said;
use crate::project::walk;

/// Two services, `cart` and `mail`.
const SERVICES: &str = "  cart: { namespace: shop, source: svc/cart }
  mail: { namespace: shop, source: svc/mail }
";

/// The least that has to be said of continuous integration; shared code lies in `lib`.
const CI: &str = "ci:
  python: { version: \"3.11\", roots: [lib, svc] }
  actions:
    actions/checkout: { version: v4.2.2, commit: 11bd71901bbe5b1630ceea73d27597364c9af683 }
    actions/setup-python: { version: v5.6.0, commit: a26af69be951a213d495a4c3e4e4022e16d87065 }
  groundplan: ./
";

/// A repository that goes away with the value.
pub(crate) struct Monorepo {
    pub(crate) project: Project,
}

/// A model with these services, and with these lines under `ci`.
pub(crate) fn model(services: &str, ci: &str) -> String {
    let (head, rest) = BASE.split_once("services:\n").unwrap();
    let (_, argocd) = rest.split_once("argocd:\n").unwrap();
    let own: Vec<&str> =
        ci.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(':')).map(|it| it.0).collect();
    // What is given takes the place of what stands there; of `actions`, the lines below it too.
    let mut kept = String::new();
    let mut dropped = false;
    for line in CI.lines() {
        if let Some((key, _)) =
            line.strip_prefix("  ").filter(|key| !key.starts_with(' ')).and_then(|it| it.split_once(':'))
        {
            dropped = own.contains(&key);
        }
        if !dropped {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    format!("{head}services:\n{services}argocd:\n{argocd}{kept}{ci}")
}

impl Monorepo {
    /// The services `cart` and `mail`, each with a file, and these further files.
    ///
    /// Each file begins with a line `--- path`.
    pub(crate) fn new(files: &str) -> Self {
        Self::with(SERVICES, "", files)
    }

    /// The same with lines under `ci`, indented by two.
    pub(crate) fn saying(ci: &str, files: &str) -> Self {
        Self::with(SERVICES, ci, files)
    }

    /// Other services than `cart` and `mail`.
    pub(crate) fn with(services: &str, ci: &str, files: &str) -> Self {
        let mut repository = Self::bare(services, ci).file("svc/cart/app.py", "").file("svc/mail/app.py", "");
        for (path, text) in split(files) {
            repository = repository.file(path, text);
        }
        repository
    }

    /// Nothing but the model.
    pub(crate) fn bare(services: &str, ci: &str) -> Self {
        let project = Project::empty().file("environments/base.yaml", model(services, ci));
        Self { project: project.file("environments/dev.yaml", "{}\n") }
    }

    /// With a copy of the files in a folder, but for those of its model.
    pub(crate) fn copy(self, folder: &Path) -> Self {
        let mut files = Vec::new();
        walk(folder, &mut files);
        let mut repository = self;
        for file in files {
            let path = file.strip_prefix(folder).unwrap().to_str().unwrap();
            if !path.starts_with("environments/") && !path.starts_with(".git/") {
                repository = repository.file(path, std::fs::read(&file).unwrap());
            }
        }
        repository
    }

    /// Writes one file.
    pub(crate) fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.project = self.project.file(path, text);
        self
    }

    /// Removes a file.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.project = self.project.without(path);
        self
    }

    /// Writes the names of changed files into the file `changed`.
    pub(crate) fn file_of_names(&self, names: &[u8]) -> &Self {
        std::fs::write(self.project.path("changed"), names).unwrap();
        self
    }

    /// Runs groundplan, without anything of the surroundings but where programs are.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        said(self.command().args(arguments))
    }

    /// The command, for tests that change its surroundings.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.project.command();
        plain(&mut command);
        command
    }

    /// What `ci triggers --format json` prints.
    pub(crate) fn triggers(&self) -> Value {
        let said = self.run(&["ci", "triggers", "--format", "json"]);
        serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}{}", said.out, said.err))
    }

    /// Who needs what: a line for each service and shared module, with the way to the nearest file of it and what is
    /// needed besides.
    pub(crate) fn edges(&self) -> String {
        edges(&self.triggers())
    }

    /// The findings of these rules as text, without their last line; where none are named, all.
    pub(crate) fn said_of(&self, rules: &[&str]) -> String {
        let said = self.run(&["ci", "triggers"]);
        let blocks = said.out.split("\n\n").map(str::trim).filter(|block| {
            let head = block.split(']').next().unwrap_or_default();
            let rule = head.split_once('[').filter(|(grave, _)| ["error", "warning", "note"].contains(grave));
            rule.is_some_and(|(_, rule)| rules.is_empty() || rules.contains(&rule))
        });
        blocks.map(|block| format!("{block}\n")).collect::<Vec<_>>().join("\n")
    }

    /// Runs git in the folder, with an author and a day that never change.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.env_clear().current_dir(self.project.path("")).args(arguments);
        plain(&mut git);
        let said = said(&mut git);
        assert_eq!(said.code, 0, "git {arguments:?}: {}{}", said.out, said.err);
        said.out.trim().to_owned()
    }

    /// Makes it a repository with one commit on `main`.
    pub(crate) fn committed(self) -> Self {
        self.git(&["init", "--quiet", "--initial-branch=main"]);
        self.commit();
        self
    }

    /// Commits everything; gives the id.
    pub(crate) fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "change"]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// The services that `ci matrix` prints for these arguments, and what it says beside them.
    pub(crate) fn matrix(&self, arguments: &[&str]) -> (Vec<String>, String) {
        let said = self.run(&[&["ci", "matrix"], arguments].concat());
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        (serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.out)), said.err)
    }
}

/// Who needs what, as [`Monorepo::edges`] says it.
pub(crate) fn edges(report: &Value) -> String {
    let mut lines = String::new();
    for (_, services) in entries(&report["sharedTriggers"]) {
        for (service, reason) in entries(services) {
            let nearest = reason["nearest"].as_str().unwrap();
            let steps = items(&reason["way"]).map(|step| {
                let text = |key: &str| step[key].as_str().unwrap();
                format!("{}:{} {}", text("file"), step["line"], text("kind"))
            });
            let steps: Vec<String> = steps.collect();
            let more = items(&reason["files"]).map(|file| file.as_str().unwrap()).filter(|file| *file != nearest);
            let more: Vec<&str> = more.collect();
            let more = if more.is_empty() { String::new() } else { format!("; also {}", more.join(", ")) };
            writeln!(lines, "{service} needs {nearest}: {}{more}", steps.join(", ")).unwrap();
        }
    }
    lines
}

/// Files in one text, each behind a line `--- path`.
fn split(files: &str) -> impl Iterator<Item = (&str, &str)> {
    let files = files.strip_prefix("--- ").into_iter().flat_map(|files| files.split("\n--- "));
    files.map(|file| file.split_once('\n').unwrap_or((file, "")))
}

/// Nothing of the surroundings but where programs are.
fn plain(command: &mut Command) {
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    let nobody = [("NAME", "Somebody"), ("EMAIL", "somebody@example.org"), ("DATE", "2026-01-01T00:00:00Z")];
    for (what, value) in nobody {
        command.env(format!("GIT_AUTHOR_{what}"), value).env(format!("GIT_COMMITTER_{what}"), value);
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
}
