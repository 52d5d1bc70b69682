//! Pods, and the templates that workloads make them from.
//!
//! Source: the behaviour of Kubernetes `pkg/apis/core/validation`. Whether what a pod names exists is for others.

use crate::validate::object::address;
use crate::validate::object::annotation;
use crate::validate::object::container;
use crate::validate::object::dns;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
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
use crate::validate::object::names::Names;
use crate::validate::object::resources;
use crate::validate::object::scheduling;
use crate::validate::object::volume;
use crate::validate::object::windows;

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
pub(super) fn template<'a>(sink: &mut Sink, template: &Field<'a>, origin: Origin, claims: &Names<'a>) {
    let own = template.get("metadata");
    metadata::labels(sink, &own.get("labels"));
    let annotations = own.get("annotations");
    metadata::annotations(sink, &annotations);
    let spec = template.get("spec");
    annotation::check(sink, &annotations, &spec);
    check(sink, &spec, origin, claims);
}

/// A pod of its own.
pub(super) fn alone(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    annotation::check(sink, &root.at(&["metadata", "annotations"]), &spec);
    check(sink, &spec, Origin::Pod, &Names::default());
    if !spec.get("schedulingGates").is_empty() && !spec.get("nodeName").is_empty() {
        forbidden(sink, &spec.get("nodeName"), "before all `schedulingGates` are gone");
    }
    priority(sink, &spec);
    // Before, and in templates, a negative time counts as one second.
    if sink.minor >= 37 {
        at_least(sink, &spec.get("terminationGracePeriodSeconds"), 0);
    }
    if !spec.get("runtimeClassName").is_set() {
        forbidden(sink, &spec.get("overhead"), "without the `runtimeClassName` that it belongs to");
    }
}

/// The number follows from the class; without one it is 0, unless the cluster has a class for all pods.
fn priority(sink: &mut Sink, spec: &Field<'_>) {
    let own = spec.get("priority");
    let expected = match spec.get("priorityClassName").text_or_empty() {
        "" => 0,
        "system-cluster-critical" => 2_000_000_000,
        "system-node-critical" => 2_000_001_000,
        _ => return,
    };
    if own.integer().is_some_and(|value| value != expected) {
        sink.push(
            fault("conflicting-fields", &own, "the priority of a pod follows from its class and cannot be written")
                .help("leave `priority` out, and name a class in `priorityClassName`"),
        );
    }
}

pub(super) fn check<'a>(sink: &mut Sink, spec: &Field<'a>, origin: Origin, claims: &Names<'a>) {
    let mut volumes = volume::check(sink, &spec.get("volumes"));
    volumes.extend(claims.sorted());
    containers(sink, spec, origin, &volumes);
    one_of(sink, &spec.get("restartPolicy"), &["Always", "OnFailure", "Never"]);
    one_of(sink, &spec.get("preemptionPolicy"), &["PreemptLowerPriority", "Never"]);
    for subdomain in ["serviceAccountName", "nodeName", "priorityClassName"] {
        name(sink, &spec.get(subdomain), Grammar::Subdomain);
    }
    let runtime = spec.get("runtimeClassName");
    if runtime.is_set() && required(sink, &runtime) {
        name(sink, &runtime, Grammar::Subdomain);
    }
    for label in ["hostname", "subdomain"] {
        name(sink, &spec.get(label), Grammar::Label);
    }
    within(sink, &spec.get("activeDeadlineSeconds"), 1, 2_147_483_647);
    resources::amounts_of(sink, &spec.get("overhead"), origin.is_validated());
    windows::system(sink, spec);
    windows::host_processes(sink, spec);
    dns::check(sink, spec);
    security(sink, spec);
    scheduling::check(sink, spec);
    for alias in spec.get("hostAliases").items() {
        if required(sink, &alias.get("ip")) {
            address::check(sink, &alias.get("ip"));
        }
        for host in alias.get("hostnames").items() {
            name(sink, &host, Grammar::Subdomain);
        }
    }
    for gate in spec.get("readinessGates").items() {
        name(sink, &gate.get("conditionType"), Grammar::Qualified);
    }
    let gates = spec.get("schedulingGates");
    for gate in gates.items() {
        name(sink, &gate.get("name"), Grammar::Qualified);
    }
    distinct(sink, gates.items().map(|gate| gate.get("name")));
}

