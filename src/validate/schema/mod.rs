//! Whether a document has the shape that its kind demands, as the API server would decide with strict fields.
//!
//! Walks the document and the schema side by side; nothing is compiled beforehand, and only definitions that the
//! document reaches are parsed. CEL rules and the server's own validation beyond types are not judged here.

mod consequence;
mod constraints;
mod format;
mod path;
mod scalar;
#[cfg(test)]
mod tests;
mod violation;
mod walk;

pub use consequence::consequence;
pub(in crate::validate) use path::Path;
pub use violation::Violation;
pub use violation::ViolationKind;

use crate::schema::Kind;
use crate::schema::Schema;
use crate::yaml::Node;

/// Adds everything that is wrong with the shape of a document, in the order of the document.
pub fn check(kind: &Kind<'_>, root: Node<'_>, sink: &mut Vec<Violation>) {
    walk::document(kind, root, sink);
}

/// Adds what is wrong with a value that has a schema of its own, such as a default in a definition.
pub fn check_value(schema: &Schema, node: Node<'_>, sink: &mut Vec<Violation>) {
    walk::part(schema, node, sink);
}
