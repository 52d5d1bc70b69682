//! Rules on names that lead to other objects: Secrets, ConfigMaps, claims, accounts, classes, namespaces, kinds.

mod missing;
mod unknown_secret;
mod unknown_config_map;
mod unsupplied_key;
mod wrong_secret_type;
mod secret_of_two_owners;
mod unknown_service_account;
mod unknown_claim;
mod unknown_class;
mod unknown_role;
mod unknown_secret_store;
mod unknown_trigger_authentication;
mod unknown_issuer;
mod unknown_namespace;
mod kind_without_definition;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &unknown_secret::RULE,
    &unknown_config_map::RULE,
    &unsupplied_key::RULE,
    &wrong_secret_type::RULE,
    &secret_of_two_owners::RULE,
    &unknown_service_account::RULE,
    &unknown_claim::RULE,
    &unknown_class::RULE,
    &unknown_role::RULE,
    &unknown_secret_store::RULE,
    &unknown_trigger_authentication::RULE,
    &unknown_issuer::RULE,
    &unknown_namespace::RULE,
    &kind_without_definition::RULE,
];
