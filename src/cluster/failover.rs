//! RedisFailovers by the names of the Services that the redis-operator makes for them.
//!
//! Source: redis-operator, `operator/redisfailover/service/names.go`.

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;

/// The API group of RedisFailover.
pub const GROUP: &str = "databases.spotahome.com";

/// What a Service of the redis-operator stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `rfr-`: all Redis pods, master and replicas, for their metrics.
    All,
    /// `rfs-`: the Sentinels.
    Sentinel,
    /// `rfrm-`: the master, since v1.3.0-rc1.
    Master,
    /// `rfrs-`: the replicas, since v1.3.0-rc1.
    Replicas,
}

impl Role {
    const PREFIXES: [(&'static str, Self); 4] =
        [("rfr-", Self::All), ("rfs-", Self::Sentinel), ("rfrm-", Self::Master), ("rfrs-", Self::Replicas)];

    /// What the names of its Services begin with.
    pub fn prefix(self) -> &'static str {
        Self::PREFIXES.iter().find(|(_, role)| *role == self).map_or("", |(prefix, _)| prefix)
    }
}

impl<'a> Cluster<'a> {
    /// The RedisFailover to which a Service belongs by its name, whether the operator makes that Service or not.
    pub fn failover_of(&self, namespace: &str, service: &str) -> Option<(Role, Object<'a>)> {
        Role::PREFIXES.iter().find_map(|(prefix, role)| {
            let name = service.strip_prefix(prefix)?;
            Some((*role, self.find(GROUP, "RedisFailover", namespace, name)?))
        })
    }
}
