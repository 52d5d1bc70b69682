//! The only module that opens files.
//!
//! It reads folders into memory and writes what a plan says, and knows nothing of Kubernetes. It follows no link out
//! of the project, skips nothing silently, and replaces or removes no file that lacks groundplan's header.

#![expect(clippy::disallowed_methods, reason = "this is the module that the bans point to")]

mod code;
mod error;
mod guard;
mod inputs;
mod outside;
mod read;
mod report;
mod stage;
mod write;

#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use code::is_folder;
pub use code::list_code;
pub use code::read_code;
pub use error::DiskError;
pub use inputs::Inputs;
pub use inputs::STANDARD_INPUT;
pub use outside::Outside;
pub use outside::read_piped;
pub use outside::read_piped_bytes;
pub use read::read_sources;
pub use read::read_tree;
pub use report::append_report;
pub use report::write_report;
pub use write::Written;
pub use write::write_changes;
