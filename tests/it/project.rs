//! A project in a temporary folder, and what the binary says of it.

#![expect(clippy::disallowed_methods, reason = "tests make and look at the files that groundplan works on")]
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test that needs it")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

/// The least that an environment must say.
pub(crate) const BASE: &str = include_str!("base.yaml");

/// A template with one value in it.
pub(crate) const CONFIG_MAP: &str = "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: {{ redis.namespace }}
data:
  version: {{ redis.operator.version }}
";

/// A project folder that goes away with the value.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Project {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// One environment `dev` and one template, which renders `generated/dev/redis/settings.yaml`.
    pub(crate) fn small() -> Self {
        Self::empty()
            .file("environments/base.yaml", BASE)
            .file("environments/dev.yaml", "{}\n")
            .file("templates/redis/settings.yaml.j2", CONFIG_MAP)
    }

    /// The environments, templates and generated tree of this repository.
    pub(crate) fn copy_of_repository() -> Self {
        let project = Self::empty();
        for folder in ["environments", "templates", "generated", ".github"] {
            copy(&repository().join(folder), &project.path(folder));
        }
        project
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Replaces a text in a file, which must be there exactly once.
    pub(crate) fn replace(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?} must be in {path} once");
        self.file(path, text.replace(from, to))
    }

    /// Removes a file.
    pub(crate) fn without(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// Renders, and expects that to go well.
    pub(crate) fn rendered(self) -> Self {
        let said = self.run(["render"]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        self
    }

    /// The absolute path of a file.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Every file below a folder with its content, by path.
    pub(crate) fn tree(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        walk(&self.path(folder), &mut files);
        let mut tree: Vec<_> = files
            .into_iter()
            .map(|file| {
                let path = file.strip_prefix(self.folder.path()).unwrap().to_str().unwrap().to_owned();
                (path, fs::read(&file).unwrap())
            })
            .collect();
        tree.sort();
        tree
    }

    /// Runs groundplan in the folder, without anything of the surroundings that could matter.
    pub(crate) fn run<const N: usize>(&self, arguments: [&str; N]) -> Said {
        said(self.command().args(arguments))
    }

    /// The same with something on standard input.
    pub(crate) fn fed<const N: usize>(&self, input: &[u8], arguments: [&str; N]) -> Said {
        let mut command = self.command();
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::scope(|scope| {
            // Whoever stops before the end of the input closes the pipe.
            scope.spawn(move || stdin.write_all(input).ok());
            read(child.wait_with_output().unwrap())
        })
    }

    /// The command, for tests that change its surroundings.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundplan"));
        command.env_clear().current_dir(self.folder.path());
        command
    }
}

/// Runs a command and reads what it says.
pub(crate) fn said(command: &mut Command) -> Said {
    read(command.output().unwrap())
}

fn read(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// The folder of this repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    let mut files = Vec::new();
    walk(from, &mut files);
    for file in files {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
}

pub(crate) fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}
