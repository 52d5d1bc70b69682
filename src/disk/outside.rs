//! Files that are named on the command line, wherever they are: read, never written.
//!
//! Links are followed, for whoever names a file means what it leads to. Only regular files are opened.

use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::disk::DiskError;
use crate::disk::error::plain_words;
use crate::disk::read::LARGEST;
use crate::disk::read::read_source;
use crate::schema::Files;
use crate::text::Source;

/// Paths are looked up from a folder; absolute ones are taken as they are.
#[derive(Debug)]
pub struct Outside {
    folder: PathBuf,
}

impl Outside {
    /// Looks paths up from this folder.
    pub fn from(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The text of a file; `None` when there is none.
    pub fn text(&self, path: &str) -> Result<Option<Arc<Source>>, DiskError> {
        match read_source(&self.folder.join(path), path) {
            Ok(source) => Ok(Some(source)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The bytes of a file, which need not be text; `None` when there is none, or it is too large to be put anywhere.
    pub fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, DiskError> {
        let failed = |error: io::Error| DiskError::from_os(path, "read", &error);
        match fs::metadata(self.folder.join(path)) {
            Ok(found) if found.is_file() && found.len() <= LARGEST => {}
            Ok(_) => return Ok(None),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(failed(error)),
        }
        let mut bytes = Vec::new();
        let mut file = fs::File::open(self.folder.join(path)).map_err(failed)?;
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(Some(bytes))
    }

    /// The names in a folder, sorted, those of folders with a `/` behind them; `None` when there is no such folder.
    pub fn names(&self, folder: &str) -> Result<Option<Vec<String>>, DiskError> {
        let failed = |error: io::Error| DiskError::from_os(folder, "read", &error);
        let on_disk = self.folder.join(folder);
        match fs::metadata(&on_disk) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Ok(None),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(failed(error)),
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(&on_disk).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            if name == ".git" {
                continue;
            }
            let Some(name) = name.to_str() else {
                let path = format!("{folder}/{}", name.to_string_lossy());
                return Err(DiskError::new(&path, "read", "its name is not UTF-8").hint("give it a plain name"));
            };
            // A link to nowhere is told when it is read.
            let folder = fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
            names.push(if folder { format!("{name}/") } else { name.to_owned() });
        }
        names.sort();
        Ok(Some(names))
    }
}

impl Files for Outside {
    fn read(&self, path: &str) -> Result<Option<String>, String> {
        let source = self.text(path).map_err(|error| format!("it cannot be read: {}", error.reason))?;
        Ok(source.map(|source| source.text.clone()))
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<String>>, String> {
        self.names(folder).map_err(|error| format!("it cannot be read: {}", error.reason))
    }
}

/// What somebody pipes in, under the path `-`.
pub fn read_piped(input: &mut dyn Read) -> Result<Arc<Source>, DiskError> {
    let mut text = String::new();
    let read = input.take(LARGEST + 1).read_to_string(&mut text);
    let failed = |reason: String| DiskError::new("-", "read", reason);
    match read {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(failed("it is not UTF-8 text".to_owned())),
        Err(error) => Err(failed(plain_words(&error))),
        Ok(_) if text.len() as u64 > LARGEST => Err(failed(format!("it is larger than {} MiB", LARGEST / 1024 / 1024))),
        Ok(_) => Ok(Source::new("-", text.replace("\r\n", "\n"))),
    }
}

/// The bytes that somebody pipes in.
pub fn read_piped_bytes(input: &mut dyn Read) -> Result<Vec<u8>, DiskError> {
    let mut bytes = Vec::new();
    match input.take(LARGEST + 1).read_to_end(&mut bytes) {
        Err(error) => Err(DiskError::new("-", "read", plain_words(&error))),
        Ok(_) if bytes.len() as u64 > LARGEST => {
            Err(DiskError::new("-", "read", format!("it is larger than {} MiB", LARGEST / 1024 / 1024)))
        }
        Ok(_) => Ok(bytes),
    }
}
