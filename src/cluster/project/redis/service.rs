//! The Services: metrics of Redis, Sentinel, and from v1.3.0-rc1 on master and replicas.

use super::Component;
use super::Failover;
use crate::text::Place;
use crate::yaml::Composed;

const SERVICE: (&str, &str) = ("v1", "Service");

fn port(place: &Place, name: &str, number: Composed, target: Option<Composed>) -> Composed {
    let port = Composed::mapping(place, [("name", Composed::text(place, name)), ("port", number)])
        .with("targetPort", target)
        .with("protocol", Composed::text(place, "TCP"));
    Composed::sequence(place, [port])
}

impl Failover<'_> {
    /// `rfr-`: headless, and for metrics only.
    pub(super) fn metrics_service(&self) -> Composed {
        let place = &self.redis.part("exporter").place;
        let selector = self.selector(Component::Redis);
        let under =
            [("prometheus.io/scrape", "true"), ("prometheus.io/port", "http"), ("prometheus.io/path", "/metrics")];
        let spec = Composed::mapping(
            place,
            [
                ("type", Composed::text(place, "ClusterIP")),
                ("clusterIP", Composed::text(place, "None")),
                ("ports", port(place, "http-metrics", Composed::plain(place, 9121), None)),
                ("selector", selector.clone()),
            ],
        );
        let annotations = Self::annotations(place, &under, self.redis.get("serviceAnnotations"));
        self.service(place, "rfr-", &selector, annotations, spec)
    }

    /// `rfs-`: Sentinel.
    pub(super) fn sentinel_service(&self) -> Composed {
        let place = &self.sentinel.place;
        let selector = self.selector(Component::Sentinel);
        let number = || Composed::plain(place, 26379);
        let spec = Composed::mapping(
            place,
            [("ports", port(place, "sentinel", number(), Some(number()))), ("selector", selector.clone())],
        );
        let annotations = Self::annotations(place, &[], self.sentinel.get("serviceAnnotations"));
        self.service(place, "rfs-", &selector, annotations, spec)
    }

    /// `rfrm-` and `rfrs-`: the pods of one role.
    pub(super) fn role_service(&self, prefix: &str, role: &str) -> Composed {
        let place = &self.redis.place;
        let selector = self.selector_of_role(role);
        let target = Composed::text(place, "redis");
        let spec = Composed::mapping(
            place,
            [
                ("type", Composed::text(place, "ClusterIP")),
                ("ports", port(place, "redis", self.port.value(), Some(target))),
                ("selector", selector.clone()),
            ],
        );
        let annotations = Self::annotations(place, &[], self.redis.get("serviceAnnotations"));
        self.service(place, prefix, &selector, annotations, spec)
    }

    fn service(
        &self,
        place: &Place,
        prefix: &str,
        selector: &Composed,
        annotations: Option<Composed>,
        spec: Composed,
    ) -> Composed {
        let mut service = self.object(SERVICE, place, format!("{prefix}{}", self.name), self.labels_with(selector));
        if let Some(annotations) = annotations {
            service.child("metadata", place).set("annotations", annotations);
        }
        service.with("spec", spec)
    }
}
