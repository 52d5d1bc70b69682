//! Kustomizations built in memory, as kustomize 5.7 builds them, with a place for every node of the result.
//!
//! What comes out is what an overlay really applies, and each of its nodes stands where it was written: in a base, a
//! patch or the kustomization itself. Nothing is fetched and no program is run. What cannot be built without that is
//! named in [`Build::incomplete`] and never guessed; whether the objects are right is for others to judge.

mod build;
mod config;
mod digest;
mod fields;
mod files;
mod generate;
mod images;
mod inline;
mod kinds;
mod lists;
mod load;
mod merge;
mod names;
mod overrides;
mod patches;
mod pointer;
mod references;
mod resource;
mod roots;
mod selector;
mod spec;
#[cfg(test)]
mod tests;
mod transform;
mod value;

pub use files::Files;
pub use files::KUSTOMIZATION_NAMES;
pub use overrides::Override;
pub use roots::Roots;
pub use roots::roots;

use crate::finding::Findings;
use crate::manifest::Manifest;
use crate::text::Place;

/// What came of a kustomization.
#[derive(Debug, Default)]
pub struct Build {
    /// The objects, in the order in which they were added. Those that are only for kustomize are left out.
    pub manifests: Vec<Manifest>,
    /// What is wrong with the kustomization and what it names.
    pub findings: Findings,
    /// Whether kustomize would give up. The manifests are then what could be made in spite of it.
    pub is_refused: bool,
    /// What could not be followed. If this is empty, the manifests are all there is.
    pub incomplete: Vec<Incomplete>,
    /// Values of bases that overlays replaced.
    pub overrides: Vec<Override>,
}

impl Build {
    /// Whether there may be objects that are not among the manifests, so that none can be said to be missing.
    pub fn lacks_objects(&self) -> bool {
        self.incomplete.iter().any(|incomplete| incomplete.gap == Gap::Objects)
    }
}

/// Something that a build would need a network or another program for.
#[derive(Debug, Clone)]
pub struct Incomplete {
    /// What is unknown for that.
    pub gap: Gap,
    /// Where the kustomization asks for it.
    pub place: Place,
    /// Why it was not followed, in a few words.
    pub reason: String,
}

/// What is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// There may be more objects, fewer, or others.
    Objects,
    /// The objects are known, and some of their values are not final.
    Values,
}

/// Builds the kustomization of a folder, relative to the project; the empty path is the project itself.
pub fn build(files: &Files, folder: &str) -> Build {
    build::Builder::new(files).build(folder)
}
