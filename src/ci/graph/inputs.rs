//! What is no Python and still decides what a service is: requirements files, projects, and what images are made of.
//!
//! A folder that an image copies holds Python that is only of interest if it is imported, and files beside that Python,
//! which belong to it. Everything else in the folder is an input of the image.

use crate::ci::checkout::Checkout;
use crate::ci::checkout::is_python;
use crate::ci::checkout::reading;
use crate::ci::graph::Kind;
use crate::ci::graph::Need;
use crate::ci::graph::read::Read;
use crate::ci::pattern::Patterns;
use crate::ci::pattern::folder_of;
use crate::ci::pattern::join;
use crate::ci::pattern::relative;
use crate::ci::pipeline::Pipeline;
use crate::code::dockerfile::Copy;
use crate::text::Span;

/// Lock files of the tools that read a `pyproject.toml`.
const LOCKS: [&str; 3] = ["uv.lock", "poetry.lock", "pdm.lock"];

/// What a file that is no Python needs.
pub fn needs(pipeline: &Pipeline<'_>, checkout: &Checkout, file: &str, read: &Read) -> Vec<Need> {
    let mut found = Vec::new();
    match read {
        Read::Python(_) => {}
        Read::Requirements(requirements) => {
            for included in &requirements.includes {
                if let Some(path) = relative(folder_of(file), &included.text) {
                    found.push(need(path, Kind::Includes, included.span, &included.text));
                }
            }
            for local in &requirements.local {
                project(checkout, file, &local.text, local.span, &mut found);
            }
        }
        Read::Pyproject(read) => {
            for local in &read.local {
                project(checkout, file, &local.text, local.span, &mut found);
            }
            for lock in LOCKS {
                let path = join(folder_of(file), lock);
                if checkout.has(&path) {
                    found.push(need(path, Kind::Depends, Span::default(), lock));
                }
            }
        }
        Read::Dockerfile(dockerfile) => {
            for copy in &dockerfile.copies {
                copied(pipeline, checkout, file, copy, &mut found);
            }
            for base in &dockerfile.bases {
                let Some(folder) = pipeline.ci.images.get(&base.text) else { continue };
                for path in checkout.below(&folder.0) {
                    found.push(need(path.to_owned(), Kind::BaseImage, base.span, &base.text));
                }
            }
        }
    }
    found
}

fn need(path: String, kind: Kind, span: Span, said: &str) -> Need {
    Need { path, kind, span, said: said.to_owned() }
}

/// A project in another folder: what it says of itself; its Python counts where it is imported.
fn project(checkout: &Checkout, file: &str, path: &str, span: Span, found: &mut Vec<Need>) {
    let Some(folder) = relative(folder_of(file), path) else { return };
    let patterns = Patterns::new([folder.as_str()]);
    let of_project = |name: &str| ["pyproject.toml", "setup.py", "setup.cfg"].contains(&name);
    let folders = checkout.paths().iter().filter(|path| patterns.cover(path));
    for path in folders.filter(|path| path.rsplit('/').next().is_some_and(of_project)) {
        found.push(need(path.clone(), Kind::Depends, span, &folder));
    }
}

fn copied(pipeline: &Pipeline<'_>, checkout: &Checkout, file: &str, copy: &Copy, found: &mut Vec<Need>) {
    // The whole context says nothing about what is needed of it.
    if copy.source == "." || copy.source == "*" {
        return;
    }
    let beside = relative(folder_of(file), &copy.source);
    let rooted = relative("", &copy.source);
    let mut there = false;
    for source in [rooted.as_deref(), beside.as_deref()].into_iter().flatten() {
        let patterns = Patterns::new([source]);
        let is_pattern = source.contains(['*', '?', '[']);
        let candidates: Vec<&str> = if is_pattern {
            checkout.paths().iter().map(String::as_str).filter(|path| patterns.cover(path)).collect()
        } else {
            checkout.below(source).collect()
        };
        for path in &candidates {
            // Named by itself, a file is meant, whatever it is.
            if *path == source || is_input(pipeline, checkout, path) {
                found.push(need((*path).to_owned(), Kind::Copies, copy.span, &copy.source));
            }
        }
        there |= !candidates.is_empty();
        if there {
            break;
        }
    }
    if let (false, Some(path)) = (there, rooted) {
        found.push(need(path, Kind::Copies, copy.span, &copy.source));
    }
}

/// Whether a file of a copied folder counts by itself, rather than by the Python that it is or lies beside.
fn is_input(pipeline: &Pipeline<'_>, checkout: &Checkout, path: &str) -> bool {
    !(is_python(path) && pipeline.is_in_root(path)) && package_of(pipeline, checkout, path).is_none()
}

/// The folder of Python that a file belongs to which is no Python itself: the nearest around it, within the roots, and
/// within the service whose own it is.
pub fn package_of<'p>(pipeline: &Pipeline<'_>, checkout: &Checkout, path: &'p str) -> Option<&'p str> {
    let mut folder = folder_of(path);
    while pipeline.is_in_root(folder) && !folder.is_empty() {
        if checkout.has_python(folder) {
            return Some(folder);
        }
        if pipeline.services.iter().any(|service| service.source == folder) {
            return None;
        }
        folder = folder_of(folder);
    }
    None
}

/// Whether a file beside Python could be read by it: not what says how it is built and tested.
pub fn is_data(path: &str) -> bool {
    reading(path).is_none() && !is_lock(path)
}

/// Whether a file holds the versions of a project and of all that it is installed with.
pub fn is_lock(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| LOCKS.contains(&name))
}
