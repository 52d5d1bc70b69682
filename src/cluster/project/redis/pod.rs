//! What the pods of Redis and of Sentinel have in common.

use super::Component;
use super::DEFAULT_IMAGE;
use super::Failover;
use crate::cluster::project::part::Part;
use crate::model::redis::OperatorVersion;
use crate::text::Place;
use crate::yaml::Composed;

/// The mode of scripts, as the API server writes it: 0744.
const EXECUTABLE: u32 = 484;

/// Seconds before the first probe.
const GRACE: u32 = 30;

/// A list of texts.
pub(super) fn texts(place: &Place, texts: &[&str]) -> Composed {
    Composed::sequence(place, texts.iter().map(|text| Composed::text(place, *text)))
}

/// A list, unless it is empty.
pub(super) fn list(place: &Place, items: Vec<Composed>) -> Option<Composed> {
    (!items.is_empty()).then(|| Composed::sequence(place, items))
}

/// A probe that runs a command; `rest` are numbers beyond those that all have.
pub(super) fn probe(place: &Place, command: &[&str], rest: &[(&str, u32)]) -> Composed {
    let exec = Composed::mapping(place, [("command", texts(place, command))]);
    let probe = Composed::mapping(
        place,
        [
            ("exec", exec),
            ("initialDelaySeconds", Composed::plain(place, GRACE)),
            ("timeoutSeconds", Composed::plain(place, 5)),
        ],
    );
    rest.iter().fold(probe, |probe, (key, number)| probe.with(key, Composed::plain(place, number)))
}

/// The numbers of the probes that are patient.
pub(super) const PATIENT: [(&str, u32); 2] = [("failureThreshold", 6), ("periodSeconds", 15)];

pub(super) fn mount(name: Composed, path: &str) -> Composed {
    let place = name.place.clone();
    Composed::mapping(&place, [("name", name), ("mountPath", Composed::text(&place, path))])
}

/// A volume of a ConfigMap.
pub(super) fn config_volume(place: &Place, volume: &str, config: Composed, is_executable: bool) -> Composed {
    let mode = is_executable.then(|| Composed::plain(place, EXECUTABLE));
    let source = Composed::mapping(place, [("name", config)]).with("defaultMode", mode);
    Composed::mapping(place, [("name", Composed::text(place, volume)), ("configMap", source)])
}

pub(super) fn port(place: &Place, name: &str, number: Composed) -> Composed {
    let port = [("name", Composed::text(place, name)), ("containerPort", number)];
    let port = Composed::mapping(place, port).with("protocol", Composed::text(place, "TCP"));
    Composed::sequence(place, [port])
}

/// The security context of a container, as written or else as strict as it can be.
pub(super) fn container_security(part: &Part<'_>) -> Composed {
    part.whole("containerSecurityContext").unwrap_or_else(|| {
        let place = &part.place;
        let plain = |value: &str| Composed::plain(place, value);
        Composed::mapping(
            place,
            [
                ("capabilities", Composed::mapping(place, [("drop", texts(place, &["ALL"]))])),
                ("privileged", plain("false")),
                ("runAsUser", plain("1000")),
                ("runAsGroup", plain("1000")),
                ("runAsNonRoot", plain("true")),
                ("readOnlyRootFilesystem", plain("true")),
                ("allowPrivilegeEscalation", plain("false")),
            ],
        )
    })
}

fn pod_security(part: &Part<'_>) -> Composed {
    part.whole("securityContext").unwrap_or_else(|| {
        let plain = |value: &str| Composed::plain(&part.place, value);
        Composed::mapping(
            &part.place,
            [
                ("runAsUser", plain("1000")),
                ("runAsGroup", plain("1000")),
                ("runAsNonRoot", plain("true")),
                ("fsGroup", plain("1000")),
            ],
        )
    })
}

/// The affinity as written, or else one that would rather not have two of these pods on one node.
fn affinity(part: &Part<'_>, labels: Composed) -> Composed {
    part.whole("affinity").unwrap_or_else(|| {
        let place = &part.place;
        let term = Composed::mapping(
            place,
            [
                ("labelSelector", Composed::mapping(place, [("matchLabels", labels)])),
                ("topologyKey", Composed::text(place, "kubernetes.io/hostname")),
            ],
        );
        let weighted = Composed::mapping(place, [("weight", Composed::plain(place, 100)), ("podAffinityTerm", term)]);
        let preferred = ("preferredDuringSchedulingIgnoredDuringExecution", Composed::sequence(place, [weighted]));
        Composed::mapping(place, [("podAntiAffinity", Composed::mapping(place, [preferred]))])
    })
}

