//! Services.
//!
//! Addresses are checked for their form only: which ranges and families a cluster hands out is not known here.

use std::collections::BTreeSet;

use crate::validate::object::address;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_most;
use crate::validate::object::expect::distinct;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::port;
use crate::validate::object::expect::port_number;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata;

const TYPES: &[&str] = &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";

/// The port of the kubelet, which a load balancer cannot give to others.
const KUBELET: i128 = 10_250;

pub(super) fn check(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    one_of(sink, &spec.get("type"), TYPES);
    let kind = spec.get("type").text().filter(|kind| !kind.is_empty()).unwrap_or("ClusterIP");
    metadata::labels(sink, &spec.get("selector"));
    if kind == "ExternalName" {
        external_name(sink, &spec);
    } else {
        addresses(sink, &spec, kind);
        families(sink, &spec);
    }
    for address in spec.get("externalIPs").items() {
        address::check_reachable(sink, &address);
    }
    let headless = spec.get("clusterIP").is_text("None");
    if TYPES.contains(&kind) && kind != "ExternalName" && !headless {
        required(sink, &spec.get("ports"));
    }
    ports(sink, &spec.get("ports"), kind);
    one_of(sink, &spec.get("sessionAffinity"), &["ClientIP", "None"]);
    let affinity = spec.get("sessionAffinityConfig");
    within(sink, &affinity.at(&["clientIP", "timeoutSeconds"]), 1, 86_400);
    if !spec.get("sessionAffinity").is_text("ClientIP") {
        forbidden(sink, &affinity, "without `sessionAffinity: ClientIP`");
    }
    if TYPES.contains(&kind) {
        traffic(sink, &spec, kind);
        load_balancer(sink, root, &spec, kind);
    }
}

fn traffic(sink: &mut Sink, spec: &Field<'_>, kind: &str) {
    let external = spec.get("externalTrafficPolicy");
    one_of(sink, &external, &["Cluster", "Local"]);
    if !external.is_empty() && !matches!(kind, "NodePort" | "LoadBalancer") {
        // Since 1.29 external addresses count as access from outside, too.
        if sink.minor < 29 || kind != "ClusterIP" || spec.get("externalIPs").is_empty() {
            forbidden(sink, &external, &format!("with `type: {kind}`"));
        }
    }
    one_of(sink, &spec.get("internalTrafficPolicy"), &["Cluster", "Local"]);
    let health = spec.get("healthCheckNodePort");
    if health.integer().is_some_and(|value| value != 0) {
        if kind == "LoadBalancer" && external.is_text("Local") {
            port_number(sink, &health);
        } else {
            forbidden(sink, &health, "without `type: LoadBalancer` and `externalTrafficPolicy: Local`");
        }
    }
    let distribution = spec.get("trafficDistribution");
    let known: &[&str] =
        if sink.minor >= 34 { &["PreferClose", "PreferSameZone", "PreferSameNode"] } else { &["PreferClose"] };
    // Off by default before, and then dropped.
    if sink.minor >= 31 {
        one_of(sink, &distribution, known);
    }
}

fn load_balancer(sink: &mut Sink, root: &Field<'_>, spec: &Field<'_>, kind: &str) {
    let ranges = spec.get("loadBalancerSourceRanges");
    for range in ranges.items() {
        match range.text().map(str::trim).filter(|text| address::Range::parse(text).is_some()) {
            Some(text) => address::strict_range(sink, &range, text),
            None => address::range(sink, &range),
        }
    }
    let old = root.at(&["metadata", "annotations", RANGES]);
    if ranges.is_empty()
        && old.text_or_empty().split(',').any(|text| address::Range::parse(text.trim()).is_none())
        && !old.is_empty()
    {
        address::range(sink, &old);
    }
    if kind == "LoadBalancer" {
        spelt(sink, "invalid-name", &spec.get("loadBalancerClass"), Grammar::Qualified);
        return;
    }
    let only = &format!("with `type: {kind}`");
    if !ranges.is_empty() {
        forbidden(sink, &ranges, only);
    }
    for field in [old, spec.get("allocateLoadBalancerNodePorts"), spec.get("loadBalancerClass")] {
        forbidden(sink, &field, only);
    }
}

fn external_name(sink: &mut Sink, spec: &Field<'_>) {
    for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"].map(|field| spec.get(field)) {
        if !field.is_empty() {
            forbidden(sink, &field, "with `type: ExternalName`");
        }
    }
    let target = spec.get("externalName");
    let text = target.text_or_empty();
    if required(sink, &target) && !Grammar::Subdomain.matches(text.strip_suffix('.').unwrap_or(text)) {
        name(sink, &target, Grammar::Subdomain);
    }
}

