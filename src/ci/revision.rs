//! One side of a change, with everything that is known of it.

use crate::ci::checkout::Checkout;
use crate::ci::graph::Graph;
use crate::ci::reach::Reach;

/// One side of a change.
pub struct Revision {
    /// What people call it: `base`, `head`.
    pub name: &'static str,
    /// The files.
    pub checkout: Checkout,
    /// What they need of each other.
    pub graph: Graph,
    /// What each service of the pipeline reaches.
    pub reaches: Vec<Reach>,
}
