//! Which services a change concerns, and why: from the model and from what the code imports.
//!
//! Pure: a checkout in memory goes in, a graph of files comes out, and every answer is a path through it that a person
//! can follow. Nothing here runs git or opens files, and nothing is matched by how names begin: `apps/chat` has nothing
//! to do with `apps/chat-worker`.

pub mod pattern;
pub mod pipeline;
pub mod checkout;
pub mod graph;
pub mod reach;
pub mod triggers;
pub mod unmatched;
pub mod declared;
pub mod coverage;
pub mod surroundings;
pub mod revision;
mod claim;
pub mod selection;
pub mod filters;
