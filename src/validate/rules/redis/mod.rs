//! Rules on RedisFailovers, their operator and their clients.

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[];
