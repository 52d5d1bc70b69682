//! Rules on Applications, ApplicationSets and AppProjects, and on what is synced when.

mod application_path_missing;
mod folder_without_application;
mod malformed_source;
mod malformed_destination;
mod unknown_repository;
mod unknown_source_path;
mod unknown_revision;
mod unknown_chart_version;
mod unknown_value_file;
mod directory_without_manifests;
mod long_release_name;
mod application_in_other_namespace;
mod unknown_project;
mod source_not_permitted;
mod destination_not_permitted;
mod kind_not_permitted;
mod unknown_sync_option;
mod replace_over_server_side_apply;
mod object_too_large_to_apply;
mod malformed_sync_wave;
mod unknown_hook;
mod applied_before_dependency;
mod application_before_dependency;
mod ineffective_ignore;
mod replicas_reset_by_sync;
mod ignored_replicas_reset;
mod object_rendered_twice;
mod object_of_two_applications;
mod malformed_generator;
mod unknown_generator_parameter;
mod repeated_application_name;
mod needs;
mod resets;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &application_path_missing::RULE,
    &folder_without_application::RULE,
    &malformed_source::RULE,
    &malformed_destination::RULE,
    &unknown_repository::RULE,
    &unknown_source_path::RULE,
    &unknown_revision::RULE,
    &unknown_chart_version::RULE,
    &unknown_value_file::RULE,
    &directory_without_manifests::RULE,
    &long_release_name::RULE,
    &application_in_other_namespace::RULE,
    &unknown_project::RULE,
    &source_not_permitted::RULE,
    &destination_not_permitted::RULE,
    &kind_not_permitted::RULE,
    &unknown_sync_option::RULE,
    &replace_over_server_side_apply::RULE,
    &object_too_large_to_apply::RULE,
    &malformed_sync_wave::RULE,
    &unknown_hook::RULE,
    &applied_before_dependency::RULE,
    &application_before_dependency::RULE,
    &ineffective_ignore::RULE,
    &replicas_reset_by_sync::RULE,
    &ignored_replicas_reset::RULE,
    &object_rendered_twice::RULE,
    &object_of_two_applications::RULE,
    &malformed_generator::RULE,
    &unknown_generator_parameter::RULE,
    &repeated_application_name::RULE,
];