fn addresses(sink: &mut Sink, spec: &Field<'_>, kind: &str) {
    let (one, all) = (spec.get("clusterIP"), spec.get("clusterIPs"));
    if one.is_text("None") {
        if matches!(kind, "NodePort" | "LoadBalancer") {
            forbidden(sink, &one, &format!("to `None` with `type: {kind}`"));
        }
    } else if !one.is_empty() {
        address::check(sink, &one);
    }
    at_most(sink, &all, 2);
    for (index, address) in all.items().enumerate() {
        if index > 0 || !address.is_text("None") {
            address::check(sink, &address);
        } else if all.count() > 1 {
            forbidden(sink, &address, "to `None` beside other addresses");
        }
    }
    if let Some(first) = all.items().next()
        && first.text_or_empty() != one.text_or_empty()
    {
        sink.push(
            fault("conflicting-fields", &all, "the first of `clusterIPs` is not the same as `clusterIP`")
                .help("leave `clusterIPs` out: it follows from `clusterIP`"),
        );
    }
}

/// Families of addresses, at most one of each, which the addresses belong to.
fn families(sink: &mut Sink, spec: &Field<'_>) {
    let (all, policy) = (spec.get("ipFamilies"), spec.get("ipFamilyPolicy"));
    one_of(sink, &policy, &["SingleStack", "PreferDualStack", "RequireDualStack"]);
    for family in all.items() {
        one_of(sink, &family, &["IPv4", "IPv6"]);
    }
    distinct(sink, all.items());
    let several = all.count() == 2 || spec.get("clusterIPs").count() == 2;
    let headless = spec.get("clusterIP").is_text("None") && spec.get("selector").is_empty();
    let single = policy.is_text("SingleStack") || policy.is_empty() && !headless;
    if several && single {
        sink.push(
            fault("conflicting-fields", &policy, "several addresses or families need a policy that allows two")
                .help("write `ipFamilyPolicy: PreferDualStack` or `ipFamilyPolicy: RequireDualStack`"),
        );
    }
    let addresses = spec.get("clusterIPs");
    let own: Vec<Field<'_>> =
        if addresses.is_set() { addresses.items().collect() } else { vec![spec.get("clusterIP")] };
    let parsed: Vec<_> = own.iter().map(|field| field.text().and_then(address::parse)).collect();
    if let [Some(one), Some(other)] = parsed[..]
        && one.is_ipv4() == other.is_ipv4()
    {
        forbidden(sink, &own[1], "to an address of the same family as the first");
    }
    for ((field, address), family) in own.iter().zip(&parsed).zip(all.items()) {
        if address.is_some_and(|address| address.is_ipv4() != family.is_text("IPv4")) {
            forbidden(sink, field, &format!("to an address that is not of {}", family.text_or_empty()));
        }
    }
}

fn ports(sink: &mut Sink, ports: &Field<'_>, kind: &str) {
    let several = ports.count() > 1;
    let (mut seen, mut on_nodes) = (BTreeSet::new(), BTreeSet::new());
    for item in ports.items() {
        let (own, number) = (item.get("name"), item.get("port"));
        if several {
            required(sink, &own);
        }
        spelt(sink, "invalid-port", &own, Grammar::Label);
        port_number(sink, &number);
        if kind == "LoadBalancer" && number.integer() == Some(KUBELET) {
            forbidden(sink, &number, "to the port of the kubelet with `type: LoadBalancer`");
        }
        let protocol = item.get("protocol");
        one_of(sink, &protocol, &["TCP", "UDP", "SCTP"]);
        port(sink, &item.get("targetPort"));
        spelt(sink, "invalid-name", &item.get("appProtocol"), Grammar::Qualified);
        let protocol = protocol.text().unwrap_or("TCP");
        if !seen.insert((number.integer(), protocol)) {
            let path = number.path();
            sink.push(
                fault("duplicate-name", &item, format!("`{path}` is the same port of {protocol} a second time"))
                    .help("give each entry its own `port`"),
            );
        }
        let node = item.get("nodePort");
        let Some(value) = node.integer().filter(|value| *value != 0) else { continue };
        match kind {
            "ClusterIP" => forbidden(sink, &node, &format!("with `type: {kind}`")),
            "ExternalName" => {}
            _ => within(sink, &node, 30_000, 32_767),
        }
        if !on_nodes.insert((value, protocol)) {
            sink.push(
                fault("duplicate-name", &node, format!("`{}` is taken a second time", node.path()))
                    .help("give each entry its own `nodePort`, or leave them to the cluster"),
            );
        }
    }
    distinct(sink, ports.items().map(|item| item.get("name")));
}
