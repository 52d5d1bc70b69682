//! What Python runs for an import: its own search, tried out anew for every name.

use std::collections::BTreeSet;

use crate::ci::closure::made::Import;
use crate::ci::closure::made::SERVICES;
use crate::ci::closure::made::Tree;

/// Python, as far as imports go.
pub(super) struct Python<'t> {
    pub(super) tree: &'t Tree,
}

impl Python<'_> {
    fn has(&self, path: &str) -> bool {
        self.tree.contains_key(path)
    }

    fn has_folder(&self, path: &str) -> bool {
        self.tree.keys().any(|file| file.starts_with(&format!("{path}/")))
    }

    /// The next part of a name in these folders: the files that run, and the folders to go on in.
    fn step(&self, folders: &[String], part: &str) -> Option<(Vec<String>, Vec<String>)> {
        let mut spaces = Vec::new();
        for folder in folders {
            let path = if folder.is_empty() { part.to_owned() } else { format!("{folder}/{part}") };
            if self.has(&format!("{path}/__init__.py")) {
                return Some((vec![format!("{path}/__init__.py")], vec![path]));
            }
            if self.has(&format!("{path}.py")) {
                return Some((vec![format!("{path}.py")], Vec::new()));
            }
            if self.has_folder(&path) {
                spaces.push(path);
            }
        }
        (!spaces.is_empty()).then_some((Vec::new(), spaces))
    }

    /// The files that run when a name is imported out of these folders, and where its modules are.
    fn run(&self, folders: Vec<String>, name: &str) -> (BTreeSet<String>, Vec<String>) {
        let (mut ran, mut folders) = (BTreeSet::new(), folders);
        for part in name.split('.').filter(|part| !part.is_empty()) {
            let Some((files, next)) = self.step(&folders, part) else { return (ran, Vec::new()) };
            ran.extend(files);
            folders = next;
        }
        (ran, folders)
    }

    fn imported(&self, file: &str, import: &Import) -> BTreeSet<String> {
        let service = SERVICES.iter().find(|service| file.starts_with(&format!("{service}/")));
        let search: Vec<String> = service.map(|it| (*it).to_owned()).into_iter().chain([String::new()]).collect();
        let (folders, module, name) = match import {
            Import::Module(name) => return self.run(search, name).0,
            Import::From(module, name) => (search, *module, *name),
            Import::Relative(level, module, name) => {
                let mut parts: Vec<&str> = file.split('/').collect();
                if parts.len() <= *level {
                    return BTreeSet::new();
                }
                parts.truncate(parts.len() - level);
                let folder = parts.join("/");
                let (mut ran, folders) = self.run(vec![folder.clone()], module);
                if self.has(&format!("{folder}/__init__.py")) {
                    ran.insert(format!("{folder}/__init__.py"));
                }
                if let Some((files, _)) = self.step(&folders, name) {
                    ran.extend(files);
                }
                return ran;
            }
        };
        let (mut ran, folders) = self.run(folders, module);
        if let Some((files, _)) = self.step(&folders, name) {
            ran.extend(files);
        }
        ran
    }

    /// Everything that the files of a service import, directly or not.
    pub(super) fn closure(&self, service: &str) -> BTreeSet<String> {
        let own = self.tree.keys().filter(|file| file.starts_with(&format!("{service}/")));
        let mut found: BTreeSet<String> = own.map(|file| (*file).to_owned()).collect();
        loop {
            let before = found.len();
            for file in found.clone() {
                for import in self.tree.get(file.as_str()).into_iter().flatten() {
                    found.extend(self.imported(&file, import));
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }
}
