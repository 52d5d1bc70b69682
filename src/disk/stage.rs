//! The first two steps of a write: all new content beside its targets, then one rename each.
//!
//! Whatever can fail for want of space or permission fails while no target has been touched, and leaves nothing
//! behind. After a kill the leftovers are known by their names, and every target is either old or new.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use tempfile::TempPath;

use crate::disk::DiskError;
use crate::disk::guard;
use crate::text::Source;
use crate::text::ownership::TEMPORARY_PREFIX;
use crate::text::ownership::TEMPORARY_SUFFIX;

/// New files that are complete on disk and not yet in place. Dropped, they and their new folders are gone.
pub(super) struct Staged {
    pub(super) files: Vec<StagedFile>,
    folders: Vec<PathBuf>,
}

pub(super) struct StagedFile {
    path: String,
    temporary: TempPath,
    target: PathBuf,
}

/// Writes every text to a file of its own in the folder of its target.
pub(super) fn stage(root: &Path, sources: &[Arc<Source>]) -> Result<Staged, DiskError> {
    let mut staged = Staged { files: Vec::new(), folders: Vec::new() };
    for source in sources {
        staged.make_folders(root, &source.path)?;
    }
    // Waiting for the disk is most of the work, and it can wait for many files at once.
    let written: Vec<Result<StagedFile, DiskError>> =
        sources.par_iter().map(|source| stage_file(root, source)).collect();
    let mut first_error = None;
    for file in written {
        match file {
            Ok(file) => staged.files.push(file),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    first_error.map_or(Ok(staged), Err)
}

fn stage_file(root: &Path, source: &Source) -> Result<StagedFile, DiskError> {
    let target = root.join(&source.path);
    let folder = target.parent().unwrap_or(root);
    let temporary = write_temporary(folder, source.text.as_bytes())
        .map_err(|error| DiskError::from_os(&source.path, "write", &error))?;
    Ok(StagedFile { path: source.path.clone(), temporary, target })
}

/// A complete file under a passing name in `folder`.
pub(super) fn write_temporary(folder: &Path, content: &[u8]) -> io::Result<TempPath> {
    let mut file = tempfile::Builder::new().prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX).tempfile_in(folder)?;
    file.write_all(content)?;
    // Said after creation: a mode given at creation would be cut by the umask.
    set_mode(file.as_file(), 0o644)?;
    file.as_file().sync_all()?;
    // Without the open handle, so that a large tree does not need as many of them.
    Ok(file.into_temp_path())
}

impl Staged {
    fn make_folders(&mut self, root: &Path, path: &str) -> Result<(), DiskError> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for part in guard::with_parents(folder).filter(|part| !part.is_empty()) {
            let on_disk = root.join(part);
            let failed = |error: io::Error| DiskError::from_os(part, "create", &error);
            match fs::create_dir(&on_disk) {
                Ok(()) => {
                    self.folders.push(on_disk.clone());
                    set_folder_mode(&on_disk).map_err(failed)?;
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                // What the system says about an existing folder differs, for example on a read-only disk.
                Err(_) if on_disk.is_dir() => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(())
    }

    /// Renames every file over its target and waits until the disk has it.
    pub(super) fn swap(mut self) -> Result<usize, DiskError> {
        let mut folders: Vec<PathBuf> = Vec::new();
        let mut swapped = 0;
        for file in std::mem::take(&mut self.files) {
            file.temporary.persist(&file.target).map_err(|error| {
                DiskError::from_os(&file.path, "replace", &error.error)
                    .hint("some files are already new: settle this one and run the same command again")
            })?;
            swapped += 1;
            let folder = file.target.parent().map(Path::to_path_buf);
            folders.extend(folder.filter(|folder| folders.last() != Some(folder)));
        }
        folders.extend(self.folders.iter().filter_map(|made| made.parent()).map(Path::to_path_buf));
        self.folders.clear();
        folders.sort();
        folders.dedup();
        for folder in folders {
            sync_folder(&folder);
        }
        Ok(swapped)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        self.files.clear();
        for folder in self.folders.drain(..).rev() {
            // A folder into which something was renamed meanwhile is not empty and stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Some file systems cannot do this; the renames are then as safe as that file system makes them.
pub(super) fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(unix)]
pub(super) fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn set_mode(_: &File, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn set_folder_mode(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn set_folder_mode(_: &Path) -> io::Result<()> {
    Ok(())
}
