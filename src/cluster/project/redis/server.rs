//! The StatefulSet of Redis.

use super::Component;
use super::Failover;
use super::pod;
use super::pod::config_volume;
use super::pod::mount;
use super::pod::probe;
use super::pod::texts;
use crate::cluster::project::part::Part;
use crate::model::redis::OperatorVersion;
use crate::yaml::Composed;

impl Failover<'_> {
    /// The StatefulSet.
    pub(super) fn stateful_set(&self) -> Composed {
        let place = &self.redis.place;
        let name = format!("rfr-{}", self.name);
        let labels = self.pod_labels(Component::Redis);
        let strategy = Composed::mapping(place, [("type", Composed::text(place, "OnDelete"))]);
        let selector = Composed::mapping(place, [("matchLabels", self.selector(Component::Redis))]);
        let spec = Composed::mapping(
            place,
            [
                ("serviceName", self.text_at_name(name.as_str())),
                ("replicas", self.redis.count_or("replicas", 3).value()),
                ("updateStrategy", strategy),
                ("podManagementPolicy", Composed::text(place, "Parallel")),
                ("selector", selector),
                ("template", self.redis_template()),
            ],
        )
        .with("volumeClaimTemplates", self.claim().map(|claim| Composed::sequence(&claim.place.clone(), [claim])));
        let mut set = self.object(("apps/v1", "StatefulSet"), place, name, labels);
        let annotations = self.manifest.root().at(&["metadata", "annotations"]);
        if self.version >= OperatorVersion::V1_2_3
            && let Some(annotations) = annotations.filter(|annotations| annotations.entries().len() > 0)
        {
            set.child("metadata", place).set("annotations", Composed::of(annotations));
        }
        set.with("spec", spec)
    }

    fn redis_template(&self) -> Composed {
        let place = &self.redis.place;
        let mut containers = vec![self.redis_container()];
        containers.extend(self.exporter(Component::Redis));
        containers.extend(self.with_environment("extraContainers"));
        let grace = self.redis.count_or("terminationGracePeriod", 30).value();
        self.template(
            Component::Redis,
            [
                ("initContainers", pod::list(place, self.with_environment("initContainers"))),
                ("containers", pod::list(place, containers)),
                ("volumes", pod::list(place, self.redis_volumes())),
                ("terminationGracePeriodSeconds", Some(grace)),
            ],
        )
    }

    fn redis_container(&self) -> Composed {
        let (redis, place) = (&self.redis, &self.redis.place);
        let stop = ["/bin/sh", "/redis-shutdown/shutdown.sh"];
        let stop = Composed::mapping(place, [("command", texts(place, &stop))]);
        let stop = Composed::mapping(place, [("exec", stop)]);
        let as_pinger = "--user pinger --pass pingpass --no-auth-warning";
        let port = self.port.number;
        let ping = if self.version < OperatorVersion::V1_3_0Rc1 {
            format!("redis-cli -h $(hostname) -p {port} ping {as_pinger}")
        } else {
            format!("redis-cli -h $(hostname) -p {port} {as_pinger} ping | grep PONG")
        };
        let alive = self.own_probe(redis, "customLivenessProbe");
        let ready = self.own_probe(redis, "customReadinessProbe");
        let environment = if self.version < OperatorVersion::V1_2_3 {
            self.password().into_iter().collect()
        } else {
            self.environment()
        };
        Self::container("redis", redis, redis)
            .with(
                "command",
                redis.copy("command").unwrap_or_else(|| texts(place, &["redis-server", "/redis/redis.conf"])),
            )
            .with("env", pod::list(place, environment))
            .with("ports", pod::port(&self.port.place, "redis", self.port.value()))
            .with("resources", redis.copy("resources"))
            .with("volumeMounts", pod::list(place, self.redis_mounts()))
            .with("lifecycle", Composed::mapping(place, [("preStop", stop)]))
            .with("livenessProbe", alive.unwrap_or_else(|| probe(place, &["sh", "-c", &ping], &pod::PATIENT)))
            .with(
                "readinessProbe",
                ready.unwrap_or_else(|| probe(place, &["/bin/sh", "/redis-readiness/ready.sh"], &[])),
            )
            .with("startupProbe", self.startup_probe(Component::Redis, "/redis-startup/startup.sh"))
    }

    /// Containers of the user, which are told how to reach Redis.
    fn with_environment(&self, key: &str) -> Vec<Composed> {
        let mut containers = self.redis.items(key);
        if self.version > OperatorVersion::V1_2_0 {
            for container in &mut containers {
                let place = container.place.clone();
                let mut environment = container.get("env").map(|env| env.items().to_vec()).unwrap_or_default();
                environment.extend(self.environment());
                container.set("env", Composed::sequence(&place, environment));
            }
        }
        containers
    }

    fn storage(&self) -> Part<'_> {
        self.redis.part("storage")
    }

    fn redis_mounts(&self) -> Vec<Composed> {
        let here = |name: &str| Composed::text(&self.redis.place, name);
        let claim = self.storage().part("persistentVolumeClaim");
        let data = if claim.is_there() {
            claim.part("metadata").text_or("name", "")
        } else {
            Composed::text(&self.storage().place, "redis-data")
        };
        let mut mounts = vec![
            mount(here("redis-config"), "/redis"),
            mount(here("redis-shutdown-config"), "/redis-shutdown"),
            mount(here("redis-readiness-config"), "/redis-readiness"),
            mount(data, "/data"),
        ];
        if let Some(startup) = self.startup(Component::Redis) {
            mounts.push(mount(Composed::text(&startup.place, "redis-startup-config"), "/redis-startup"));
        }
        mounts.extend(self.redis.items("extraVolumeMounts"));
        mounts
    }

    fn redis_volumes(&self) -> Vec<Composed> {
        let place = &self.redis.place;
        let own = |prefix: &str| self.text_at_name(format!("{prefix}{}", self.name));
        let shutdown = match self.redis.text("shutdownConfigMap") {
            Some(_) => self.redis.text_or("shutdownConfigMap", ""),
            None => own("rfr-s-"),
        };
        let mut volumes = vec![
            config_volume(place, "redis-config", own("rfr-"), false),
            config_volume(&shutdown.place.clone(), "redis-shutdown-config", shutdown, true),
            config_volume(place, "redis-readiness-config", own("rfr-readiness-"), true),
        ];
        if let Some(startup) = self.startup(Component::Redis) {
            volumes.push(config_volume(&startup.place.clone(), "redis-startup-config", startup, true));
        }
        volumes.extend(self.redis.items("extraVolumes"));
        let storage = self.storage();
        if !storage.part("persistentVolumeClaim").is_there() {
            let place = &storage.place;
            let empty = storage.whole("emptyDir").unwrap_or_else(|| Composed::mapping(place, []));
            volumes
                .push(Composed::mapping(place, [("name", Composed::text(place, "redis-data")), ("emptyDir", empty)]));
        }
        volumes
    }

    /// The claim of each pod. Unless it is kept, it belongs to the RedisFailover and goes with it.
    fn claim(&self) -> Option<Composed> {
        let part = self.storage().part("persistentVolumeClaim");
        part.node?;
        let (place, written) = (&part.place, part.part("metadata"));
        let owner = (!self.storage().is_true("keepAfterDeletion")).then(|| Composed::sequence(place, [self.owner()]));
        let metadata = Composed::mapping(&written.place, [("name", written.text_or("name", ""))])
            .with("labels", written.copy("labels"))
            .with("annotations", written.copy("annotations"))
            .with("ownerReferences", owner);
        let claim = Composed::mapping(
            place,
            [
                ("apiVersion", Composed::text(place, "v1")),
                ("kind", Composed::text(place, "PersistentVolumeClaim")),
                ("metadata", metadata),
            ],
        );
        Some(claim.with("spec", part.copy("spec")))
    }
}
