//! Rules on names that lead to other objects: Secrets, ConfigMaps, claims, accounts, classes, namespaces, kinds.

mod unknown_namespace;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[&unknown_namespace::RULE];
