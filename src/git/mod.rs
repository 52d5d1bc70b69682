//! What git knows: revisions, the files of each, and what differs between two of them.
//!
//! The program `git` is asked; nothing is fetched, checked out or written. Names of files are whatever bytes git has,
//! separated by NUL, and a revision never becomes an option.

mod blobs;

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

pub use blobs::blobs;

/// Why git could not answer.
#[derive(Debug)]
pub struct GitError {
    /// What was asked of it.
    pub asked: String,
    /// Its answer, or why it could not be started.
    pub said: String,
}

impl std::fmt::Display for GitError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "`git {}` failed: {}", self.asked, self.said)
    }
}

impl std::error::Error for GitError {}

/// A folder in a repository. Paths are relative to it, and what lies outside of it is not seen.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
}

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its path.
    pub path: String,
    /// The id of its content.
    pub id: String,
}

impl Repository {
    /// The repository that a folder is in; `None` if it is in none, or there is no git.
    pub fn around(folder: &Path) -> Option<Self> {
        Self::open(folder).ok()
    }

    /// The repository that a folder is in.
    ///
    /// # Errors
    ///
    /// What git says where there is none, or it belongs to somebody else; and that there is no git.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        let repository = Self { folder: folder.to_owned() };
        let asked = ["rev-parse", "--is-inside-work-tree"];
        match repository.ask(&asked)?.trim_ascii() {
            b"true" => Ok(repository),
            _ => Err(GitError { asked: asked.join(" "), said: "the folder has no working tree".to_owned() }),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(&self.folder)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .args(["-c", "core.quotepath=false", "-c", "core.fsmonitor=false"])
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let failed = |said: String| GitError { asked: arguments.join(" "), said };
        let output = self.command(arguments).output().map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(failed(said.lines().next().unwrap_or("it said nothing").to_owned()))
    }

    /// Whether the folder is the top of the repository.
    pub fn is_top(&self) -> bool {
        self.ask(&["rev-parse", "--show-prefix"]).is_ok_and(|prefix| prefix.trim_ascii().is_empty())
    }

    /// The commit that a revision names; `None` if it names none here.
    pub fn commit(&self, revision: &str) -> Option<String> {
        let commit = format!("{revision}^{{commit}}");
        let id = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).ok()?;
        let id = String::from_utf8(id).ok()?.trim().to_owned();
        (!id.is_empty()).then_some(id)
    }

    /// Whether the history ends where somebody cut it off.
    pub fn is_shallow(&self) -> bool {
        self.ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim_ascii() == b"true")
    }

    /// The best common ancestor of two commits, if they have one here.
    pub fn merge_base(&self, one: &str, other: &str) -> Option<String> {
        let id = String::from_utf8(self.ask(&["merge-base", one, other]).ok()?).ok()?.trim().to_owned();
        (!id.is_empty()).then_some(id)
    }

    /// The paths that differ between two commits; a file that was renamed is there under both names.
    pub fn changed(&self, from: &str, to: &str) -> Result<Vec<String>, GitError> {
        let arguments =
            ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", "--ignore-submodules=none"];
        let names = self.ask(&[arguments.as_slice(), &[from, to, "--"]].concat())?;
        Ok(separated(&names).collect())
    }

    /// The files of a commit; links and submodules are none.
    pub fn tree(&self, commit: &str) -> Result<Vec<Blob>, GitError> {
        let listed = self.ask(&["ls-tree", "-r", "-z", commit])?;
        let blob = |entry: String| {
            let (kind, path) = entry.split_once('\t')?;
            let mut words = kind.split(' ');
            let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
            mode.starts_with("100").then(|| Blob { path: path.to_owned(), id: id.to_owned() })
        };
        Ok(separated(&listed).filter_map(blob).collect())
    }

    /// The files of the working tree that git tracks, or would if it were asked to.
    pub fn files(&self) -> Result<Vec<String>, GitError> {
        let listed = self.ask(&["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])?;
        let gone: std::collections::BTreeSet<String> =
            separated(&self.ask(&["ls-files", "-z", "--deleted"])?).collect();
        Ok(separated(&listed).filter(|path| !gone.contains(path)).collect())
    }
}

/// Texts that are separated by NUL; bytes that are no UTF-8 are replaced, for no name of ours has them.
pub fn separated(bytes: &[u8]) -> impl Iterator<Item = String> {
    bytes
        .split(|byte| *byte == 0)
        .filter(|text| !text.is_empty())
        .map(|text| String::from_utf8_lossy(text).into_owned())
}
