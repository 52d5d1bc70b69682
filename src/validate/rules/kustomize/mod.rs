//! Rules on patches, images and overlays.

mod kustomization_mismatch;
mod limit_raised_everywhere;
mod list_replaced_by_overlay;
mod unpinned_remote_base;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &kustomization_mismatch::RULE,
    &limit_raised_everywhere::RULE,
    &list_replaced_by_overlay::RULE,
    &unpinned_remote_base::RULE,
];
