//! The stories: each command is a file that calls the stages in order and reads like its sentence in the README.
//!
//! Only this folder and `cli` call stages; commands do not call each other.

pub mod check;
pub mod ci;
pub mod code;
pub mod model;
pub mod placement;
pub mod prepare;
pub mod render;
pub mod validate;
pub mod schema;
pub mod rules;

use std::path::PathBuf;

use crate::disk::DiskError;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::git::GitError;
use crate::model::suppression::Date;

/// Reads `operator=version` on a command line.
pub(crate) fn release(text: &str) -> Result<(String, String), String> {
    let (project, version) = text.split_once('=').ok_or("write an operator and its version, as in `keda=v2.16.0`")?;
    Ok((project.to_owned(), version.to_owned()))
}

/// What every command needs to know.
pub struct Settings {
    /// The project folder.
    pub project: PathBuf,
    /// Whether to colour the report.
    pub colour: bool,
    /// The day on which suppressions have to be in force.
    pub today: Date,
    /// What GitHub says of the step that runs groundplan, where it does.
    pub github: Github,
}

/// The surroundings of a step of a GitHub workflow.
#[derive(Debug, Default)]
pub struct Github {
    /// The file that is shown as the summary of the step.
    pub step_summary: Option<PathBuf>,
    /// The file that takes the outputs of the step.
    pub output: Option<PathBuf>,
    /// Where the files of the commit are shown, with a slash at the end.
    pub files: Option<String>,
}

/// How a command ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain of.
    Clean,
    /// Findings, or drift.
    Findings,
    /// The model or a template is wrong.
    Unusable,
    /// There is nothing to check.
    Nothing,
}

impl Exit {
    /// The exit code, as `--help` documents it.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Unusable => 2,
            Self::Nothing => 3,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// A wrong argument.
    Usage(String),
    /// A file that could not be read or written.
    Disk(DiskError),
    /// git could not answer.
    Git(GitError),
    /// Something wrong with files that say how to check.
    Findings(Vec<Finding>),
    /// The report could not be written.
    Report(std::io::Error),
}

impl Failure {
    /// Several wrong arguments, or files that arguments name, each on a line.
    pub fn usage<T: std::fmt::Display>(faults: &[T]) -> Self {
        let faults: Vec<String> = faults.iter().map(T::to_string).collect();
        Self::Usage(faults.join("\nerror: "))
    }

    /// The exit code, as `--help` documents it.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Findings(_) => 2,
            Self::Disk(_) | Self::Git(_) | Self::Report(_) => 4,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Usage(message) => out.write_str(message),
            Self::Findings(findings) => {
                let count = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
                write!(out, "{count} found in what says how to check, so nothing was checked")
            }
            Self::Disk(error) => error.fmt(out),
            Self::Git(error) => error.fmt(out),
            Self::Report(error) => error.fmt(out),
        }
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Report(error)
    }
}
