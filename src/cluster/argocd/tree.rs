//! The repository that the documents are, by folders.
//!
//! Documents may be read from anywhere in a file system, so where the repository begins is worked out: at the folder
//! that all documents share or at one above it, whichever makes most paths of Applications lead somewhere.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;

use crate::cluster::object::Object;

/// Files with the objects in them, by path from the root of the repository.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// The folder that is the root, with a slash at its end, or empty.
    root: &'a str,
    /// Objects by the file that they stand in, by their numbers.
    files: BTreeMap<&'a str, Vec<usize>>,
    /// Whether all files are known, and not only those with objects.
    pub complete: bool,
}

impl<'a> Tree<'a> {
    /// Sorts objects by their files. `files` are all files that there are, if that is known; `asked` the paths that
    /// Applications read.
    pub fn new(objects: &[Object<'a>], files: Option<&[&'a str]>, asked: &[&str]) -> Self {
        let mut tree = Self { complete: files.is_some(), ..Self::default() };
        for file in files.into_iter().flatten() {
            tree.files.entry(file).or_default();
        }
        for (at, object) in objects.iter().enumerate().filter(|(_, object)| object.maker.is_none()) {
            tree.files.entry(object.manifest.source().path.as_str()).or_default().push(at);
        }
        let shared = tree.shared();
        let mut best = (0, shared);
        for (at, _) in shared.rmatch_indices('/').skip(1) {
            tree.consider(&shared[..=at], asked, &mut best);
        }
        for root in [shared, ""] {
            tree.consider(root, asked, &mut best);
        }
        tree.root = best.1;
        tree
    }

    fn consider(&mut self, root: &'a str, asked: &[&str], best: &mut (usize, &'a str)) {
        self.root = root;
        let found = asked.iter().filter(|path| !is_root(path) && self.has_folder(path)).count();
        if found > best.0 {
            *best = (found, root);
        }
    }

    /// The folder that all files are in, with a slash at its end.
    fn shared(&self) -> &'a str {
        let (Some((first, _)), Some((last, _))) = (self.files.first_key_value(), self.files.last_key_value()) else {
            return "";
        };
        let same = first.bytes().zip(last.bytes()).take_while(|(one, other)| one == other).count();
        let shared = first.get(..same).unwrap_or_default();
        shared.rfind('/').map_or("", |slash| &first[..=slash])
    }

    /// The path of a file from the root of the repository; `None` if it lies outside.
    pub fn inside(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.root)
    }

    /// The files below a folder, by their path from there, each with the numbers of its objects.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&'a str, &[usize])> {
        let prefix = self.prefix(folder);
        let from = self.files.range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded));
        from.map_while(move |(path, objects)| Some((path.strip_prefix(prefix.as_str())?, objects.as_slice())))
    }

    /// Whether a file, by its path from the root, lies below a folder.
    pub fn is_in(&self, file: &str, folder: &str) -> bool {
        let Some(folder) = clean(folder) else { return false };
        folder.is_empty() || file.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether something lies below a folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.below(folder).next().is_some()
    }

    /// Whether nothing is known of where files lie: what comes from standard input has no path.
    pub fn may_be_anywhere(&self) -> bool {
        self.files.keys().all(|file| *file == "-")
    }

    /// The objects in a file; `None` if it is not known.
    pub fn file(&self, path: &str) -> Option<&[usize]> {
        let path = format!("{}{}", self.root, clean(path)?);
        self.files.get(path.as_str()).map(Vec::as_slice)
    }

    /// Every folder, for suggestions.
    pub fn folders(&self) -> BTreeSet<&'a str> {
        let inside = self.files.keys().filter_map(|file| self.inside(file));
        inside.flat_map(|file| file.match_indices('/').map(|(at, _)| &file[..at])).collect()
    }

    fn prefix(&self, folder: &str) -> String {
        match clean(folder) {
            Some(folder) if folder.is_empty() => self.root.to_owned(),
            Some(folder) => format!("{}{folder}/", self.root),
            // Nothing begins with it.
            None => "\0".to_owned(),
        }
    }
}

/// Whether a path means the root itself.
pub fn is_root(path: &str) -> bool {
    clean(path).is_some_and(|path| path.is_empty())
}

/// A path without `.`, `..` and empty parts; `None` if it leads out of the repository.
pub fn clean(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_where_most_paths_lead_somewhere() {
        let files = ["x/bad/apps/cart/a.yaml", "x/bad/apps/cart/b/c.yaml", "x/bad/apps/web/a.yaml"];
        let tree = Tree::new(&[], Some(&files), &["apps/cart", "apps/web", "nothing"]);
        assert_eq!(tree.root, "x/bad/");
        assert!(tree.has_folder("apps/cart/") && tree.has_folder("./apps") && tree.has_folder("."));
        assert!(!tree.has_folder("apps/car") && !tree.has_folder("../x"));
        assert_eq!(tree.below("apps/cart").map(|(path, _)| path).collect::<Vec<_>>(), ["a.yaml", "b/c.yaml"]);
        let lost = Tree::new(&[], Some(&files), &["nothing"]);
        assert_eq!(lost.root, "x/bad/apps/", "the folder that all share");
    }
}
