//! RedisFailovers: what is written in them, with the operator's defaults, and by the names of the Services that it makes.
//!
//! Source: redis-operator, `operator/redisfailover/service/names.go`.

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::model::quantity::Quantity;
use crate::model::redis::OperatorVersion;
use crate::redis::memory;
use crate::redis::operator::Operator;
use crate::yaml::Node;
use crate::yaml::Scalar;

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

/// What the operator runs where no image is written (redis-operator, `api/redisfailover/v1/defaults.go`).
const DEFAULT_IMAGE: &str = "redis:6.2.6-alpine";

/// A RedisFailover, with the operator's defaults.
#[derive(Debug, Clone, Copy)]
pub struct Failover<'a> {
    /// The object.
    pub object: Object<'a>,
}

/// Redis or Sentinel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// `spec.redis`.
    Redis,
    /// `spec.sentinel`.
    Sentinel,
}

impl Half {
    /// What the names of the objects begin with that the operator makes of it.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Redis => Role::All.prefix(),
            Self::Sentinel => Role::Sentinel.prefix(),
        }
    }

    /// Which half the operator made a workload for, and of which RedisFailover, by its name.
    pub fn of_workload(name: &str) -> Option<(Self, &str)> {
        [Self::Redis, Self::Sentinel].into_iter().find_map(|half| Some((half, name.strip_prefix(half.prefix())?)))
    }

    /// The key in `spec`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Redis => "redis",
            Self::Sentinel => "sentinel",
        }
    }
}

impl<'a> Failover<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        &self.object.id().name
    }

    /// Its namespace.
    pub fn namespace(&self) -> &'a str {
        &self.object.id().namespace
    }

    /// A field of one half.
    pub fn at(&self, half: Half, path: &[&str]) -> Option<Node<'a>> {
        self.object.at(&["spec", half.key()])?.at(path)
    }

    /// How many pods: 3 if none or 0 is written.
    pub fn replicas(&self, half: Half) -> u32 {
        let written = self.at(half, &["replicas"]).and_then(Node::text).and_then(|text| text.parse().ok());
        written.filter(|replicas| *replicas > 0).unwrap_or(3)
    }

    /// The image.
    pub fn image(&self, half: Half) -> &'a str {
        self.at(half, &["image"]).and_then(Node::text).filter(|image| !image.is_empty()).unwrap_or(DEFAULT_IMAGE)
    }

    /// The entries of `customConfig`, each with its text.
    pub fn custom_config(&self, half: Half) -> Vec<(Node<'a>, &'a str)> {
        let entries = self.at(half, &["customConfig"]).into_iter().flat_map(Node::items);
        entries.filter_map(|entry| Some((entry, entry.text()?))).collect()
    }

    /// The value that a directive of Redis ends up with at run time, and where that is written.
    pub fn directive(&self, name: &str) -> Option<(Node<'a>, &'a str)> {
        let of = |(node, entry): (Node<'a>, &'a str)| {
            let (own, value) = entry.split_once(' ')?;
            own.eq_ignore_ascii_case(name).then_some((node, value))
        };
        self.custom_config(Half::Redis).into_iter().rev().find_map(of)
    }

    /// The value that the command line of Redis gives a directive: it is set from the start.
    pub fn option(&self, name: &str) -> Option<String> {
        let command = self.at(Half::Redis, &["command"]).into_iter().flat_map(Node::items);
        let words: Vec<&str> = command.filter_map(Node::text).flat_map(str::split_whitespace).collect();
        let option = format!("--{name}");
        let at = words.iter().position(|word| word.eq_ignore_ascii_case(&option))?;
        let values = words[at + 1..].iter().take_while(|word| !word.starts_with("--"));
        Some(values.copied().collect::<Vec<&str>>().join(" "))
    }

    /// The memory limit of Redis in bytes, and where it is written.
    pub fn memory_limit(&self) -> Option<(Node<'a>, u64)> {
        let node = self.at(Half::Redis, &["resources", "limits", "memory"])?;
        let bytes = Quantity::parse(node.text()?)?.milli() / 1000;
        Some((node, u64::try_from(bytes).ok()?))
    }

    /// The `maxmemory` that Redis ends up with, in bytes; `None` where it has no limit, or none that can be read.
    pub fn max_memory(&self) -> Option<u64> {
        let set = self.directive("maxmemory").map(|(_, value)| value.to_owned()).or_else(|| self.option("maxmemory"));
        Some(memory::parse(set?.trim()).ok()?.bytes).filter(|bytes| *bytes > 0)
    }

    /// The claim that each Redis pod keeps its data in.
    pub fn claim(&self) -> Option<Node<'a>> {
        self.at(Half::Redis, &["storage", "persistentVolumeClaim"]).filter(|claim| claim.is_mapping())
    }

    /// Whether the claims outlive the RedisFailover.
    pub fn keeps_claims(&self) -> bool {
        self.at(Half::Redis, &["storage", "keepAfterDeletion"]).and_then(Node::scalar) == Some(Scalar::Bool(true))
    }

    /// Whether Redis writes snapshots. The operator's `redis.conf` has it do so, unless `save` says otherwise.
    pub fn saves(&self) -> bool {
        let set = self.directive("save").map(|(_, points)| points.to_owned()).or_else(|| self.option("save"));
        set.is_none_or(|points| !points.trim_matches('"').trim().is_empty())
    }

    /// Whether Redis writes an append-only file, from the start or from run time.
    pub fn appends(&self) -> bool {
        let set = self.directive("appendonly").map(|(_, value)| value.to_owned());
        set.or_else(|| self.option("appendonly")).is_some_and(|value| value.eq_ignore_ascii_case("yes"))
    }

    /// Whether the exporter runs, and with it the Service `rfr-`.
    pub fn exports(&self) -> bool {
        self.at(Half::Redis, &["exporter", "enabled"]).and_then(Node::scalar) == Some(Scalar::Bool(true))
    }
}

impl<'a> Cluster<'a> {
    /// All RedisFailovers.
    pub fn failovers(&self) -> impl Iterator<Item = Failover<'a>> {
        self.of_kind(GROUP, "RedisFailover").map(|object| Failover { object })
    }

    /// The operator, as far as it decides how `customConfig` is sent.
    pub fn replaying_operator(&self) -> Operator {
        let tag = self.facts.redis_operator.map_or("v1.2.4", OperatorVersion::tag);
        Operator::of_release(tag).unwrap_or(Operator::Since1_2_2)
    }
}
