//! `NetworkPolicy` and `Ingress`.

use crate::validate::object::address;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::port;
use crate::validate::object::expect::port_number;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata;
use crate::validate::object::selector;

pub(super) fn policy(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    selector::check(sink, &spec.get("podSelector"));
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in spec.get(direction).items() {
            for item in rule.get("ports").items() {
                policy_port(sink, &item);
            }
            for item in rule.get(peers).items() {
                peer(sink, &item);
            }
        }
    }
    let types = spec.get("policyTypes");
    for kind in types.items() {
        one_of(sink, &kind, &["Ingress", "Egress"]);
    }
    if types.items().count() > 2 {
        sink.push(
            fault("value-out-of-range", &types, "`spec.policyTypes` can have at most two items")
                .help("name `Ingress` and `Egress` at most once"),
        );
    }
}

fn policy_port(sink: &mut Sink, item: &Field<'_>) {
    let (start, end) = (item.get("port"), item.get("endPort"));
    one_of(sink, &item.get("protocol"), &["TCP", "UDP", "SCTP"]);
    port(sink, &start);
    if start.text().is_some() {
        forbidden(sink, &end, "beside a named port");
    } else if !start.is_set() {
        forbidden(sink, &end, "without `port`");
    } else {
        port_number(sink, &end);
        if end.integer().is_some_and(|end| Some(end) < start.integer()) {
            sink.push(
                fault("invalid-port", &end, format!("`{}` is below `port`", end.path()))
                    .help("write the lower number as `port`"),
            );
        }
    }
}

fn peer(sink: &mut Sink, peer: &Field<'_>) {
    const SELECTORS: [&str; 2] = ["podSelector", "namespaceSelector"];
    let block = peer.get("ipBlock");
    one_field(sink, peer, &["podSelector", "ipBlock"], false);
    if !peer.get("podSelector").is_set() {
        one_field(sink, peer, &["namespaceSelector", "ipBlock"], true);
    }
    for kind in SELECTORS {
        selector::check(sink, &peer.get(kind));
    }
    if !block.is_set() {
        return;
    }
    let whole = block.get("cidr");
    if required(sink, &whole) {
        address::range(sink, &whole);
    }
    let range = |field: &Field<'_>| field.text().and_then(address::Range::parse);
    for except in block.get("except").items() {
        address::range(sink, &except);
        if let (Some(whole), Some(part)) = (range(&whole), range(&except))
            && !whole.holds_part(part)
        {
            sink.push(
                fault("malformed-value", &except, format!("`{}` must be a part of `cidr`", except.path()))
                    .help("write a smaller range that lies within `cidr`"),
            );
        }
    }
}

pub(super) fn ingress(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    if spec.get("rules").is_empty() && !spec.get("defaultBackend").is_set() {
        sink.push(
            fault("missing-field", &spec, "an Ingress needs `rules` or a `defaultBackend`").help("add one of the two"),
        );
    }
    if spec.get("defaultBackend").is_set() {
        backend(sink, &spec.get("defaultBackend"));
    }
    name(sink, &spec.get("ingressClassName"), Grammar::Subdomain);
    let old = root.at(&["metadata", "annotations", "kubernetes.io/ingress.class"]);
    let class = spec.get("ingressClassName");
    if old.is_set() && class.is_set() && old.text() != class.text() {
        sink.push(
            fault("conflicting-fields", &old, "the annotation `kubernetes.io/ingress.class` names another class")
                .also(class.place(), "than this")
                .help("leave the annotation out"),
        );
    }
    for entry in spec.get("tls").items() {
        for host in entry.get("hosts").items() {
            spelt(sink, "invalid-name", &host, Grammar::Host);
        }
        name(sink, &entry.get("secretName"), Grammar::Subdomain);
    }
    for rule in spec.get("rules").items() {
        let host = rule.get("host");
        if address::parse(host.text_or_empty()).is_some() {
            sink.push(
                fault("invalid-name", &host, format!("`{}` must be a domain, not an address", host.path()))
                    .help("write a domain, or leave `host` out"),
            );
        }
        if address::parse(host.text_or_empty()).is_none() {
            spelt(sink, "invalid-name", &host, Grammar::Host);
        }
        let http = rule.get("http");
        if http.is_set() {
            required(sink, &http.get("paths"));
        }
        for path in http.get("paths").items() {
            ingress_path(sink, &path);
        }
    }
}

