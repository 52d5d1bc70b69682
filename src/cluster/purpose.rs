//! What each Redis was declared to be for, and what follows from the word.
//!
//! Words that are not known here say nothing: whoever invents one is not told what it means.

use crate::cluster::failover::Failover;
use crate::cluster::objects::Cluster;

/// What a purpose asks of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// It can be made again: the oldest of it may go when memory is full.
    Remade,
    /// None of it may be evicted, and it may go with its pod.
    Complete,
    /// None of it may be evicted, and it has to outlive its pod.
    Durable,
}

/// Words for what can be made again.
const REMADE: [&str; 2] = ["cache", "caches"];

/// Words for what may not be evicted.
const COMPLETE: [&str; 4] = ["stream", "streams", "lock", "locks"];

/// Words for what has to outlive its pod, too.
const DURABLE: [&str; 10] =
    ["durable", "queue", "queues", "jobs", "broker", "session", "sessions", "blacklist", "blocklist", "denylist"];

impl Data {
    /// What a purpose asks for, if its words are known: `session-cache` is a cache.
    pub fn of(purpose: &str) -> Option<Self> {
        let parts = || purpose.split(['-', '_', ' ']);
        let any = |words: &[&str]| parts().any(|part| words.contains(&part.to_ascii_lowercase().as_str()));
        match () {
            () if any(&REMADE) => Some(Self::Remade),
            () if any(&DURABLE) => Some(Self::Durable),
            () if any(&COMPLETE) => Some(Self::Complete),
            () => None,
        }
    }
}

impl<'a> Cluster<'a> {
    /// What an instance was declared to be for, each purpose by itself.
    pub fn purposes_of(&self, failover: &Failover<'_>) -> Vec<&'a str> {
        let (namespace, name) = (failover.namespace(), failover.name());
        let is_meant = |instance: &str| {
            let instance = instance.strip_prefix("RedisFailover/").unwrap_or(instance);
            instance.split_once('/').map_or(instance == name, |(home, own)| home == namespace && own == name)
        };
        let declared = self.facts.purposes.iter().flatten().filter(|declared| is_meant(&declared.instance));
        let each = declared.flat_map(|declared| declared.purpose.split([',', '+']));
        each.map(str::trim).filter(|purpose| !purpose.is_empty()).collect()
    }

    /// The purpose for which the data of an instance has to outlive its pods, if there is one.
    pub fn durable_purpose(&self, failover: &Failover<'_>) -> Option<&'a str> {
        self.purposes_of(failover).into_iter().find(|purpose| Data::of(purpose) == Some(Data::Durable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_known_by_its_words() {
        for (purpose, data) in [
            ("cache", Some(Data::Remade)),
            ("session-cache", Some(Data::Remade)),
            ("sessions", Some(Data::Durable)),
            ("token blacklist", Some(Data::Durable)),
            ("stream", Some(Data::Complete)),
            ("pubsub", None),
            ("cached", None),
        ] {
            assert_eq!(Data::of(purpose), data, "{purpose}");
        }
    }
}
