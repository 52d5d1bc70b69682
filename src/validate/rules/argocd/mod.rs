//! Rules on Applications, ApplicationSets and AppProjects, and on what is synced when.

mod application_path_missing;
mod folder_without_application;
mod object_rendered_twice;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] =
    &[&application_path_missing::RULE, &folder_without_application::RULE, &object_rendered_twice::RULE];
