//! Containers: image, ports, environment and security context.

use std::collections::BTreeSet;

use crate::validate::object::environment;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::port_number;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::names::Names;
use crate::validate::object::pod::Origin;
use crate::validate::object::probe;
use crate::validate::object::resources;
use crate::validate::object::volume;
use crate::validate::object::volume::relative;
use crate::validate::object::windows;

/// The highest user and group.
const MAX_ID: i128 = 2_147_483_647;

pub(super) fn check(sink: &mut Sink, container: &Field<'_>, spec: &Field<'_>, origin: Origin, volumes: &Names<'_>) {
    let own = container.get("name");
    if required(sink, &own) && (origin.is_validated() || own.text_or_empty().len() > 63) {
        name(sink, &own, Grammar::Label);
    }
    image(sink, &container.get("image"), origin);
    one_of(sink, &container.get("imagePullPolicy"), &["Always", "IfNotPresent", "Never"]);
    one_of(sink, &container.get("terminationMessagePolicy"), &["File", "FallbackToLogsOnError"]);
    ports(sink, &container.get("ports"));
    environment::check(sink, container);
    volume::mounts(sink, container, volumes);
    resources::check(sink, &container.get("resources"), origin.is_validated());
    resources::resize(sink, &container.get("resizePolicy"));
    probe::check(sink, container, spec, origin);
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

/// What containers and whole pods have in common.
pub(super) fn user_and_profile(sink: &mut Sink, context: &Field<'_>) {
    for id in ["runAsUser", "runAsGroup"] {
        within(sink, &context.get(id), 0, MAX_ID);
    }
    profile(sink, &context.get("seccompProfile"));
    app_armor(sink, &context.get("appArmorProfile"));
}

fn app_armor(sink: &mut Sink, profile: &Field<'_>) {
    if !profile.is_set() {
        return;
    }
    let (kind, name) = (profile.get("type"), profile.get("localhostProfile"));
    one_of(sink, &kind, &["Localhost", "RuntimeDefault", "Unconfined"]);
    if kind.is_text("Localhost") {
        required(sink, &name);
    } else {
        forbidden(sink, &name, "without `type: Localhost`");
    }
}

fn profile(sink: &mut Sink, profile: &Field<'_>) {
    if !profile.is_set() {
        return;
    }
    let (kind, file) = (profile.get("type"), profile.get("localhostProfile"));
    if required(sink, &kind) {
        one_of(sink, &kind, &["Localhost", "RuntimeDefault", "Unconfined"]);
    }
    if kind.is_text("Localhost") {
        required(sink, &file);
        relative(sink, &file);
    } else {
        forbidden(sink, &file, "without `type: Localhost`");
    }
}

fn security(sink: &mut Sink, context: &Field<'_>) {
    if !context.is_set() {
        return;
    }
    user_and_profile(sink, context);
    if sink.minor >= 33 {
        one_of(sink, &context.get("procMount"), &["Default", "Unmasked"]);
    }
    windows::options(sink, &context.get("windowsOptions"));
    let escalation = context.get("allowPrivilegeEscalation");
    if !escalation.is_false() {
        return;
    }
    let reason = if context.get("privileged").is_true() {
        "`privileged: true`"
    } else if context.get("capabilities").get("add").items().any(|added| added.is_text("CAP_SYS_ADMIN")) {
        "the capability `CAP_SYS_ADMIN`"
    } else {
        return;
    };
    sink.push(
        fault("conflicting-fields", &escalation, format!("`allowPrivilegeEscalation: false` contradicts {reason}"))
            .help("give up one of the two"),
    );
}

/// Containers that run at the same time cannot use one port of their node twice.
pub(super) fn host_ports<'a>(sink: &mut Sink, containers: impl Iterator<Item = Field<'a>>) {
    let mut seen = BTreeSet::new();
    for port in containers.flat_map(|container| container.get("ports").items()) {
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
