//! Containers: image, ports, environment and security context.

use std::collections::BTreeSet;

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::port_number;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::pod::Origin;
use crate::validate::object::probe;
use crate::validate::object::resources;
use crate::validate::object::volume;

/// The highest user and group.
const MAX_ID: i128 = 2_147_483_647;

const POD_FIELDS: &[&str] = &[
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

pub(super) fn check(sink: &mut Sink, container: &Field<'_>, origin: Origin, volumes: &BTreeSet<&str>) {
    let own = container.get("name");
    if required(sink, &own) && (origin.is_validated() || own.text_or_empty().len() > 63) {
        name(sink, &own, Grammar::Label);
    }
    image(sink, &container.get("image"), origin);
    one_of(sink, &container.get("imagePullPolicy"), &["Always", "IfNotPresent", "Never"]);
    one_of(sink, &container.get("terminationMessagePolicy"), &["File", "FallbackToLogsOnError"]);
    ports(sink, &container.get("ports"));
    for variable in container.get("env").items() {
        environment(sink, &variable);
    }
    for source in container.get("envFrom").items() {
        spelt(sink, "invalid-name", &source.get("prefix"), Grammar::EnvName);
        one_field(sink, &source, &["configMapRef", "secretRef"], true);
        for kind in ["configMapRef", "secretRef"] {
            if source.get(kind).is_set() {
                required(sink, &source.at(&[kind, "name"]));
            }
        }
    }
    volume::mounts(sink, container, volumes);
    resources::check(sink, &container.get("resources"), origin.is_validated());
    probe::check(sink, container, origin);
    security(sink, &container.get("securityContext"));
}

fn image(sink: &mut Sink, image: &Field<'_>, origin: Origin) {
    let text = image.text_or_empty();
    if required(sink, image) && origin == Origin::Pod && text.trim() != text {
        sink.push(
            fault("malformed-value", image, format!("`{}` begins or ends with a blank", image.path()))
                .help("write the image without blanks"),
        );
    }
}

fn ports(sink: &mut Sink, ports: &Field<'_>) {
    for port in ports.items() {
        name_of_port(sink, &port.get("name"));
        port_number(sink, &port.get("containerPort"));
        if port.get("hostPort").integer() != Some(0) {
            port_number(sink, &port.get("hostPort"));
        }
        one_of(sink, &port.get("protocol"), &["TCP", "UDP", "SCTP"]);
    }
    distinct(sink, ports.items().map(|port| port.get("name")));
}

fn name_of_port(sink: &mut Sink, own: &Field<'_>) {
    spelt(sink, "invalid-port", own, Grammar::PortName);
}

fn environment(sink: &mut Sink, variable: &Field<'_>) {
    let own = variable.get("name");
    if required(sink, &own) {
        name(sink, &own, Grammar::EnvName);
    }
    let source = variable.get("valueFrom");
    if !source.is_set() {
        return;
    }
    if !variable.get("value").is_empty() {
        forbidden(sink, &source, "beside `value`");
    }
    let kinds: Vec<&str> = source.keys().collect();
    if kinds.is_empty() {
        one_field(sink, &source, &["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"], true);
    }
    one_field(sink, &source, &kinds, false);
    for kind in ["configMapKeyRef", "secretKeyRef"] {
        let reference = source.get(kind);
        if reference.is_set() {
            required(sink, &reference.get("name"));
            if required(sink, &reference.get("key")) {
                spelt(sink, "invalid-key", &reference.get("key"), Grammar::ConfigKey);
            }
        }
    }
    field_path(sink, &source.get("fieldRef"));
    if source.get("resourceFieldRef").is_set() {
        required(sink, &source.at(&["resourceFieldRef", "resource"]));
    }
}

fn field_path(sink: &mut Sink, reference: &Field<'_>) {
    let path = reference.get("fieldPath");
    if !reference.is_set() || !required(sink, &path) {
        return;
    }
    let text = path.text_or_empty();
    let by_key = |prefix| text.strip_prefix(prefix).is_some_and(|rest: &str| rest.ends_with("']"));
    if !POD_FIELDS.contains(&text) && !by_key("metadata.labels['") && !by_key("metadata.annotations['") {
        let near = crate::text::suggest::nearest(text, POD_FIELDS.iter().copied());
        let help = near.map_or_else(
            || "write one such as `metadata.name`, `status.podIP` or `metadata.labels['app']`".to_owned(),
            |meant| format!("write `{meant}`"),
        );
        sink.push(fault("unknown-value", &path, format!("containers cannot be given the field `{text}`")).help(help));
    }
}

/// What containers and whole pods have in common.
pub(super) fn user_and_profile(sink: &mut Sink, context: &Field<'_>) {
    for id in ["runAsUser", "runAsGroup"] {
        within(sink, &context.get(id), 0, MAX_ID);
    }
    let profile = context.get("seccompProfile");
    if !profile.is_set() {
        return;
    }
    let (kind, file) = (profile.get("type"), profile.get("localhostProfile"));
    if required(sink, &kind) {
        one_of(sink, &kind, &["Localhost", "RuntimeDefault", "Unconfined"]);
    }
    if kind.is_text("Localhost") {
        required(sink, &file);
    } else {
        forbidden(sink, &file, "without `type: Localhost`");
    }
}

fn security(sink: &mut Sink, context: &Field<'_>) {
    user_and_profile(sink, context);
    one_of(sink, &context.get("procMount"), &["Default", "Unmasked"]);
    let escalation = context.get("allowPrivilegeEscalation");
    if !escalation.is_false() {
        return;
    }
    let reason = if context.get("privileged").is_true() {
        "`privileged: true`"
    } else if context.at(&["capabilities", "add"]).items().any(|added| added.is_text("CAP_SYS_ADMIN")) {
        "the capability `CAP_SYS_ADMIN`"
    } else {
        return;
    };
    sink.push(
        fault("conflicting-fields", &escalation, format!("`allowPrivilegeEscalation: false` contradicts {reason}"))
            .help("give up one of the two"),
    );
}

/// Pods cannot use one port of their node twice.
pub(super) fn host_ports(sink: &mut Sink, containers: &Field<'_>) {
    let mut seen = BTreeSet::new();
    for container in containers.items() {
        for port in container.get("ports").items() {
            let number = port.get("hostPort");
            let Some(value) = number.integer().filter(|value| *value != 0) else { continue };
            let protocol = port.get("protocol").text().unwrap_or("TCP");
            if !seen.insert((value, protocol, port.get("hostIP").text_or_empty())) {
                sink.push(
                    fault("duplicate-name", &number, format!("port {value} of the node is taken a second time"))
                        .help("give each container its own `hostPort`, or none"),
                );
            }
        }
    }
}
