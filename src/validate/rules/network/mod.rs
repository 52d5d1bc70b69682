//! Rules on addresses, ports, selectors, routes and network policies.

mod unknown_host;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[&unknown_host::RULE];
