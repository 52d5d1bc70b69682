//! The ConfigMaps. Scripts are there by name only, and `redis.conf` without the password.

use std::fmt::Write as _;

use super::Component;
use super::Failover;
use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::Node;

impl Failover<'_> {
    /// `rfs-`: `sentinel.conf`.
    pub(super) fn sentinel_config(&self) -> Composed {
        let port = self.port.number;
        let settings = [
            format!("monitor mymaster 127.0.0.1 {port} 2"),
            "down-after-milliseconds mymaster 1000".to_owned(),
            "failover-timeout mymaster 3000".to_owned(),
            "parallel-syncs mymaster 2".to_owned(),
        ];
        let text = settings.map(|setting| format!("sentinel {setting}")).join("\n");
        self.config(&self.sentinel.place, "rfs-", Component::Sentinel, "sentinel.conf", text)
    }

    /// `rfr-`: `redis.conf`. What `customConfig` says is no part of it: that is set while Redis runs.
    pub(super) fn redis_config(&self) -> Composed {
        let port = self.port.number;
        let mut text = format!(
            "slaveof 127.0.0.1 {port}\nport {port}\ntcp-keepalive 60\nsave 900 1\nsave 300 10\n\
             user pinger -@all +ping on >pingpass\n"
        );
        let renames = self.redis.get("customCommandRenames");
        for rename in renames.iter().flat_map(|renames| renames.items()) {
            let text_of = |key| rename.get(key).and_then(Node::text).unwrap_or_default();
            let _ = writeln!(text, "rename-command \"{}\" \"{}\"", text_of("from"), text_of("to"));
        }
        self.config(&self.redis.place, "rfr-", Component::Redis, "redis.conf", text)
    }

    /// `rfr-s-`: what runs before Redis is stopped, unless the document names another.
    pub(super) fn shutdown_config(&self) -> Option<Composed> {
        let is_own = self.redis.text("shutdownConfigMap").is_none();
        is_own.then(|| self.config(&self.redis.place, "rfr-s-", Component::Redis, "shutdown.sh", String::new()))
    }

    /// `rfr-readiness-`: what tells whether Redis is ready.
    pub(super) fn readiness_config(&self) -> Composed {
        self.config(&self.redis.place, "rfr-readiness-", Component::Redis, "ready.sh", String::new())
    }

    fn config(&self, place: &Place, prefix: &str, component: Component, file: &str, text: String) -> Composed {
        let labels = self.labels_with(&self.selector(component));
        self.object(("v1", "ConfigMap"), place, format!("{prefix}{}", self.name), labels)
            .with("data", Composed::mapping(place, [(file, Composed::text(place, text))]))
    }
}
