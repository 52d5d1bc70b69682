//! Rules on pods, their containers, and what controls them.

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[];
