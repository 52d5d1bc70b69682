//! Why groundplan could not read or write: its own failure to run, never a finding about the user's model.

use std::io;
use std::io::ErrorKind;

/// A file or folder that could not be read or written. The exit code for it is 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskError {
    /// From the project root, with `/`.
    pub path: String,
    /// What was attempted, as in "cannot read".
    pub attempt: &'static str,
    /// Why it failed, in plain words.
    pub reason: String,
    /// What to do about it.
    pub hint: Option<String>,
    missing: bool,
}

impl DiskError {
    pub(super) fn new(path: &str, attempt: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { path: path.to_owned(), attempt, reason, hint: None, missing: false }
    }

    pub(super) fn from_os(path: &str, attempt: &'static str, error: &io::Error) -> Self {
        let mut disk_error = Self::new(path, attempt, plain_words(error));
        disk_error.missing = error.kind() == ErrorKind::NotFound;
        disk_error.hint = hint_for(error.kind()).map(str::to_owned);
        disk_error
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether the reason is that nothing is there.
    pub fn is_missing(&self) -> bool {
        self.missing
    }
}

impl std::fmt::Display for DiskError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "cannot {} `{}`: {}", self.attempt, self.path, self.reason)
    }
}

impl std::error::Error for DiskError {}

/// The reason as a person would say it, the same on every system where it has a name.
pub(super) fn plain_words(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "it does not exist",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        ErrorKind::FileTooLarge => "the file would be larger than allowed here",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of its path is not a folder",
        ErrorKind::InvalidFilename => "its name is too long or not allowed here",
        ErrorKind::AlreadyExists => "something of that name is already there",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty",
        _ => {
            let text = error.to_string();
            // "Input/output error (os error 5)": the number helps nobody who reads this.
            return text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        }
    };
    words.to_owned()
}

fn hint_for(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "run groundplan in the project's folder, or name that folder on the command line",
        ErrorKind::PermissionDenied => "check who owns the file and its folder",
        ErrorKind::ReadOnlyFilesystem => "run it where the project can be written to",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space and run the same command again"
        }
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => "move what stands there out of the way",
        _ => return None,
    })
}
