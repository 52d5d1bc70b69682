//! Reports into files that the command line names, which are replaced whole or not at all.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;

use crate::disk::DiskError;
use crate::disk::stage::write_temporary;

/// Writes a report to `path`, relative to `root`; what stood there before is replaced. A pipe or a device, such as
/// `/dev/stderr`, is written to.
pub fn write_report(root: &Path, path: &str, content: &[u8]) -> Result<(), DiskError> {
    let failed = |error: io::Error| DiskError::from_os(path, "write", &error);
    let target = root.join(path);
    if fs::metadata(&target).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return File::options().write(true).open(&target).and_then(|mut file| file.write_all(content)).map_err(failed);
    }
    // A link stays a link: what it leads to is what was meant.
    let target = target.canonicalize().unwrap_or(target);
    if target.is_dir() {
        return Err(DiskError::new(path, "write", "it is a folder").hint("name the file that the report goes to"));
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(root);
    if !folder.is_dir() {
        return Err(DiskError::new(path, "write", "its folder does not exist").hint("make the folder first"));
    }
    let temporary = write_temporary(folder, content).map_err(failed)?;
    temporary.persist(&target).map_err(|error| failed(error.error))
}

/// Adds to a file that others add to as well, such as the summary of a step of a GitHub workflow. At most `limit`
/// bytes may be in it afterwards; `text` is asked for what fits.
pub fn append_report(path: &Path, limit: usize, text: &dyn Fn(usize) -> String) -> Result<(), DiskError> {
    let failed = |error: io::Error| DiskError::from_os(&path.to_string_lossy(), "write", &error);
    let mut file = File::options().append(true).create(true).open(path).map_err(failed)?;
    let there = file.metadata().map_err(failed)?.len();
    let there = usize::try_from(there).unwrap_or(usize::MAX);
    file.write_all(text(limit.saturating_sub(there)).as_bytes()).map_err(failed)
}
