//! What everything else is made of: places in files, and trees of files held in memory.
//!
//! No I/O here, and nothing of Kubernetes: this module knows lines, columns and paths only.

pub mod decode;
mod lines;
pub mod ownership;
pub mod place;
pub mod suggest;
pub mod tree;
pub mod committed;

pub use committed::CommittedFile;
pub use committed::CommittedTree;
pub use committed::Content;
pub use decode::NotText;
pub use decode::decode;
pub use place::Place;
pub use place::Source;
pub use place::Span;
pub use tree::FileTree;
