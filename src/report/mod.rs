//! How things are said: to people in words and colours, and to other programs in the formats that they read.
//!
//! No decisions here: what is wrong and what differs was settled before, and who asks decides about colour. The same
//! assessment gives the same bytes: no time, no duration and no path of the machine stands in any report.

mod fingerprint;
pub mod ci;
pub mod format;
pub mod github;
mod json;
mod junit;
mod order;
mod paint;
pub mod placement;
mod pretty;
mod region;
pub mod rules;
pub mod rulebook;
mod said;
mod sarif;
mod tap;
pub mod text;
mod uri;
mod xml;
#[cfg(test)]
mod tests;

pub use format::Format;
pub use format::Options;
pub use format::write;
