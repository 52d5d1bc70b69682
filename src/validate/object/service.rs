//! Services.
//!
//! Addresses are checked for their form only: which ranges a cluster hands out is not known here.

use std::collections::BTreeSet;

use crate::validate::object::expect::Sink;
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
use crate::validate::object::pod::ip_address;

const TYPES: &[&str] = &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

pub(super) fn check(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    one_of(sink, &spec.get("type"), TYPES);
    let kind = spec.get("type").text().filter(|kind| !kind.is_empty()).unwrap_or("ClusterIP");
    let exposed = matches!(kind, "NodePort" | "LoadBalancer");
    metadata::labels(sink, &spec.get("selector"));
    addresses(sink, &spec, kind);
    let headless = spec.get("clusterIP").is_text("None");
    if TYPES.contains(&kind) && kind != "ExternalName" && !headless {
        required(sink, &spec.get("ports"));
    }
    ports(sink, &spec.get("ports"), exposed || !TYPES.contains(&kind), kind);
    one_of(sink, &spec.get("sessionAffinity"), &["ClientIP", "None"]);
    let affinity = spec.get("sessionAffinityConfig");
    within(sink, &affinity.at(&["clientIP", "timeoutSeconds"]), 1, 86_400);
    if !spec.get("sessionAffinity").is_text("ClientIP") {
        forbidden(sink, &affinity, "without `sessionAffinity: ClientIP`");
    }
    one_of(sink, &spec.get("internalTrafficPolicy"), &["Cluster", "Local"]);
    let external = spec.get("externalTrafficPolicy");
    one_of(sink, &external, &["Cluster", "Local"]);
    if !external.is_empty() && !exposed && TYPES.contains(&kind) && spec.get("externalIPs").is_empty() {
        forbidden(sink, &external, &format!("with `type: {kind}`"));
    }
    one_of(sink, &spec.get("ipFamilyPolicy"), &["SingleStack", "PreferDualStack", "RequireDualStack"]);
    for family in spec.get("ipFamilies").items() {
        one_of(sink, &family, &["IPv4", "IPv6"]);
    }
}

fn addresses(sink: &mut Sink, spec: &Field<'_>, kind: &str) {
    let cluster = spec.get("clusterIP");
    match cluster.text_or_empty() {
        "" => {}
        "None" if matches!(kind, "NodePort" | "LoadBalancer") => {
            forbidden(sink, &cluster, &format!("to `None` with `type: {kind}`"));
        }
        _ if kind == "ExternalName" => forbidden(sink, &cluster, "with `type: ExternalName`"),
        "None" => {}
        _ => ip_address(sink, &cluster),
    }
    for address in spec.get("clusterIPs").items().filter(|address| !address.is_text("None")) {
        ip_address(sink, &address);
    }
    for address in spec.get("externalIPs").items() {
        ip_address(sink, &address);
    }
    for range in spec.get("loadBalancerSourceRanges").items() {
        crate::validate::object::network::cidr(sink, &range);
    }
    if kind == "ExternalName" {
        let target = spec.get("externalName");
        if required(sink, &target) && !Grammar::Subdomain.matches(target.text_or_empty().trim_end_matches('.')) {
            name(sink, &target, Grammar::Subdomain);
        }
    }
}

fn ports(sink: &mut Sink, ports: &Field<'_>, exposed: bool, kind: &str) {
    let several = ports.items().count() > 1;
    let (mut seen, mut on_nodes) = (BTreeSet::new(), BTreeSet::new());
    for item in ports.items() {
        let (own, number) = (item.get("name"), item.get("port"));
        if several {
            required(sink, &own);
        }
        spelt(sink, "invalid-port", &own, Grammar::Label);
        port_number(sink, &number);
        let protocol = item.get("protocol");
        one_of(sink, &protocol, &["TCP", "UDP", "SCTP"]);
        port(sink, &item.get("targetPort"));
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
        if exposed {
            within(sink, &node, 30_000, 32_767);
        } else {
            forbidden(sink, &node, &format!("with `type: {kind}`"));
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
