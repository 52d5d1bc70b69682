//! The files that a command line names: found in an order that does not depend on the file system, read one by one.
//!
//! Unlike the project's own folders these may lie anywhere and be anything. What cannot be read is said per file, so
//! that one bad file hides no other. Contents are not kept: a hundred thousand files take no more memory than a
//! thousand, apart from their names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::disk::DiskError;
use crate::disk::error::plain_words;

/// Standard input, where a path is expected.
pub const STANDARD_INPUT: &str = "-";

/// What a folder is searched for. A file that is named itself is read whatever it is called.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// No manifest comes near this size, and a file above it would only fill the memory.
const LARGEST: usize = 64 * 1024 * 1024;

/// Nearly every manifest is shorter.
const USUAL: usize = 8 * 1024;

/// What is longer is not copied from the buffer that it was read into.
const LARGE: usize = 256 * 1024;

/// Paths of files, sorted, each once.
#[derive(Debug)]
pub struct Inputs {
    root: PathBuf,
    files: Found,
    /// What was read from standard input and from pipes, which can be read only once.
    streams: BTreeMap<String, Result<Vec<u8>, String>>,
}

impl Inputs {
    /// Finds the files that `arguments` name, relative to `root`: files, and everything below folders that ends in
    /// `.yaml`, `.yml` or `.json`, without what is hidden. An argument that names nothing is an error.
    pub fn find(root: &Path, arguments: &[String], keep: Keep<'_>) -> Result<Self, DiskError> {
        let mut files = Found::default();
        let mut streams = BTreeMap::new();
        for argument in arguments {
            let path = tidied(argument);
            if path == STANDARD_INPUT {
                streams.entry(path.to_owned()).or_insert_with(|| slurp(io::stdin().lock()));
                files.add(path, &|_| true);
                continue;
            }
            let on_disk = root.join(path);
            let metadata = fs::metadata(&on_disk).map_err(|error| DiskError::from_os(argument, "read", &error))?;
            if metadata.is_dir() {
                let above: Vec<PathBuf> = on_disk.canonicalize().into_iter().collect();
                files.append(Found::walk(&on_disk, if path == "." { "" } else { path }, &above, keep));
                continue;
            }
            if !metadata.is_file() {
                let opened = || File::open(&on_disk).map_err(|error| plain_words(&error)).and_then(slurp);
                streams.entry(path.to_owned()).or_insert_with(opened);
            }
            files.add(path, keep);
        }
        let mut ends = std::mem::take(&mut files.ends);
        if !ends.is_sorted_by(|a, b| files.path(*a) < files.path(*b)) {
            ends.par_sort_unstable_by(|a, b| files.path(*a).cmp(files.path(*b)));
            ends.dedup_by(|a, b| files.path(*a) == files.path(*b));
        }
        files.ends = ends;
        files.obstacles.sort();
        files.obstacles.dedup();
        Ok(Self { root: root.to_owned(), files, streams })
    }

    /// What stands below the folders and can be neither read nor looked into, with the reason, by path.
    pub fn obstacles(&self) -> &[(String, String)] {
        &self.files.obstacles
    }

    /// How many files `keep` turned down.
    pub fn ignored(&self) -> usize {
        self.files.ignored
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.ends.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.ends.is_empty()
    }

    /// The path of a file as the command line named it, or the folder that it was found in.
    pub fn path(&self, index: usize) -> &str {
        self.files.path(self.files.ends[index])
    }

    /// Reads a file, with a buffer that may be used for another afterwards; says why that failed. What is large is
    /// given away instead of copied.
    pub fn read<'a>(&'a self, index: usize, buffer: &'a mut Vec<u8>) -> Result<Cow<'a, [u8]>, String> {
        let path = self.path(index);
        if let Some(stream) = self.streams.get(path) {
            return stream.as_deref().map(Cow::Borrowed).map_err(Clone::clone);
        }
        let mut file = File::open(self.root.join(path)).map_err(|error| plain_words(&error))?;
        let length = fill(&mut file, buffer, |file| file.metadata().map_or(0, |file| file.len()))?;
        if length <= LARGE {
            return Ok(Cow::Borrowed(&buffer[..length]));
        }
        buffer.truncate(length);
        Ok(Cow::Owned(std::mem::take(buffer)))
    }
}

/// What was found so far, in no order yet.
#[derive(Debug, Default)]
struct Found {
    /// All paths, one after the other: a hundred thousand strings of their own would take three times the memory.
    paths: String,
    ends: Vec<(u32, u32)>,
    obstacles: Vec<(String, String)>,
    ignored: usize,
}

/// Decides which files are read.
type Keep<'a> = &'a (dyn Fn(&str) -> bool + Sync);

impl Found {
    fn add(&mut self, path: &str, keep: Keep<'_>) {
        if !keep(path) {
            self.ignored += 1;
            return;
        }
        let start = self.paths.len();
        self.paths.push_str(path);
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.ends.push((position(start), position(self.paths.len())));
    }

    fn append(&mut self, other: Self) {
        let offset = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        self.paths.push_str(&other.paths);
        self.ends.extend(other.ends.iter().map(|(start, end)| (start + offset, end + offset)));
        self.obstacles.extend(other.obstacles);
        self.ignored += other.ignored;
    }