fn containers(sink: &mut Sink, spec: &Field<'_>, origin: Origin, volumes: &Names<'_>) {
    let (main, before) = (spec.get("containers"), spec.get("initContainers"));
    required(sink, &main);
    for container in main.items().chain(before.items()) {
        container::check(sink, &container, spec, origin, volumes);
        // Off by default before, and then dropped.
        if sink.minor >= 35 && !container.get("restartPolicyRules").is_empty() {
            required(sink, &container.get("restartPolicy"));
        }
    }
    for container in main.items() {
        host_network(sink, spec, &container);
        // Containers have policies of their own since 1.34, and before 1.29 the field is dropped.
        if (29..34).contains(&sink.minor) {
            forbidden(sink, &container.get("restartPolicy"), "for other containers than init containers");
        }
    }
    for container in before.items() {
        let policy = container.get("restartPolicy");
        if sink.minor >= 29 {
            let known: &[&str] = if sink.minor < 34 { &["Always"] } else { &["Always", "Never", "OnFailure"] };
            one_of(sink, &policy, known);
        }
        container::host_ports(sink, std::iter::once(container));
        // One that goes on running beside the others may be probed.
        if policy.is_text("Always") && sink.minor >= 29 {
            continue;
        }
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            forbidden(sink, &container.get(field), "for an init container that ends");
        }
    }
    distinct(sink, main.items().chain(before.items()).map(|container| container.get("name")));
    container::host_ports(sink, main.items());
    if !spec.get("ephemeralContainers").is_empty() {
        forbidden(sink, &spec.get("ephemeralContainers"), "when pods are made");
    }
}

fn host_network(sink: &mut Sink, spec: &Field<'_>, container: &Field<'_>) {
    if !spec.get("hostNetwork").is_true() {
        return;
    }
    for port in container.get("ports").items() {
        let (host, own) = (port.get("hostPort"), port.get("containerPort"));
        if host.integer().is_some_and(|value| value != 0 && Some(value) != own.integer()) {
            sink.push(
                fault(
                    "conflicting-fields",
                    &host,
                    "with `hostNetwork: true`, `hostPort` and `containerPort` are the same",
                )
                .help("leave `hostPort` out"),
            );
        }
    }
}

fn security(sink: &mut Sink, spec: &Field<'_>) {
    let context = spec.get("securityContext");
    if context.is_set() {
        own_context(sink, &context);
    }
    if sink.minor >= 33 && spec.get("hostUsers").is_false() {
        for field in ["hostNetwork", "hostPID", "hostIPC"].map(|field| spec.get(field)) {
            if field.is_true() {
                forbidden(sink, &field, "with `hostUsers: false`");
            }
        }
    }
    if spec.get("hostPID").is_true() && spec.get("shareProcessNamespace").is_true() {
        forbidden(sink, &spec.get("shareProcessNamespace"), "beside `hostPID: true`");
    }
}

fn own_context(sink: &mut Sink, context: &Field<'_>) {
    container::user_and_profile(sink, context);
    within(sink, &context.get("fsGroup"), 0, 2_147_483_647);
    for group in context.get("supplementalGroups").items() {
        within(sink, &group, 0, 2_147_483_647);
    }
    one_of(sink, &context.get("fsGroupChangePolicy"), &["Always", "OnRootMismatch"]);
    if sink.minor >= 33 {
        one_of(sink, &context.get("supplementalGroupsPolicy"), &["Merge", "Strict"]);
    }
    windows::options(sink, &context.get("windowsOptions"));
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
}
