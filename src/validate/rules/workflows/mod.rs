//! Rules on workflows of GitHub Actions: what GitHub runs, and should not.

mod script_injection;
mod untrusted_checkout;
mod compromised_action;
mod unpinned_action;
mod broad_permissions;
mod missing_permissions;
mod missing_timeout;
mod too_many_matrix_jobs;
mod unmatched_matrix_exclude;
mod unguarded_empty_matrix;
mod only_negative_patterns;
mod unmatched_path_filter;
mod paths_with_tags;
mod workflow_outside_paths;
mod gate_skipped_with_needs;
mod event_never_handled;
mod multi_line_output;
mod file_names_split_on_blanks;
mod shallow_diff;
mod cancelled_deployment;
mod concurrency_group_of_all;
mod colliding_concurrency_groups;
mod service_without_health_check;
mod service_without_port;
mod pipe_without_pipefail;
mod commit_loop;
mod publishing_cancelled_by_sibling;
mod disabled_command;
mod removed_runner;
mod secret_for_forks;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &script_injection::RULE,
    &untrusted_checkout::RULE,
    &compromised_action::RULE,
    &unpinned_action::RULE,
    &broad_permissions::RULE,
    &missing_permissions::RULE,
    &missing_timeout::RULE,
    &too_many_matrix_jobs::RULE,
    &unmatched_matrix_exclude::RULE,
    &unguarded_empty_matrix::RULE,
    &only_negative_patterns::RULE,
    &unmatched_path_filter::RULE,
    &paths_with_tags::RULE,
    &workflow_outside_paths::RULE,
    &gate_skipped_with_needs::RULE,
    &event_never_handled::RULE,
    &multi_line_output::RULE,
    &file_names_split_on_blanks::RULE,
    &shallow_diff::RULE,
    &cancelled_deployment::RULE,
    &concurrency_group_of_all::RULE,
    &colliding_concurrency_groups::RULE,
    &service_without_health_check::RULE,
    &service_without_port::RULE,
    &pipe_without_pipefail::RULE,
    &commit_loop::RULE,
    &publishing_cancelled_by_sibling::RULE,
    &disabled_command::RULE,
    &removed_runner::RULE,
    &secret_for_forks::RULE,
];
