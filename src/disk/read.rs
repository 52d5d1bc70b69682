//! Folders into memory, in an order that does not depend on the file system.

use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::disk::DiskError;
use crate::disk::error::plain_words;
use crate::disk::guard;
use crate::text::CommittedFile;
use crate::text::CommittedTree;
use crate::text::Content;
use crate::text::Source;
use crate::text::ownership::is_leftover;
use crate::text::ownership::is_owned_bytes;

/// No manifest comes near this size, and a file above it would only fill the memory.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// Everything below `root/folder`, hidden files too, apart from `.git`.
///
/// No link is followed, so that what is compared is what git has committed. A folder that is not there gives an
/// empty tree; one that cannot be listed is an error, since nothing is known about the files in it.
pub fn read_tree(root: &Path, folder: &str) -> Result<CommittedTree, DiskError> {
    let mut tree = CommittedTree::default();
    let folder = guard::relative(folder, "read")?;
    for part in guard::with_parents(folder) {
        match fs::symlink_metadata(root.join(part)) {
            Ok(found) if found.is_dir() => {}
            Ok(found) => {
                let file = read_entry(&root.join(part), part, &found);
                tree.insert(part, file);
                return Ok(tree);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(tree),
            Err(error) => return Err(DiskError::from_os(part, "read", &error)),
        }
    }
    tree.exists = true;

    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in list(&root.join(&folder), &folder)? {
            if entry.metadata.is_dir() && entry.readable_name {
                folders.push(entry.path);
            } else {
                files.push(entry);
            }
        }
    }
    let contents: Vec<CommittedFile> = files
        .par_iter()
        .map(|entry| {
            if entry.readable_name {
                read_entry(&entry.on_disk, &entry.path, &entry.metadata)
            } else {
                CommittedFile::new(Content::Unreadable("its name is not UTF-8".to_owned()))
            }
        })
        .collect();
    for (entry, file) in files.into_iter().zip(contents) {
        tree.insert(entry.path, file);
    }
    Ok(tree)
}

/// The text files with one of `extensions` (without the dot) below `root/folder`, by path.
///
/// Links that stay inside the project are read under the path of the link; those that lead outside are errors, as is
/// everything that cannot be read. Callers for whom the folder is optional ask [`DiskError::is_missing`].
pub fn read_sources(root: &Path, folder: &str, extensions: &[&str]) -> Result<Vec<Arc<Source>>, DiskError> {
    let folder = guard::relative(folder, "read")?;
    let failed = |error: io::Error| DiskError::from_os(folder, "read", &error);
    let inside = Inside { root: root.canonicalize().map_err(failed)?, extensions };
    let start = root.join(folder);
    let canonical = inside.resolve(&start, folder)?;
    let mut paths = Vec::new();
    inside.collect(&start, folder, &mut vec![canonical], &mut paths)?;
    paths.sort();
    // Collected before errors are looked at: which one is said must not depend on which thread was first.
    let read: Vec<Result<Arc<Source>, DiskError>> =
        paths.par_iter().map(|path| read_source(&root.join(path), path)).collect();
    read.into_iter().collect()
}

struct Inside<'a> {
    root: PathBuf,
    extensions: &'a [&'a str],
}

