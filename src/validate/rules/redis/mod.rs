//! Rules on RedisFailovers, their operator and their clients.

mod anti_affinity_lost;
mod anti_affinity_without_effect;
mod append_only_from_run_time;
mod broken_chart_definition;
mod budget_of_too_few_sentinels;
mod buffers_above_limit;
mod changing_label_on_redis;
mod colliding_redis_names;
mod contrary_purposes;
mod database_beyond_sixteen;
mod default_redis_image;
mod durable_claims_not_kept;
mod durable_purpose_without_persistence;
mod eviction_against_purpose;
mod failover_traffic_blocked;
mod fewer_sentinels_than_redis;
mod harmful_directive;
mod hasty_failover;
mod master_service_on_replicas;
mod maxclients_above_file_limit;
mod maxmemory_near_limit;
mod missing_maxmemory;
mod persistence_without_volume;
mod redis_in_mesh;
mod refused_by_api_server;
mod refused_directive;
mod refused_failover;
mod renamed_command_in_use;
mod repeated_directive;
mod sentinels_without_majority;
mod short_grace_period;
mod split_purpose;
mod two_redis_operators;
mod unpublished_redis_operator;
mod unserved_redis_address;
mod unused_redis_volume;
mod volume_too_small;
mod write_address_on_replicas;
mod writes_need_missing_replicas;
mod wrong_sentinel_master;
mod zero_means_three;

use crate::validate::rule::Rule;

/// In the order of the documentation.
pub(super) const RULES: &[&Rule] = &[
    &refused_directive::RULE,
    &harmful_directive::RULE,
    &repeated_directive::RULE,
    &missing_maxmemory::RULE,
    &maxmemory_near_limit::RULE,
    &buffers_above_limit::RULE,
    &maxclients_above_file_limit::RULE,
    &append_only_from_run_time::RULE,
    &persistence_without_volume::RULE,
    &durable_purpose_without_persistence::RULE,
    &durable_claims_not_kept::RULE,
    &volume_too_small::RULE,
    &unused_redis_volume::RULE,
    &eviction_against_purpose::RULE,
    &contrary_purposes::RULE,
    &unserved_redis_address::RULE,
    &write_address_on_replicas::RULE,
    &master_service_on_replicas::RULE,
    &wrong_sentinel_master::RULE,
    &database_beyond_sixteen::RULE,
    &split_purpose::RULE,
    &refused_failover::RULE,
    &colliding_redis_names::RULE,
    &short_grace_period::RULE,
    &writes_need_missing_replicas::RULE,
    &redis_in_mesh::RULE,
    &failover_traffic_blocked::RULE,
    &fewer_sentinels_than_redis::RULE,
    &sentinels_without_majority::RULE,
    &budget_of_too_few_sentinels::RULE,
    &hasty_failover::RULE,
    &zero_means_three::RULE,
    &default_redis_image::RULE,
    &changing_label_on_redis::RULE,
    &renamed_command_in_use::RULE,
    &anti_affinity_lost::RULE,
    &anti_affinity_without_effect::RULE,
    &refused_by_api_server::RULE,
    &two_redis_operators::RULE,
    &unpublished_redis_operator::RULE,
    &broken_chart_definition::RULE,
];
