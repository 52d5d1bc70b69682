//! What the redis-operator makes of a RedisFailover, by its release.
//!
//! Source: spotahome/redis-operator, `operator/redisfailover` (`ensurer.go`, `service/generator.go`, `service/names.go`,
//! `service/client.go`) and `api/redisfailover/v1/validate.go` at the tags v1.2.0 to v1.3.0-rc1.
//!
//! Left out: the texts of `shutdown.sh` and `ready.sh`, the password in `redis.conf`, which is in no document, the
//! uid of the owner, and the defaults that the API server fills into everything.

mod budget;
mod config;
mod exporter;
mod labels;
mod pod;
mod sentinel;
mod server;
mod service;
#[cfg(test)]
mod tests;

use super::Fault;
use super::Keys;
use super::Projection;
use super::part::Count;
use super::part::Part;
use crate::cluster::failover::Half;
use crate::manifest::Manifest;
use crate::model::redis::OperatorVersion;
use crate::text::Place;
use crate::yaml::Composed;

/// The longest name that the operator takes, in bytes.
const LONGEST_NAME: usize = 48;

/// The image of Redis and of Sentinel, if none is named.
const DEFAULT_IMAGE: &str = "redis:6.2.6-alpine";

/// A RedisFailover as the operator sees it.
struct Failover<'a> {
    manifest: &'a Manifest,
    version: OperatorVersion,
    name: &'a str,
    /// Where the name stands; what follows from the name alone stands there, too.
    at_name: Place,
    spec: Part<'a>,
    redis: Part<'a>,
    sentinel: Part<'a>,
    port: Count,
    /// Labels of everything: those of the document that are let through, and the operator's own.
    labels: Composed,
}

/// The two things that run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Component {
    Redis,
    Sentinel,
}

impl Component {
    fn name(self) -> &'static str {
        match self {
            Self::Redis => "redis",
            Self::Sentinel => "sentinel",
        }
    }

    /// What stands before the name in the names of its objects.
    fn prefix(self) -> &'static str {
        match self {
            Self::Redis => Half::Redis.prefix(),
            Self::Sentinel => Half::Sentinel.prefix(),
        }
    }
}

/// Who makes it.
fn by(version: OperatorVersion) -> &'static str {
    match version {
        OperatorVersion::V1_2_0 => "redis-operator v1.2.0",
        OperatorVersion::V1_2_1 => "redis-operator v1.2.1",
        OperatorVersion::V1_2_2 => "redis-operator v1.2.2",
        OperatorVersion::V1_2_3 => "redis-operator v1.2.3",
        OperatorVersion::V1_2_4 => "redis-operator v1.2.4",
        OperatorVersion::V1_3_0Rc1 => "redis-operator v1.3.0-rc1",
    }
}

/// What a release of the operator makes of a RedisFailover.
pub fn project(manifest: &Manifest, version: OperatorVersion) -> Projection {
    let mut projection = Projection::default();
    let root = Part::of(manifest.root());
    let metadata = root.part("metadata");
    let spec = root.part("spec");
    let at_name = metadata.part("name").place;
    if let Some(reason) = refusal(manifest, &spec) {
        let place = if spec.part("bootstrapNode").is_there() && manifest.id.name.len() <= LONGEST_NAME {
            spec.part("bootstrapNode").place
        } else {
            at_name
        };
        projection.problem(Fault::Refused, &place, reason);
        return projection;
    }
    let redis = spec.part("redis");
    let failover = Failover {
        manifest,
        version,
        name: &manifest.id.name,
        labels: labels::of_all(&mut projection, manifest, &spec, &at_name),
        port: redis.count_or("port", 6379),
        sentinel: spec.part("sentinel"),
        redis,
        spec,
        at_name,
    };
    for object in failover.objects() {
        projection.make(object, manifest, by(version), Keys::Closed);
    }
    projection
}

/// Why the operator makes nothing of it.
fn refusal(manifest: &Manifest, spec: &Part<'_>) -> Option<String> {
    let length = manifest.id.name.len();
    let bootstrap = spec.part("bootstrapNode");
    if length > LONGEST_NAME {
        return Some(format!("the name has {length} bytes, and the redis-operator takes {LONGEST_NAME}"));
    }
    (bootstrap.is_there() && bootstrap.text("host").is_none())
        .then(|| "`bootstrapNode` has no `host`, without which the redis-operator makes nothing".to_owned())
}

impl Failover<'_> {
    /// Everything, in the order in which the operator makes it.
    fn objects(&self) -> Vec<Composed> {
        let bootstrap = self.spec.part("bootstrapNode");
        let has_sentinels = !bootstrap.is_there() || bootstrap.is_true("allowSentinels");
        let mut objects = Vec::new();
        if self.redis.part("exporter").is_true("enabled") {
            objects.push(self.metrics_service());
        }
        if has_sentinels {
            objects.extend([self.sentinel_service(), self.sentinel_config()]);
        }
        if self.version.creates_role_services() {
            objects.extend([self.role_service("rfrm-", "master"), self.role_service("rfrs-", "slave")]);
        }
        objects.extend(self.shutdown_config());
        objects.extend([self.readiness_config(), self.redis_config()]);
        objects.extend(self.budget(Component::Redis));
        objects.push(self.stateful_set());
        if has_sentinels {
            objects.extend(self.budget(Component::Sentinel));
            objects.push(self.deployment());
        }
        objects
    }

    fn of(&self, component: Component) -> &Part<'_> {
        match component {
            Component::Redis => &self.redis,
            Component::Sentinel => &self.sentinel,
        }
    }

    fn text_at_name(&self, text: impl Into<String>) -> Composed {
        Composed::text(&self.at_name, text)
    }

    /// An object of this name, which belongs to the RedisFailover.
    fn object(&self, kind: (&str, &str), place: &Place, name: String, labels: Composed) -> Composed {
        let root = Part::of(self.manifest.root());
        let metadata = Composed::mapping(place, [("name", self.text_at_name(name))])
            .with("namespace", root.part("metadata").copy("namespace"))
            .with("labels", labels)
            .with("ownerReferences", Composed::sequence(place, [self.owner()]));
        Composed::mapping(
            place,
            [
                ("apiVersion", Composed::text(place, kind.0)),
                ("kind", Composed::text(place, kind.1)),
                ("metadata", metadata),
            ],
        )
    }

    fn owner(&self) -> Composed {
        let at = &self.at_name;
        Composed::mapping(
            at,
            [
                ("apiVersion", self.text_at_name("databases.spotahome.com/v1")),
                ("kind", self.text_at_name("RedisFailover")),
                ("name", self.text_at_name(self.name)),
                ("controller", Composed::plain(at, true)),
                ("blockOwnerDeletion", Composed::plain(at, true)),
            ],
        )
    }
}
