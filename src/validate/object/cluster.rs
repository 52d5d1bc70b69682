//! What the cluster itself is made of: namespaces, nodes, endpoints, leases, and classes of runtimes.

use std::collections::BTreeSet;

use crate::validate::object::address;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::at_most;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::port_number;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata;
use crate::validate::object::metadata::finalizer_name;
use crate::validate::object::resources;
use crate::validate::object::scheduling;

const POD_SECURITY: &str = "pod-security.kubernetes.io/";
const PROTOCOLS: &[&str] = &["TCP", "UDP", "SCTP"];

pub(super) fn namespace(sink: &mut Sink, root: &Field<'_>) {
    for finalizer in root.at(&["spec", "finalizers"]).items() {
        finalizer_name(sink, &finalizer, true);
    }
    for (key, _, value) in root.at(&["metadata", "labels"]).entries() {
        match key.strip_prefix(POD_SECURITY) {
            Some("enforce" | "audit" | "warn") => {
                required(sink, &value);
                one_of(sink, &value, &["privileged", "baseline", "restricted"]);
            }
            Some("enforce-version" | "audit-version" | "warn-version") => version(sink, &value),
            _ => {}
        }
    }
}

/// The release whose rules count: the newest, or one by its number.
fn version(sink: &mut Sink, value: &Field<'_>) {
    let text = value.text_or_empty();
    let number = |minor: &str| minor.parse::<u16>().is_ok() && (minor == "0" || !minor.starts_with(['0', '+']));
    if text != "latest" && !text.strip_prefix("v1.").is_some_and(number) {
        sink.push(
            fault("unknown-value", value, format!("`{}` cannot be `{text}`", value.path()))
                .help("write `latest`, or a release such as `v1.28`"),
        );
    }
}

pub(super) fn node(sink: &mut Sink, root: &Field<'_>) {
    let mut seen = BTreeSet::new();
    for taint in root.at(&["spec", "taints"]).items() {
        let (key, effect) = (taint.get("key"), taint.get("effect"));
        if required(sink, &key) {
            spelt(sink, "invalid-label", &key, Grammar::Qualified);
        }
        spelt(sink, "invalid-label", &taint.get("value"), Grammar::LabelValue);
        if required(sink, &effect) {
            one_of(sink, &effect, &["NoSchedule", "PreferNoSchedule", "NoExecute"]);
        }
        if !seen.insert((key.text_or_empty(), effect.text_or_empty())) {
            sink.push(
                fault("duplicate-name", &taint, format!("`{}` repeats another taint", taint.path()))
                    .help("keep one taint for each key and effect"),
            );
        }
    }
    for range in root.at(&["spec", "podCIDRs"]).items() {
        address::range(sink, &range);
    }
}

pub(super) fn endpoints(sink: &mut Sink, root: &Field<'_>) {
    for subset in root.get("subsets").items() {
        if subset.get("addresses").is_empty() && subset.get("notReadyAddresses").is_empty() {
            sink.push(
                fault("missing-field", &subset, format!("`{}` has no address", subset.path()))
                    .help("add `addresses` or `notReadyAddresses`"),
            );
        }
        for list in ["addresses", "notReadyAddresses"] {
            for own in subset.get(list).items() {
                if required(sink, &own.get("ip")) {
                    address::check_reachable(sink, &own.get("ip"));
                }
                name(sink, &own.get("hostname"), Grammar::Label);
                name(sink, &own.get("nodeName"), Grammar::Subdomain);
            }
        }
        let ports = subset.get("ports");
        for port in ports.items() {
            if ports.count() > 1 {
                required(sink, &port.get("name"));
            }
            spelt(sink, "invalid-port", &port.get("name"), Grammar::Label);
            port_number(sink, &port.get("port"));
            one_of(sink, &port.get("protocol"), PROTOCOLS);
            spelt(sink, "invalid-name", &port.get("appProtocol"), Grammar::Qualified);
        }
    }
}

pub(super) fn endpoint_slice(sink: &mut Sink, root: &Field<'_>) {
    let kind = root.get("addressType");
    required(sink, &kind);
    one_of(sink, &kind, &["IPv4", "IPv6", "FQDN"]);
    let endpoints = root.get("endpoints");
    at_most(sink, &endpoints, 1000);
    for endpoint in endpoints.items() {
        let addresses = endpoint.get("addresses");
        required(sink, &addresses);
        at_most(sink, &addresses, 100);
        addresses.items().for_each(|own| slice_address(sink, &kind, &own));
        name(sink, &endpoint.get("nodeName"), Grammar::Subdomain);
        name(sink, &endpoint.get("hostname"), Grammar::Label);
        let zones = endpoint.at(&["hints", "forZones"]);
        at_most(sink, &zones, 8);
        zones.items().for_each(|zone| spelt(sink, "invalid-label", &zone.get("name"), Grammar::LabelValue));
    }
    let mut names = BTreeSet::new();
    for port in root.get("ports").items() {
        let own = port.get("name");
        spelt(sink, "invalid-port", &own, Grammar::Label);
        if !names.insert(own.text_or_empty()) {
            sink.push(fault("duplicate-name", &own, "two ports have the same name, or none").help("give each its own"));
        }
        one_of(sink, &port.get("protocol"), PROTOCOLS);
        spelt(sink, "invalid-name", &port.get("appProtocol"), Grammar::Qualified);
    }
}

fn slice_address(sink: &mut Sink, kind: &Field<'_>, own: &Field<'_>) {
    let text = own.text_or_empty();
    let wanted_v4 = kind.is_text("IPv4");
    if kind.is_text("FQDN") {
        let domain = text.strip_suffix('.').unwrap_or(text);
        if !domain.contains('.') || !domain.split('.').all(|label| Grammar::Label.matches(label)) {
            sink.push(
                fault("invalid-name", own, format!("`{}` cannot be `{text}`", own.path()))
                    .help("write a whole domain, such as `db.example.com`"),
            );
        }
    } else if address::parse(text).is_some_and(|address| address.to_canonical().is_ipv4() != wanted_v4) {
        sink.push(
            fault("malformed-value", own, format!("`{text}` is no address of {}", kind.text_or_empty()))
                .help("put addresses of the other family into a slice of their own"),
        );
    } else {
        address::check_reachable(sink, own);
    }
}

pub(super) fn lease(sink: &mut Sink, root: &Field<'_>) {
    at_least(sink, &root.at(&["spec", "leaseDurationSeconds"]), 1);
    at_least(sink, &root.at(&["spec", "leaseTransitions"]), 0);
}

pub(super) fn runtime_class(sink: &mut Sink, root: &Field<'_>) {
    let handler = root.get("handler");
    if required(sink, &handler) {
        name(sink, &handler, Grammar::Label);
    }
    resources::amounts_of(sink, &root.at(&["overhead", "podFixed"]), true);
    let scheduling = root.get("scheduling");
    metadata::labels(sink, &scheduling.get("nodeSelector"));
    scheduling::tolerations(sink, &scheduling.get("tolerations"));
}
