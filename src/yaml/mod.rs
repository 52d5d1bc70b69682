//! YAML with a place for every node, read the way Kubernetes reads it.
//!
//! Parsing keeps what was written (spans, scalar style, both spellings of a boolean) and leaves its meaning to
//! whoever asks: [`scalar::resolve_v1_1`] is what the API server sees, [`scalar::resolve_v1_2`] what GitHub sees.
//! This module knows nothing of manifests, and reads no files.

#[cfg(test)]
mod bounds;
pub mod compose;
mod content;
pub mod document;
pub mod emit;
mod fast;
#[cfg(test)]
mod goyaml;
mod json;
mod keys;
mod parents;
pub mod parse;
mod problem;
#[cfg(test)]
mod tests;
pub mod scalar;

pub use compose::Composed;
pub use content::Form;
pub use document::Document;
pub use document::Node;
pub use keys::are_same;
pub use parse::parse;
pub use problem::Fault;
pub use problem::Problem;
pub use scalar::Scalar;
