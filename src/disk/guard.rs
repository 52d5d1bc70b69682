//! Where groundplan may write: inside the project, through real folders, onto its own regular files.

use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::disk::DiskError;
use crate::text::ownership::HEADER_REACH;
use crate::text::ownership::is_leftover;
use crate::text::ownership::is_owned_bytes;

/// The path without a trailing slash, if it is a plain one below the project root.
pub(super) fn relative<'a>(path: &'a str, attempt: &'static str) -> Result<&'a str, DiskError> {
    let trimmed = path.trim_end_matches('/');
    let plain = |part: &str| !matches!(part, "" | "." | ".." | ".git") && !part.contains('\0');
    // A backslash or a drive would lead elsewhere on Windows only, and a path must mean the same everywhere.
    if trimmed.split('/').all(plain) && !trimmed.contains(['\\', ':']) {
        return Ok(trimmed);
    }
    Err(DiskError::new(path, attempt, "it is not a plain path inside the project"))
}

/// `a`, `a/b` and `a/b/c` for `a/b/c`.
pub(super) fn with_parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain(std::iter::once(path))
}

/// Whether a file can be created or replaced at `path` without touching what is not groundplan's.
pub(super) fn may_write(root: &Path, path: &str) -> Result<(), DiskError> {
    may_touch(root, path, "write")
}

/// Whether the file at `path` is groundplan's to remove; a file that is already gone is.
pub(super) fn may_remove(root: &Path, path: &str) -> Result<(), DiskError> {
    may_touch(root, path, "remove")
}

fn may_touch(root: &Path, path: &str, attempt: &'static str) -> Result<(), DiskError> {
    let path = relative(path, attempt)?;
    for part in with_parents(path) {
        let found = match fs::symlink_metadata(root.join(part)) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(DiskError::from_os(part, attempt, &error)),
        };
        let refuse = |reason| Err(obstacle(path, part, attempt, reason));
        if found.is_symlink() {
            return refuse("a symbolic link");
        } else if part != path && !found.is_dir() {
            return refuse("not a folder");
        } else if part == path && found.is_dir() {
            return refuse("a folder");
        } else if part == path && !found.is_file() {
            return refuse("not a regular file");
        }
    }
    if is_leftover(path) || carries_header(&root.join(path)) {
        return Ok(());
    }
    Err(DiskError::new(path, attempt, "it does not carry groundplan's header")
        .hint("move the file out of the generated folder, or delete it"))
}

fn obstacle(path: &str, part: &str, attempt: &'static str, reason: &str) -> DiskError {
    let subject = if part == path { "it".to_owned() } else { format!("`{part}`") };
    DiskError::new(path, attempt, format!("{subject} is {reason}"))
        .hint(format!("move `{part}` out of the way; groundplan writes real files in real folders"))
}

/// A file that cannot be opened counts as somebody else's.
fn carries_header(on_disk: &Path) -> bool {
    let mut start = Vec::with_capacity(HEADER_REACH);
    File::open(on_disk)
        .and_then(|file| file.take(HEADER_REACH as u64).read_to_end(&mut start))
        .is_ok_and(|_| is_owned_bytes(&start))
}

#[cfg(unix)]
pub(super) fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
pub(super) fn is_executable(_: &Metadata) -> bool {
    false
}
