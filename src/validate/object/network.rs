//! `NetworkPolicy` and `Ingress`.

use std::net::IpAddr;

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
use crate::validate::object::selector;

/// An address range as address bits, of which the first `length` count, of `width`.
#[derive(Clone, Copy)]
struct Range {
    bits: u128,
    length: u32,
    width: u32,
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let length = length.parse().ok()?;
        let (bits, width) = match address.parse().ok()? {
            IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        (length <= width).then_some(Self { bits, length, width })
    }

    /// Whether `other` is a part of this range, and not all of it.
    fn holds_part(self, other: Self) -> bool {
        let cut = |range: Self| range.bits.checked_shr(self.width - self.length).unwrap_or(0);
        self.width == other.width && self.length < other.length && cut(self) == cut(other)
    }
}

/// An address range, if it is there.
pub(super) fn cidr(sink: &mut Sink, field: &Field<'_>) {
    if field.text().is_some_and(|text| Range::parse(text.trim()).is_none()) {
        sink.push(
            fault("malformed-value", field, format!("`{}` must be an address range", field.path()))
                .help("write an address with the length of its prefix, such as `10.0.0.0/8` or `10.0.0.1/32`"),
        );
    }
}

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
        cidr(sink, &whole);
    }
    let range = |field: &Field<'_>| field.text().and_then(Range::parse);
    for except in block.get("except").items() {
        cidr(sink, &except);
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
        if host.text_or_empty().parse::<IpAddr>().is_ok() {
            sink.push(
                fault("invalid-name", &host, format!("`{}` must be a domain, not an address", host.path()))
                    .help("write a domain, or leave `host` out"),
            );
        }
        spelt(sink, "invalid-name", &host, Grammar::Host);
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
    let service = backend.get("service");
    if service.is_set() {
        if required(sink, &service.get("name")) {
            name(sink, &service.get("name"), Grammar::Label1035);
        }
        one_field(sink, &service.get("port"), &["name", "number"], true);
        spelt(sink, "invalid-port", &service.at(&["port", "name"]), Grammar::PortName);
        port_number(sink, &service.at(&["port", "number"]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_not_the_whole() {
        let holds = |whole: &str, part: &str| Range::parse(whole).unwrap().holds_part(Range::parse(part).unwrap());
        assert!(holds("10.0.0.0/8", "10.1.0.0/16"));
        assert!(holds("0.0.0.0/0", "10.0.0.0/8"));
        assert!(holds("::/0", "fe80::/10"));
        assert!(!holds("10.0.0.0/8", "10.0.0.0/8"));
        assert!(!holds("10.0.0.0/8", "11.0.0.0/16"));
        assert!(!holds("0.0.0.0/0", "fe80::/10"));
    }
}
