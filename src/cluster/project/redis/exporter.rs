//! The containers that export metrics.

use super::Component;
use super::Failover;
use super::pod;
use super::pod::variable;
use crate::model::redis::OperatorVersion;
use crate::text::Place;
use crate::yaml::Composed;

const DEFAULT_IMAGE: &str = "quay.io/oliver006/redis_exporter:v1.43.0";

impl Failover<'_> {
    /// The exporter beside each pod of a component, if it is switched on.
    pub(super) fn exporter(&self, component: Component) -> Option<Composed> {
        let written = self.of(component).part("exporter");
        if !written.is_true("enabled") {
            return None;
        }
        let place = &written.place;
        let (name, port) = match component {
            Component::Redis => ("redis-exporter", 9121),
            Component::Sentinel => ("sentinel-exporter", 9355),
        };
        let mut environment = written.items("env");
        environment.push(alias(place));
        match component {
            Component::Redis => environment.extend(self.redis_environment(place)),
            Component::Sentinel => environment.extend([
                variable(place, "REDIS_EXPORTER_WEB_LISTEN_ADDRESS", format!("0.0.0.0:{port}")),
                variable(place, "REDIS_ADDR", format!("redis://{}:26379", self.loopback())),
            ]),
        }
        let mut container = Self::container(name, &written, &written);
        container.set("image", written.text_or("image", DEFAULT_IMAGE));
        let container = container
            .with("args", written.copy("args"))
            .with("env", Composed::sequence(place, environment))
            .with("ports", pod::port(place, "metrics", Composed::plain(place, port)))
            .with("resources", written.whole("resources").unwrap_or_else(|| self.default_resources(place)));
        Some(container)
    }

    /// The first release gives the exporter less than the others.
    fn redis_environment(&self, place: &Place) -> Vec<Composed> {
        if self.version > OperatorVersion::V1_2_0 {
            return self.environment();
        }
        let mut environment: Vec<Composed> = self.password().into_iter().collect();
        if self.port.number != 6379 {
            environment.push(variable(place, "REDIS_ADDR", format!("redis://localhost:{}", self.port.number)));
        }
        environment
    }

    fn default_resources(&self, place: &Place) -> Composed {
        let (request, limit) =
            if self.version < OperatorVersion::V1_3_0Rc1 { ("25m", "50m") } else { ("10m", "1000m") };
        let amounts = |cpu: &str, memory: &str| {
            Composed::mapping(place, [("cpu", Composed::text(place, cpu)), ("memory", Composed::text(place, memory))])
        };
        Composed::mapping(place, [("requests", amounts(request, "50Mi")), ("limits", amounts(limit, "100Mi"))])
    }
}

/// The name of the pod.
fn alias(place: &Place) -> Composed {
    let field = Composed::mapping(place, [("fieldPath", Composed::text(place, "metadata.name"))]);
    let source = Composed::mapping(place, [("fieldRef", field)]);
    Composed::mapping(place, [("name", Composed::text(place, "REDIS_ALIAS")), ("valueFrom", source)])
}
