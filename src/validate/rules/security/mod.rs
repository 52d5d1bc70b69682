//! Rules on credentials.

mod secret_in_git;
mod password_in_plain_text;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[&secret_in_git::RULE, &password_in_plain_text::RULE];
