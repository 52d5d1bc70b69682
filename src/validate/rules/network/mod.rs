//! Rules on addresses, ports, selectors, routes and network policies.

mod unknown_host;
mod unknown_pod;
mod port_not_offered;
mod unknown_governing_service;
mod unknown_backend;
mod unknown_target_port;
mod selector_without_pods;
mod blocked_connection;
mod service_port_in_policy;
mod missing_dns_egress;
mod host_network_without_cluster_dns;
mod unmatched_namespace_selector;
mod unknown_route_host;
mod unknown_subset;
mod subset_without_pods;
mod unknown_gateway;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &unknown_host::RULE,
    &unknown_pod::RULE,
    &port_not_offered::RULE,
    &unknown_governing_service::RULE,
    &unknown_backend::RULE,
    &unknown_target_port::RULE,
    &selector_without_pods::RULE,
    &blocked_connection::RULE,
    &service_port_in_policy::RULE,
    &missing_dns_egress::RULE,
    &host_network_without_cluster_dns::RULE,
    &unmatched_namespace_selector::RULE,
    &unknown_route_host::RULE,
    &unknown_subset::RULE,
    &subset_without_pods::RULE,
    &unknown_gateway::RULE,
];
