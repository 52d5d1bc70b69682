//! Argo CD: its Applications, what each of them applies, in which order, and what its project permits.
//!
//! Followed are plain folders and kustomizations of the repository that the documents are. What a chart, a plugin or
//! another repository yields is not known here, and said not to be.

pub mod glob;
pub mod version;
pub mod repository;
pub mod tree;
pub mod scope;
pub mod applied;
pub mod realm;
pub mod application;
pub mod project;
pub mod sync;
mod values;
#[cfg(test)]
mod tests;

pub use values::value_files;