    fn path(&self, (start, end): (u32, u32)) -> &str {
        &self.paths[start as usize..end as usize]
    }

    /// `above` holds the real paths of the linked folders being walked, so that a link back to one is noticed.
    fn walk(on_disk: &Path, shown: &str, above: &[PathBuf], keep: Keep<'_>) -> Self {
        let mut found = Self::default();
        let mut folders = Vec::new();
        if let Err(error) = found.list(on_disk, shown, keep, &mut folders) {
            found.obstacles.push((shown.to_owned(), plain_words(&error)));
        }
        let below: Vec<Self> = folders
            .into_par_iter()
            .map(|(folder, shown, link)| {
                if !link {
                    return Self::walk(&folder, &shown, above, keep);
                }
                let obstacle = match folder.canonicalize() {
                    Ok(real) if above.iter().any(|folder| folder.starts_with(&real)) => {
                        "it is a link to a folder around itself".to_owned()
                    }
                    Ok(real) => return Self::walk(&folder, &shown, &[above, &[real]].concat(), keep),
                    Err(error) => plain_words(&error),
                };
                Self { obstacles: vec![(shown, obstacle)], ..Self::default() }
            })
            .collect();
        found.paths.reserve_exact(below.iter().map(|other| other.paths.len()).sum());
        found.ends.reserve_exact(below.iter().map(|other| other.ends.len()).sum());
        for other in below {
            found.append(other);
        }
        found
    }

    /// Adds the files of one folder, and lists the folders in it, with whether each is a link.
    fn list(
        &mut self,
        on_disk: &Path,
        shown: &str,
        keep: Keep<'_>,
        folders: &mut Vec<(PathBuf, String, bool)>,
    ) -> io::Result<()> {
        let mut path = String::new();
        for entry in fs::read_dir(on_disk)? {
            let entry = entry?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            path.clear();
            if !shown.is_empty() {
                path.push_str(shown.trim_end_matches('/'));
                path.push('/');
            }
            path.push_str(&name.to_string_lossy());
            let kind = entry.file_type()?;
            let link = kind.is_symlink();
            if kind.is_dir() || link && fs::metadata(entry.path()).is_ok_and(|to| to.is_dir()) {
                folders.push((entry.path(), path.clone(), link));
                continue;
            }
            // Nobody knows when a pipe among the files ends, and it need not even begin.
            let regular = kind.is_file() || link && !fs::metadata(entry.path()).is_ok_and(|to| !to.is_file());
            match name.to_str() {
                _ if !is_manifest(&name) => {}
                _ if !regular => self.obstacles.push((path.clone(), "it is not a regular file".to_owned())),
                Some(_) => self.add(&path, keep),
                None => self.obstacles.push((path.clone(), "its name is not UTF-8".to_owned())),
            }
        }
        // Most folders hold files or folders and not both, and what is sorted here need not be sorted among all.
        let mut ends = std::mem::take(&mut self.ends);
        ends.sort_unstable_by(|a, b| self.path(*a).cmp(self.path(*b)));
        self.ends = ends;
        folders.sort_unstable_by(|(_, a, _), (_, b, _)| {
            let below = |path: &'_ str| path.bytes().chain([b'/']).collect::<Vec<u8>>();
            below(a).cmp(&below(b))
        });
        Ok(())
    }
}

/// Reads to the end, unless that is too far; gives how much was read. The buffer is made longer and never shorter, so
/// that for most files there is nothing to do. `size` says how long the input is thought to be, if that is not little.
fn fill<R: Read>(input: &mut R, buffer: &mut Vec<u8>, size: impl Fn(&R) -> u64) -> Result<usize, String> {
    let mut length = 0;
    loop {
        if length > LARGEST {
            return Err(format!("it is larger than {} MiB", LARGEST / 1024 / 1024));
        }
        if length == buffer.len() {
            let size = if length == 0 { 0 } else { usize::try_from(size(input)).unwrap_or(LARGEST) };
            // One byte more than there are, to see that there are no more.
            let more = if size >= length { size.saturating_add(1) } else { length * 2 };
            buffer.resize(more.clamp(USUAL, LARGEST + 1), 0);
        }
        match input.read(&mut buffer[length..]) {
            Ok(0) => return Ok(length),
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(plain_words(&error)),
        }
    }
}

fn slurp(mut input: impl Read) -> Result<Vec<u8>, String> {
    let mut buffer = Vec::new();
    let length = fill(&mut input, &mut buffer, |_| 0)?;
    buffer.truncate(length);
    Ok(buffer)
}

fn is_manifest(name: &OsStr) -> bool {
    Path::new(name).extension().and_then(OsStr::to_str).is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// The path without what says nothing: `./a//b/` is `a/b`.
fn tidied(argument: &str) -> &str {
    let mut path = argument;
    while let Some(rest) = path.strip_prefix("./").map(|rest| rest.trim_start_matches('/')) {
        path = rest;
    }
    let trimmed = path.trim_end_matches('/');
    match (path, trimmed) {
        ("", _) => ".",
        (_, "") => path,
        _ => trimmed,
    }
}
