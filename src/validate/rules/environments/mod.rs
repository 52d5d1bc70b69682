//! Rules on what environments have in common.

mod missing_setting;
mod environments_differ;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[&missing_setting::RULE, &environments_differ::RULE];
