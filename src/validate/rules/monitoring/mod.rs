//! Rules on monitors: what they select, and what they make of it.

mod monitor_without_target;
mod unknown_monitor_port;
mod unknown_meta_label;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] =
    &[&monitor_without_target::RULE, &unknown_monitor_port::RULE, &unknown_meta_label::RULE];
