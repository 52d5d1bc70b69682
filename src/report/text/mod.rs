//! Findings and changes as text for a terminal or a log.
//!
//! Everything is readable without colour, nothing depends on the width of a terminal, and a report that would run
//! to thousands of lines says how much it left out.

mod assessment;
mod changes;
mod findings;
mod last_line;
mod summary;

pub use assessment::assessment;
pub(super) use assessment::summary;
pub use changes::changes;
pub use findings::findings;
pub use last_line::last_line;
pub use summary::Covered;
pub use summary::Integration;
pub use summary::coverage;
pub use summary::left_alone;
pub use summary::refused;
pub use summary::stopped;
pub use summary::written;
