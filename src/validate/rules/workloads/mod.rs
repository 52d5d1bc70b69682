//! Rules on pods and their containers: probes, variables, images, selectors, budgets.

mod unknown_probe_port;
mod shadowed_variable;
mod overlapping_selectors;
mod blocked_drain;
mod request_above_limit;
mod floating_image_tag;
mod unpublished_image;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &unknown_probe_port::RULE,
    &shadowed_variable::RULE,
    &overlapping_selectors::RULE,
    &blocked_drain::RULE,
    &request_above_limit::RULE,
    &floating_image_tag::RULE,
    &unpublished_image::RULE,
];
