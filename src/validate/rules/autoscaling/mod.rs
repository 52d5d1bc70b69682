//! Rules on autoscalers: what they scale, by which metric, and between which numbers.

mod unknown_scale_target;
mod two_autoscalers;
mod utilization_without_request;
mod zero_pods_by_cpu;
mod minimum_above_maximum;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &unknown_scale_target::RULE,
    &two_autoscalers::RULE,
    &utilization_without_request::RULE,
    &zero_pods_by_cpu::RULE,
    &minimum_above_maximum::RULE,
];
