//! Redis: the operator and the instances that it runs.

use serde::Serialize;

use crate::finding::Findings;
use crate::model::cluster::Selector;
use crate::model::cluster::one_of;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::decode::Setting;
use crate::model::fields::decode_fields;
use crate::model::layer::Value;
pub use crate::model::operator_version::OperatorVersion;
use crate::model::quantity::Quantity;

/// Everything about Redis. The key `defaults` of the file is laid under every instance before this is read.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Redis {
    /// Where the instances live.
    pub namespace: String,
    /// Labels of every RedisFailover; the operator copies them to all it creates.
    pub labels: Named<String>,
    /// The operator.
    pub operator: Operator,
    /// How Prometheus finds the exporters.
    pub monitoring: Monitoring,
    /// The instances.
    pub instances: Named<Instance>,
}

/// The redis-operator's Deployment.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operator {
    /// The release, which is also the image tag.
    pub version: OperatorVersion,
    /// The image without its tag.
    pub image: String,
    /// Where it runs.
    pub namespace: String,
    /// How many, of which one leads.
    pub replicas: u32,
    /// Its resources.
    pub resources: Resources,
    /// The nodes that it may run on.
    pub nodes: Selector,
    /// Whether Prometheus scrapes it.
    pub monitoring: bool,
}

/// How Prometheus is told of the exporters.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Monitoring {
    /// The namespace that Prometheus runs in.
    pub namespace: String,
    /// The `release` label by which Prometheus selects ServiceMonitors.
    pub release: String,
    /// The prometheus-operator release whose CRDs are installed.
    pub version: String,
    /// Time between two scrapes.
    pub interval: String,
    /// Time after which a scrape is given up.
    pub scrape_timeout: String,
}

/// A Redis instance: one RedisFailover.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// The name of the RedisFailover.
    pub name: String,
    /// What it is for, in words.
    pub description: String,
    /// What it is for, as far as settings depend on it.
    pub purpose: Purpose,
    /// The Redis image, of Redis and Sentinel alike.
    pub image: String,
    /// Redis pods.
    pub replicas: u32,
    /// Resources of each Redis container.
    pub resources: Resources,
    /// The nodes that Redis and Sentinel may run on.
    pub nodes: Selector,
    /// How data survives a restart.
    pub persistence: Persistence,
    /// The volume; without it an emptyDir, which dies with its pod.
    pub storage: Option<Storage>,
    /// Redis directives, set at run time by the operator.
    pub config: Named<Setting>,
    /// The metrics exporter beside each Redis.
    pub exporter: Exporter,
    /// The Sentinels.
    pub sentinel: Sentinel,
    /// Database numbers by what they hold.
    pub databases: Named<u32>,
    /// Seconds from the stop signal to the kill.
    pub termination_grace_period: Option<u32>,
}

/// What an instance is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Purpose(pub String);

impl Decode for Purpose {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        one_of(findings, value, &["durable", "stream", "cache", "pubsub"]).map(Self)
    }
}

/// How data survives a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Persistence {
    /// Not at all.
    None,
    /// Snapshots.
    Rdb,
    /// An append-only file, on from the first second.
    Aof,
}

impl Decode for Persistence {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        Some(match one_of(findings, value, &["none", "rdb", "aof"])?.as_str() {
            "aof" => Self::Aof,
            "rdb" => Self::Rdb,
            _ => Self::None,
        })
    }
}

/// A persistent volume claim of each Redis pod.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Storage {
    /// Its size.
    pub size: Quantity,
    /// The StorageClass.
    pub class: String,
    /// Whether the claims outlive the RedisFailover.
    pub keep_after_deletion: bool,
}

/// The metrics exporter.
#[derive(Debug, Clone, Serialize)]
pub struct Exporter {
    /// Its image.
    pub image: String,
    /// Its resources.
    pub resources: Resources,
}

/// The Sentinels of an instance.
#[derive(Debug, Clone, Serialize)]
pub struct Sentinel {
    /// How many; a quorum is more than half of them.
    pub replicas: u32,
    /// Resources of each.
    pub resources: Resources,
    /// Parameters of `SENTINEL SET`.
    pub config: Named<Setting>,
}

/// Requests and limits of a container.
#[derive(Debug, Clone, Serialize)]
pub struct Resources {
    /// What the scheduler reserves.
    pub requests: Amounts,
    /// What the container is held to.
    pub limits: Amounts,
}

/// CPU and memory.
#[derive(Debug, Clone, Serialize)]
pub struct Amounts {
    /// CPU.
    pub cpu: Quantity,
    /// Memory.
    pub memory: Quantity,
}

decode_fields!(Redis {
    namespace: "namespace",
    labels: "labels" = Named::default(),
    operator: "operator",
    monitoring: "monitoring",
    instances: "instances",
});
decode_fields!(Operator {
    version: "version",
    image: "image" = "quay.io/spotahome/redis-operator".to_owned(),
    namespace: "namespace",
    replicas: "replicas" = 1,
    resources: "resources",
    nodes: "nodes" = Selector::default(),
    monitoring: "monitoring" = false,
});
decode_fields!(Monitoring {
    namespace: "namespace",
    release: "release",
    version: "version",
    interval: "interval" = "30s".to_owned(),
    scrape_timeout: "scrapeTimeout" = "10s".to_owned(),
});
decode_fields!(Instance {
    name: "name",
    description: "description" = String::new(),
    purpose: "purpose",
    image: "image",
    replicas: "replicas",
    resources: "resources",
    nodes: "nodes",
    persistence: "persistence",
    storage: "storage" = None,
    config: "config" = Named::default(),
    exporter: "exporter",
    sentinel: "sentinel",
    databases: "databases" = Named::default(),
    termination_grace_period: "terminationGracePeriod" = None,
});
decode_fields!(Storage { size: "size", class: "class", keep_after_deletion: "keepAfterDeletion" = true });
decode_fields!(Exporter { image: "image", resources: "resources" });
decode_fields!(Sentinel { replicas: "replicas", resources: "resources", config: "config" = Named::default() });
decode_fields!(Resources { requests: "requests", limits: "limits" });
decode_fields!(Amounts { cpu: "cpu", memory: "memory" });
