//! Pods, and the templates that workloads make them from.
//!
//! Source: the behaviour of Kubernetes `pkg/apis/core/validation`. Whether what a pod names exists is for others.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::validate::object::container;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata;
use crate::validate::object::scheduling;
use crate::validate::object::volume;

/// Where a pod comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// An object of its own.
    Pod,
    /// A template that the API server checks.
    Template,
    /// The template of a `StatefulSet`, whose faults show when its pods are made.
    StatefulSet,
}

impl Origin {
    /// Whether the API server looks at it when it is applied. Where it does not, some faults are left to it.
    pub(super) fn is_validated(self) -> bool {
        self != Self::StatefulSet
    }
}

/// The template of a workload; `claims` are the volumes that the workload adds.
pub(super) fn template<'a>(sink: &mut Sink, template: &Field<'a>, origin: Origin, claims: &BTreeSet<&'a str>) {
    metadata::labels(sink, &template.at(&["metadata", "labels"]));
    metadata::annotations(sink, &template.at(&["metadata", "annotations"]));
    check(sink, &template.get("spec"), origin, claims);
}

pub(super) fn check<'a>(sink: &mut Sink, spec: &Field<'a>, origin: Origin, claims: &BTreeSet<&'a str>) {
    let mut volumes = volume::check(sink, &spec.get("volumes"));
    volumes.extend(claims);
    containers(sink, spec, origin, &volumes);
    one_of(sink, &spec.get("restartPolicy"), &["Always", "OnFailure", "Never"]);
    one_of(sink, &spec.get("preemptionPolicy"), &["PreemptLowerPriority", "Never"]);
    for subdomain in ["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"] {
        name(sink, &spec.get(subdomain), Grammar::Subdomain);
    }
    for label in ["hostname", "subdomain"] {
        name(sink, &spec.get(label), Grammar::Label);
    }
    within(sink, &spec.get("activeDeadlineSeconds"), 1, 2_147_483_647);
    if spec.get("os").is_set() && required(sink, &spec.at(&["os", "name"])) {
        one_of(sink, &spec.at(&["os", "name"]), &["linux", "windows"]);
    }
    dns(sink, spec);
    security(sink, spec);
    scheduling::check(sink, spec);
    for alias in spec.get("hostAliases").items() {
        ip_address(sink, &alias.get("ip"));
        for host in alias.get("hostnames").items() {
            name(sink, &host, Grammar::Subdomain);
        }
    }
    for gate in spec.get("readinessGates").items() {
        name(sink, &gate.get("conditionType"), Grammar::Qualified);
    }
    for gate in spec.get("schedulingGates").items() {
        name(sink, &gate.get("name"), Grammar::Qualified);
    }
    distinct(sink, spec.get("schedulingGates").items().map(|gate| gate.get("name")));
}

fn containers(sink: &mut Sink, spec: &Field<'_>, origin: Origin, volumes: &BTreeSet<&str>) {
    required(sink, &spec.get("containers"));
    let lists = [spec.get("containers"), spec.get("initContainers")];
    for container in lists.iter().flat_map(Field::items) {
        container::check(sink, &container, origin, volumes);
        host_network(sink, spec, &container);
    }
    for container in spec.get("initContainers").items() {
        // One that goes on running beside the others may be probed.
        if container.get("restartPolicy").is_text("Always") {
            continue;
        }
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            forbidden(sink, &container.get(field), "for an init container that ends");
        }
    }
    distinct(sink, lists.iter().flat_map(Field::items).map(|container| container.get("name")));
    container::host_ports(sink, &spec.get("containers"));
    forbidden(sink, &spec.get("ephemeralContainers"), "when pods are made");
}

fn host_network(sink: &mut Sink, spec: &Field<'_>, container: &Field<'_>) {
    if !spec.get("hostNetwork").is_true() {
        return;
    }
    for port in container.get("ports").items() {
        let (host, own) = (port.get("hostPort"), port.get("containerPort"));
        if host.integer().is_some_and(|host| host != 0 && Some(host) != own.integer()) {
            sink.push(
                fault(
                    "conflicting-fields",
                    &own,
                    "with `hostNetwork: true`, `hostPort` and `containerPort` are the same",
                )
                .help("leave `hostPort` out"),
            );
        }
    }
}

fn dns(sink: &mut Sink, spec: &Field<'_>) {
    let policy = spec.get("dnsPolicy");
    one_of(sink, &policy, &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]);
    let config = spec.get("dnsConfig");
    let servers = config.get("nameservers");
    if policy.is_text("None") && required(sink, &config) {
        required(sink, &servers);
    }
    for server in servers.items() {
        ip_address(sink, &server);
    }
    if servers.items().count() > 3 {
        sink.push(
            fault("value-out-of-range", &servers, "a pod can have at most 3 name servers").help("keep the first three"),
        );
    }
}

/// An address of IPv4 or IPv6, if it is there.
pub(super) fn ip_address(sink: &mut Sink, field: &Field<'_>) {
    if let Some(text) = field.text().filter(|text| text.parse::<IpAddr>().is_err()) {
        sink.push(
            fault("malformed-value", field, format!("`{}` must be an IP address, and `{text}` is none", field.path()))
                .help("write an address such as `10.0.0.1`"),
        );
    }
}

fn security(sink: &mut Sink, spec: &Field<'_>) {
    let context = spec.get("securityContext");
    container::user_and_profile(sink, &context);
    within(sink, &context.get("fsGroup"), 0, 2_147_483_647);
    for group in context.get("supplementalGroups").items() {
        within(sink, &group, 0, 2_147_483_647);
    }
    one_of(sink, &context.get("fsGroupChangePolicy"), &["Always", "OnRootMismatch"]);
    for sysctl in context.get("sysctls").items() {
        let own = sysctl.get("name");
        let text = own.text_or_empty();
        // As names of domains, with underscores inside and slashes for dots.
        let plain = text.replace('/', ".").replace('_', "a");
        let borders = text.split(['/', '.']).any(|part| part.starts_with('_') || part.ends_with('_'));
        if required(sink, &own) && (borders || !Grammar::Subdomain.matches(&plain)) {
            sink.push(
                fault("invalid-name", &own, format!("`{text}` is no kernel parameter"))
                    .help("write it in lower case, such as `net.core.somaxconn`"),
            );
        }
    }
    distinct(sink, context.get("sysctls").items().map(|sysctl| sysctl.get("name")));
    if spec.get("hostPID").is_true() && spec.get("shareProcessNamespace").is_true() {
        forbidden(sink, &spec.get("shareProcessNamespace"), "beside `hostPID: true`");
    }
}