impl Failover<'_> {
    /// The start of a container: name, image, pull policy, security context. `of` says what is written of it.
    pub(super) fn container(name: &str, image: &Part<'_>, security: &Part<'_>) -> Composed {
        Composed::mapping(
            &image.place,
            [
                ("name", Composed::text(&image.place, name)),
                ("image", image.text_or("image", DEFAULT_IMAGE)),
                ("imagePullPolicy", image.text_or("imagePullPolicy", "Always")),
                ("securityContext", container_security(security)),
            ],
        )
    }

    /// What a user may set in the place of a probe, in the releases that have it.
    pub(super) fn own_probe(&self, part: &Part<'_>, key: &str) -> Option<Composed> {
        part.whole(key).filter(|_| self.version >= OperatorVersion::V1_3_0Rc1)
    }

    /// The ConfigMap with a script for the start, in the releases that have it.
    pub(super) fn startup(&self, component: Component) -> Option<Composed> {
        let part = self.of(component);
        part.text("startupConfigMap").filter(|_| self.version >= OperatorVersion::V1_2_4)?;
        Some(part.text_or("startupConfigMap", ""))
    }

    /// The probe that watches the start.
    pub(super) fn startup_probe(&self, component: Component, script: &str) -> Option<Composed> {
        let part = self.of(component);
        self.own_probe(part, "customStartupProbe").or_else(|| {
            let place = self.startup(component)?.place;
            Some(probe(&place, &["/bin/sh", script], &PATIENT))
        })
    }

    /// A pod template, with the fields that are passed on as they are written.
    pub(super) fn template(&self, component: Component, special: [(&str, Option<Composed>); 4]) -> Composed {
        let part = self.of(component);
        let labels = self.pod_labels(component);
        let mut spec = Composed::mapping(&part.place, [("affinity", affinity(part, labels.clone()))])
            .with("securityContext", pod_security(part))
            .with("dnsPolicy", part.text_or("dnsPolicy", "ClusterFirst"));
        let passed_on = [
            "tolerations",
            "topologySpreadConstraints",
            "nodeSelector",
            "hostNetwork",
            "imagePullSecrets",
            "priorityClassName",
            "serviceAccountName",
        ];
        for key in passed_on {
            spec = spec.with(key, part.copy(key));
        }
        for (key, value) in special {
            spec = spec.with(key, value);
        }
        let metadata =
            Composed::mapping(&self.at_name, [("labels", labels)]).with("annotations", part.copy("podAnnotations"));
        Composed::mapping(&part.place, [("metadata", metadata), ("spec", spec)])
    }

    /// Variables that tell a container how to reach Redis.
    pub(super) fn environment(&self) -> Vec<Composed> {
        let (place, port) = (&self.port.place, self.port.number);
        let mut environment = vec![
            variable(place, "REDIS_ADDR", format!("redis://{}:{port}", self.loopback())),
            variable(place, "REDIS_PORT", port.to_string()),
            variable(place, "REDIS_USER", "default"),
        ];
        environment.extend(self.password());
        environment
    }

    /// The password, where there is one.
    pub(super) fn password(&self) -> Option<Composed> {
        let auth = self.spec.part("auth");
        auth.text("secretPath")?;
        let name = auth.text_or("secretPath", "");
        let place = name.place.clone();
        let key = Composed::mapping(&place, [("name", name), ("key", Composed::text(&place, "password"))]);
        let source = Composed::mapping(&place, [("secretKeyRef", key)]);
        let variable = [("name", Composed::text(&place, "REDIS_PASSWORD")), ("valueFrom", source)];
        Some(Composed::mapping(&place, variable))
    }

    /// How this machine is called in addresses.
    pub(super) fn loopback(&self) -> &'static str {
        if self.version < OperatorVersion::V1_2_3 { "localhost" } else { "127.0.0.1" }
    }
}

pub(super) fn variable(place: &Place, name: &str, value: impl Into<String>) -> Composed {
    Composed::mapping(place, [("name", Composed::text(place, name)), ("value", Composed::text(place, value))])
}
