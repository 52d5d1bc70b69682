//! The rules, in the order of the documentation. A rule is a file; this list is the only registry.

mod application_path_missing;
mod folder_without_application;
mod kustomization_mismatch;
mod object_rendered_twice;
mod unknown_namespace;

use crate::validate::rule::Rule;

/// Every rule.
pub const RULES: &[&Rule] = &[
    &object_rendered_twice::RULE,
    &unknown_namespace::RULE,
    &kustomization_mismatch::RULE,
    &application_path_missing::RULE,
    &folder_without_application::RULE,
];
