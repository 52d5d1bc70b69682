//! The Deployment of Sentinel.

use super::Component;
use super::Failover;
use super::pod;
use super::pod::config_volume;
use super::pod::mount;
use super::pod::probe;
use super::pod::texts;
use crate::model::redis::OperatorVersion;
use crate::yaml::Composed;

/// Whether it watches another Redis than the one that it is told of at first.
const IS_MONITORING: &str =
    "redis-cli -h $(hostname) -p 26379 sentinel get-master-addr-by-name mymaster | head -n 1 | grep -vq '127.0.0.1'";

impl Failover<'_> {
    /// The Deployment.
    pub(super) fn deployment(&self) -> Composed {
        let place = &self.sentinel.place;
        let mut first = vec![self.config_copy()];
        first.extend(self.sentinel.items("initContainers"));
        let mut containers = vec![self.sentinel_container()];
        containers.extend(self.exporter(Component::Sentinel));
        containers.extend(self.sentinel.items("extraContainers"));
        let template = self.template(
            Component::Sentinel,
            [
                ("initContainers", pod::list(place, first)),
                ("containers", pod::list(place, containers)),
                ("volumes", pod::list(place, self.sentinel_volumes())),
                ("terminationGracePeriodSeconds", None),
            ],
        );
        let spec = Composed::mapping(
            place,
            [
                ("replicas", self.sentinel.count_or("replicas", 3).value()),
                ("selector", Composed::mapping(place, [("matchLabels", self.selector(Component::Sentinel))])),
                ("template", template),
            ],
        );
        let labels = self.pod_labels(Component::Sentinel);
        self.object(("apps/v1", "Deployment"), place, format!("rfs-{}", self.name), labels).with("spec", spec)
    }

    /// Copies the configuration to where Sentinel may write.
    fn config_copy(&self) -> Composed {
        let place = &self.sentinel.place;
        let here = |name: &str| Composed::text(place, name);
        let amounts = || Composed::mapping(place, [("cpu", here("10m")), ("memory", here("32Mi"))]);
        let mounts =
            [mount(here("sentinel-config"), "/redis"), mount(here("sentinel-config-writable"), "/redis-writable")];
        Self::container("sentinel-config-copy", &self.sentinel, &self.sentinel.part("configCopy"))
            .with("command", texts(place, &["cp", "/redis/sentinel.conf", "/redis-writable/sentinel.conf"]))
            .with("resources", Composed::mapping(place, [("requests", amounts()), ("limits", amounts())]))
            .with("volumeMounts", Composed::sequence(place, mounts))
    }

    fn sentinel_container(&self) -> Composed {
        let (sentinel, place) = (&self.sentinel, &self.sentinel.place);
        let command = ["redis-server", "/redis/sentinel.conf", "--sentinel"];
        let alive = self.own_probe(sentinel, "customLivenessProbe");
        let ready = self.own_probe(sentinel, "customReadinessProbe");
        let ping = ["sh", "-c", "redis-cli -h $(hostname) -p 26379 ping"];
        // Before, it is ready as soon as it answers.
        let is_ready = if self.version < OperatorVersion::V1_3_0Rc1 { ping } else { ["sh", "-c", IS_MONITORING] };
        Self::container("sentinel", sentinel, sentinel)
            .with("command", sentinel.copy("command").unwrap_or_else(|| texts(place, &command)))
            .with("ports", pod::port(place, "sentinel", Composed::plain(place, 26379)))
            .with("resources", sentinel.copy("resources"))
            .with("volumeMounts", pod::list(place, self.sentinel_mounts()))
            .with("livenessProbe", alive.unwrap_or_else(|| probe(place, &ping, &[])))
            .with("readinessProbe", ready.unwrap_or_else(|| probe(place, &is_ready, &[])))
            .with("startupProbe", self.startup_probe(Component::Sentinel, "/sentinel-startup/startup.sh"))
    }

    fn sentinel_mounts(&self) -> Vec<Composed> {
        let mut mounts = vec![mount(Composed::text(&self.sentinel.place, "sentinel-config-writable"), "/redis")];
        if let Some(startup) = self.startup(Component::Sentinel) {
            mounts.push(mount(Composed::text(&startup.place, "sentinel-startup-config"), "/sentinel-startup"));
        }
        // v1.2.0 takes the mounts of Redis, if Sentinel has any.
        let is_mistaken = self.version == OperatorVersion::V1_2_0 && self.sentinel.get("extraVolumeMounts").is_some();
        let of = if is_mistaken { &self.redis } else { &self.sentinel };
        mounts.extend(of.items("extraVolumeMounts"));
        mounts
    }

    fn sentinel_volumes(&self) -> Vec<Composed> {
        let place = &self.sentinel.place;
        let own = self.text_at_name(format!("rfs-{}", self.name));
        let writable =
            [("name", Composed::text(place, "sentinel-config-writable")), ("emptyDir", Composed::mapping(place, []))];
        let mut volumes = vec![config_volume(place, "sentinel-config", own, false), Composed::mapping(place, writable)];
        if let Some(startup) = self.startup(Component::Sentinel) {
            volumes.push(config_volume(&startup.place.clone(), "sentinel-startup-config", startup, true));
        }
        volumes.extend(self.sentinel.items("extraVolumes"));
        volumes
    }
}