fn ingress_path(sink: &mut Sink, item: &Field<'_>) {
    let (kind, path) = (item.get("pathType"), item.get("path"));
    required(sink, &kind);
    one_of(sink, &kind, &["Exact", "ImplementationSpecific", "Prefix"]);
    let text = path.text_or_empty();
    let exact = matches!(kind.text_or_empty(), "Exact" | "Prefix");
    if !text.starts_with('/') && (exact || !text.is_empty()) {
        sink.push(
            fault("invalid-path", &path, format!("`{}` must begin with `/`", path.path()))
                .help("write `/` for all paths"),
        );
    } else if exact && !is_plain(text) {
        sink.push(
            fault("invalid-path", &path, format!("`{}` must be a plain path", path.path()))
                .help("write it without `//`, `.`, `..` and `%2f`"),
        );
    }
    backend(sink, &item.get("backend"));
}

/// Whether nothing in a path has to be resolved first.
fn is_plain(path: &str) -> bool {
    let inside = ["//", "/./", "/../", "%2f", "%2F"].iter().any(|part| path.contains(part));
    !inside && !path.ends_with("/..") && !path.ends_with("/.")
}

fn backend(sink: &mut Sink, backend: &Field<'_>) {
    one_field(sink, backend, &["service", "resource"], true);
    if backend.get("resource").is_set() {
        reference(sink, &backend.get("resource"));
    }
    let service = backend.get("service");
    if service.is_set() {
        if required(sink, &service.get("name")) {
            name(sink, &service.get("name"), metadata::of_service(sink.minor));
        }
        one_field(sink, &service.get("port"), &["name", "number"], true);
        spelt(sink, "invalid-port", &service.at(&["port", "name"]), Grammar::PortName);
        if service.at(&["port", "number"]).integer() != Some(0) {
            port_number(sink, &service.at(&["port", "number"]));
        }
    }
}

/// Something of another kind in the same namespace.
fn reference(sink: &mut Sink, reference: &Field<'_>) {
    name(sink, &reference.get("apiGroup"), Grammar::Subdomain);
    for field in ["kind", "name"] {
        if required(sink, &reference.get(field)) {
            name(sink, &reference.get(field), Grammar::PathSegment);
        }
    }
}

pub(super) fn ingress_class(sink: &mut Sink, root: &Field<'_>) {
    let controller = root.at(&["spec", "controller"]);
    let text = controller.text_or_empty();
    let path = |path: &str| {
        !path.is_empty()
            && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&byte))
    };
    let right = text.split_once('/').is_some_and(|(domain, rest)| Grammar::Subdomain.matches(domain) && path(rest));
    if required(sink, &controller) && (!right || text.len() > 250) {
        sink.push(
            fault("invalid-name", &controller, format!("`{}` cannot be `{text}`", controller.path()))
                .help("write the controller with its domain, such as `example.com/ingress`"),
        );
    }
    let parameters = root.at(&["spec", "parameters"]);
    if !parameters.is_set() {
        return;
    }
    reference(sink, &parameters);
    let (scope, namespace) = (parameters.get("scope"), parameters.get("namespace"));
    one_of(sink, &scope, &["Cluster", "Namespace"]);
    if scope.is_text("Namespace") {
        if required(sink, &namespace) {
            name(sink, &namespace, Grammar::Label);
        }
    } else {
        forbidden(sink, &namespace, "without `scope: Namespace`");
    }
}
