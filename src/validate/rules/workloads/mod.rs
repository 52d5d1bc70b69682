//! Rules on pods and their containers: probes, variables, images, selectors, budgets.

mod unknown_probe_port;
mod root_user_refused;
mod shadowed_variable;
mod overlapping_selectors;
mod blocked_drain;
mod request_above_limit;
mod claim_shared_by_replicas;
mod floating_image_tag;
mod unpublished_image;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &unknown_probe_port::RULE,
    &shadowed_variable::RULE,
    &overlapping_selectors::RULE,
    &blocked_drain::RULE,
    &claim_shared_by_replicas::RULE,
    &root_user_refused::RULE,
    &request_above_limit::RULE,
    &floating_image_tag::RULE,
    &unpublished_image::RULE,
];