impl Inside<'_> {
    /// `above` holds the real paths of the folders being walked, so that a link back to one of them is noticed.
    fn collect(
        &self,
        folder: &Path,
        name: &str,
        above: &mut Vec<PathBuf>,
        paths: &mut Vec<String>,
    ) -> Result<(), DiskError> {
        for entry in list(folder, name)? {
            let path = &entry.path;
            let link = entry.metadata.is_symlink();
            // Emacs marks an edited file by a link to nowhere beside it.
            if link && path.rsplit('/').next().is_some_and(|name| name.starts_with(".#")) {
                continue;
            }
            let wanted = Path::new(path)
                .extension()
                .and_then(|extension| extension.to_str())
                .is_some_and(|extension| self.extensions.contains(&extension));
            if entry.metadata.is_file() && !wanted {
                continue;
            }
            if !entry.readable_name {
                return Err(DiskError::new(path, "read", "its name is not UTF-8").hint("give it a plain name"));
            }
            let real = self.resolve(&entry.on_disk, path)?;
            let folder = if link { real.is_dir() } else { entry.metadata.is_dir() };
            if !folder {
                if wanted {
                    paths.push(entry.path);
                }
                continue;
            }
            if above.contains(&real) {
                return Err(
                    DiskError::new(path, "read", "it is a link to a folder around itself").hint("remove the link")
                );
            }
            above.push(real);
            self.collect(&entry.on_disk, path, above, paths)?;
            above.pop();
        }
        Ok(())
    }

    fn resolve(&self, on_disk: &Path, path: &str) -> Result<PathBuf, DiskError> {
        let real = on_disk.canonicalize().map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound && on_disk.is_symlink() {
                return DiskError::new(path, "read", "it is a link to something that does not exist")
                    .hint("remove the link, or restore what it leads to");
            }
            DiskError::from_os(path, "read", &error)
        })?;
        if real.starts_with(&self.root) {
            return Ok(real);
        }
        Err(DiskError::new(path, "read", "it is a link that leads out of the project")
            .hint("copy the file into the project: another checkout would not have it"))
    }
}

/// One thing in a folder.
struct Entry {
    /// From the project root, with `/`; not exact where the name is not UTF-8.
    path: String,
    on_disk: PathBuf,
    metadata: Metadata,
    readable_name: bool,
}

fn list(on_disk: &Path, folder: &str) -> Result<Vec<Entry>, DiskError> {
    let failed = |error: io::Error| DiskError::from_os(folder, "read", &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(on_disk).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if name == ".git" {
            continue;
        }
        let path = format!("{folder}/{}", name.to_string_lossy());
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            // Gone since the folder was opened, as a file is that another run has just put in place.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(DiskError::from_os(&path, "read", &error)),
        };
        let readable_name = name.to_str().is_some();
        entries.push(Entry { path, on_disk: entry.path(), metadata, readable_name });
    }
    entries.sort_by(|a, b| a.on_disk.cmp(&b.on_disk));
    Ok(entries)
}

fn read_entry(on_disk: &Path, path: &str, metadata: &Metadata) -> CommittedFile {
    if metadata.is_symlink() {
        return CommittedFile::new(match fs::read_link(on_disk) {
            Ok(target) => Content::Symlink(target.to_string_lossy().into_owned()),
            Err(error) => Content::Unreadable(plain_words(&error)),
        });
    }
    let content = if metadata.is_file() && is_leftover(path) {
        Content::Leftover
    } else {
        match read_bytes(on_disk, metadata) {
            Err(reason) => Content::Unreadable(reason),
            Ok(bytes) => match into_text(bytes) {
                Ok(text) => Content::Text(Source::new(path, text)),
                Err(bytes) => Content::NotText { owned: is_owned_bytes(&bytes) },
            },
        }
    };
    CommittedFile { content, executable: guard::is_executable(metadata) }
}

pub(super) fn read_source(on_disk: &Path, path: &str) -> Result<Arc<Source>, DiskError> {
    let metadata = fs::metadata(on_disk).map_err(|error| DiskError::from_os(path, "read", &error))?;
    let bytes = read_bytes(on_disk, &metadata).map_err(|reason| DiskError::new(path, "read", reason))?;
    // A checkout on Windows may have other line endings, and must render the same.
    into_text(bytes).map(|text| Source::new(path, text.replace("\r\n", "\n"))).map_err(|bytes| {
        let good = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let good = bytes[..good].iter().position(|byte| *byte == 0).unwrap_or(good);
        let line = bytes[..good].split(|byte| *byte == b'\n').count();
        DiskError::new(path, "read", format!("line {line} is not UTF-8 text")).hint("save the file as UTF-8")
    })
}

/// A pipe or a device is never opened: reading it might never end.
fn read_bytes(on_disk: &Path, metadata: &Metadata) -> Result<Vec<u8>, String> {
    if !metadata.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    if metadata.len() > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST / 1024 / 1024));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    File::open(on_disk)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| plain_words(&error))?;
    Ok(bytes)
}

fn into_text(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    if bytes.contains(&0) {
        return Err(bytes);
    }
    String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)
}
