//! Rules on nodes, taints, capacity and spreading.

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[];
