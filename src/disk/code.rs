//! Source files of any language, as they are: what is no UTF-8 is read as far as it is.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::disk::DiskError;
use crate::disk::read::LARGEST;
use crate::text::Source;

/// The regular files below a folder, where git cannot be asked: without `.git` and virtual environments of Python.
pub fn list_code(root: &Path) -> Result<Vec<String>, DiskError> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let shown = if folder.is_empty() { "." } else { &folder };
        let failed = |error: std::io::Error| DiskError::from_os(shown, "read", &error);
        for entry in fs::read_dir(root.join(&folder)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() && name != ".git" && !entry.path().join("pyvenv.cfg").exists() {
                folders.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Whether a folder is there; a link to one is none.
pub fn is_folder(root: &Path, folder: &str) -> bool {
    fs::symlink_metadata(root.join(folder)).is_ok_and(|found| found.is_dir())
}

/// The texts of files below a folder; those that cannot be read, or are links, are left out.
pub fn read_code(root: &Path, paths: &[&str]) -> Vec<Arc<Source>> {
    let read = |path: &&str| {
        let on_disk = root.join(path);
        let found = fs::symlink_metadata(&on_disk).ok()?;
        let bytes = (found.is_file() && found.len() <= LARGEST).then(|| fs::read(&on_disk).ok()).flatten()?;
        Some(Source::new(*path, lossy(bytes)))
    };
    paths.par_iter().filter_map(read).collect()
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
