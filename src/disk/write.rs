//! Carries out a plan: all of it or, where something stands in the way, none of it.
//!
//! The steps are check, stage, swap, remove. A run that is killed between any two of them leaves every file old or
//! new, and the next run does the rest.

use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::path::Path;

use crate::diff::WritePlan;
use crate::disk::DiskError;
use crate::disk::guard;
use crate::disk::stage::set_mode;
use crate::disk::stage::stage;
use crate::disk::stage::sync_folder;

/// What was done, counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files created or replaced.
    pub written: usize,
    /// Files that lost their executable bit.
    pub repaired: usize,
    /// Files removed because they are no longer rendered.
    pub removed: usize,
    /// Leftovers of stopped runs removed.
    pub cleared: usize,
}

/// Makes the committed tree what the plan says.
///
/// A plan that refuses something is an error and changes nothing; callers that want to list every refusal look at
/// [`WritePlan::refuse`] first. Files that are not in the plan are not touched.
pub fn write_changes(root: &Path, plan: &WritePlan) -> Result<Written, DiskError> {
    if plan.is_empty() {
        return Ok(Written::default());
    }
    let _lock = lock(root)?;
    check(root, plan)?;
    // First, because on a full disk their space may be the space that is missing.
    let cleared = remove_files(root, &plan.clear)?;
    let written = stage(root, &plan.write)?.swap()?;
    let repaired = repair(root, &plan.repair)?;
    let removed = remove_files(root, &plan.remove)?;
    for path in plan.clear.iter().chain(&plan.remove) {
        remove_empty_folders(root, path);
    }
    Ok(Written { written, repaired, removed, cleared })
}

fn check(root: &Path, plan: &WritePlan) -> Result<(), DiskError> {
    if let Some(refusal) = plan.refuse.first() {
        let error = DiskError::new(&refusal.path, "write", refusal.reason.as_str());
        return Err(error.hint("move it out of the generated folder, or delete it"));
    }
    plan.write.iter().try_for_each(|source| guard::may_write(root, &source.path))?;
    plan.repair.iter().try_for_each(|path| guard::may_write(root, path))?;
    plan.remove.iter().chain(&plan.clear).try_for_each(|path| guard::may_remove(root, path))
}

/// One run at a time: another one would take the files that this one is writing for leftovers.
///
/// The project folder itself is locked, so that no lock file can be left behind or committed. Where the system
/// cannot lock a folder, there is no lock.
fn lock(root: &Path) -> Result<Option<File>, DiskError> {
    let Ok(folder) = File::open(root) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => {
            Err(DiskError::new(".", "write to", "another groundplan is writing to this project")
                .hint("wait until it has finished, then run the same command again"))
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn repair(root: &Path, paths: &[String]) -> Result<usize, DiskError> {
    for path in paths {
        File::open(root.join(path))
            .and_then(|file| set_mode(&file, 0o644))
            .map_err(|error| DiskError::from_os(path, "change the mode of", &error))?;
    }
    Ok(paths.len())
}

fn remove_files(root: &Path, paths: &[String]) -> Result<usize, DiskError> {
    let mut removed = 0;
    for path in paths {
        // Asked again: the file may have become somebody's own since the plan was made.
        guard::may_remove(root, path)?;
        match fs::remove_file(root.join(path)) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(DiskError::from_os(path, "remove", &error)),
        }
    }
    Ok(removed)
}

/// Removes the folders around a removed file as far up as they are empty.
fn remove_empty_folders(root: &Path, path: &str) {
    let mut path = path;
    while let Some((folder, _)) = path.rsplit_once('/') {
        // Fails on a folder that is not empty, which is the usual end; git does not see the others either way.
        if fs::remove_dir(root.join(folder)).is_err() {
            sync_folder(&root.join(folder));
            return;
        }
        path = folder;
    }
}
