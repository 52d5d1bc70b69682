//! Repositories and changes made at random: few places and few names, so that files meet, and stand in each other's way.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select as one_of;

pub(super) const SERVICES: [&str; 3] = ["svc/a", "svc/b", "svc/c"];

/// Where files may be: some make packages of folders, some stand in each other's way.
pub(super) const PLACES: [&str; 20] = [
    "svc/a/app.py",
    "svc/a/core/one.py",
    "svc/a/lib.py",
    "svc/b/app.py",
    "svc/b/core/__init__.py",
    "svc/b/core/one.py",
    "svc/c/app.py",
    "svc/c/lib/p.py",
    "lib/__init__.py",
    "lib/p.py",
    "lib/p/__init__.py",
    "lib/p/one.py",
    "lib/p/two.py",
    "lib/q/one.py",
    "lib/q/two/__init__.py",
    "lib/q/two/deep.py",
    "lib/r.py",
    "core/one.py",
    "core.py",
    "lib/p/data.txt",
];

const NAMES: [&str; 15] = [
    "lib",
    "lib.p",
    "lib.p.one",
    "lib.p.two",
    "lib.q",
    "lib.q.one",
    "lib.q.two",
    "lib.q.two.deep",
    "lib.r",
    "core",
    "core.one",
    "svc.a.app",
    "svc.b.core.one",
    "svc.c.app",
    "os.path",
];

/// An import: how it is written, of which module, and which name of it.
#[derive(Debug, Clone)]
pub(super) enum Import {
    Module(&'static str),
    From(&'static str, &'static str),
    Relative(usize, &'static str, &'static str),
}

/// The files of a revision with their imports.
pub(super) type Tree = BTreeMap<&'static str, Vec<Import>>;

pub(super) fn text(imports: &[Import]) -> String {
    let line = |(number, import): (usize, &Import)| {
        let statement = match import {
            Import::Module(name) => format!("import {name}"),
            Import::From(module, name) => format!("from {module} import {name}"),
            Import::Relative(level, module, name) => format!("from {}{module} import {name}", ".".repeat(*level)),
        };
        match number % 4 {
            0 => format!("{statement}\n"),
            1 => format!("def later():\n    {statement}\n"),
            2 => format!("try:\n    {statement}\nexcept ImportError:\n    pass\n"),
            _ => format!("class Holder:\n    if True:\n        {statement}\n"),
        }
    };
    imports.iter().enumerate().map(line).collect()
}

fn import() -> impl Strategy<Value = Import> {
    let name = || one_of(vec!["one", "two", "p", "q", "r", "deep", "thing", "lib", "core"]);
    prop_oneof![
        one_of(NAMES.to_vec()).prop_map(Import::Module),
        (one_of(NAMES.to_vec()), name()).prop_map(|(module, name)| Import::From(module, name)),
        (1..4_usize, one_of(vec!["", "", "one", "p", "q.two"]), name())
            .prop_map(|(level, module, name)| Import::Relative(level, module, name)),
    ]
}

pub(super) fn tree() -> impl Strategy<Value = Tree> {
    let files = vec((one_of(PLACES.to_vec()), vec(import(), 0..4)), 4..14);
    files.prop_map(|files| {
        let mut tree: Tree = files.into_iter().collect();
        for app in ["svc/a/app.py", "svc/b/app.py", "svc/c/app.py"] {
            tree.entry(app).or_default();
        }
        tree
    })
}

/// What happens to a file.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    Write(&'static str, Vec<Import>),
    Delete(&'static str),
    Rename(&'static str, &'static str),
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let place = || one_of(PLACES.to_vec());
    prop_oneof![
        (place(), vec(import(), 0..3)).prop_map(|(path, imports)| Edit::Write(path, imports)),
        place().prop_map(Edit::Delete),
        (place(), place()).prop_map(|(from, to)| Edit::Rename(from, to)),
    ]
}

pub(super) fn edited(tree: &Tree, edits: &[Edit]) -> Tree {
    let mut tree = tree.clone();
    for edit in edits {
        match edit {
            Edit::Write(path, imports) => {
                tree.insert(path, imports.clone());
            }
            Edit::Delete(path) => {
                tree.remove(path);
            }
            Edit::Rename(from, to) => {
                if let Some(imports) = tree.remove(from) {
                    tree.insert(to, imports);
                }
            }
        }
    }
    tree
}
