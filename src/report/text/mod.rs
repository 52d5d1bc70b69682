//! Findings and changes as text for a terminal or a log.
//!
//! Everything is readable without colour, nothing depends on the width of a terminal, and a report that would run
//! to thousands of lines says how much it left out.

mod changes;
mod findings;
mod summary;

pub use changes::changes;
pub use findings::findings;
pub use summary::Covered;
pub use summary::coverage;
pub use summary::left_alone;
pub use summary::refused;
pub use summary::stopped;
pub use summary::written;
