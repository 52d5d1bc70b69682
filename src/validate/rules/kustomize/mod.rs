//! Rules on patches, images and overlays.

mod kustomization_mismatch;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[&kustomization_mismatch::RULE];
