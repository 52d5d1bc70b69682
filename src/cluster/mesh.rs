//! Hosts as Istio reads them, and where its routes lead.
//!
//! Source: Istio, VirtualService, Destination: a name without dots is completed by the namespace of the object that it
//! stands in, whatever namespace the Service is in.

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// A host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host<'a> {
    /// A Service of the cluster.
    Inside {
        /// Its namespace.
        namespace: &'a str,
        /// Its name.
        service: &'a str,
    },
    /// Anything else, as it is written.
    Outside(&'a str),
}

impl<'a> Host<'a> {
    /// Reads a host that is written in an object of a namespace.
    pub fn of(written: &'a str, namespace: &'a str) -> Self {
        let labels: Vec<&str> = written.split('.').collect();
        match labels.as_slice() {
            _ if written.contains('*') => Self::Outside(written),
            [service] => Self::Inside { namespace, service },
            [service, namespace, "svc"] | [service, namespace, "svc", "cluster", "local"] => {
                Self::Inside { namespace, service }
            }
            _ => Self::Outside(written),
        }
    }
}

/// Where a route leads.
#[derive(Debug, Clone)]
pub struct Destination<'a> {
    /// The VirtualService.
    pub object: Object<'a>,
    /// The map with `host`, `subset` and `port`.
    pub node: Node<'a>,
    /// Its path.
    pub path: String,
    /// The host.
    pub host: Host<'a>,
    /// The host as it is written.
    pub written: &'a str,
}

impl<'a> Cluster<'a> {
    /// Where the routes of all VirtualServices lead.
    pub fn destinations(&self) -> Vec<Destination<'a>> {
        let mut all = Vec::new();
        for object in self.of_kind("networking.istio.io", "VirtualService") {
            let mut add = |node: Option<Node<'a>>, path: String| {
                let Some(node) = node else { return };
                let Some(written) = node.get("host").and_then(Node::text) else { return };
                let host = Host::of(written, &object.id().namespace);
                all.push(Destination { object, node, path, host, written });
            };
            for protocol in ["http", "tls", "tcp"] {
                for (at, rule) in items(object.at(&["spec", protocol])) {
                    for (number, route) in items(rule.get("route")) {
                        add(route.get("destination"), format!("spec.{protocol}[{at}].route[{number}].destination"));
                    }
                    add(rule.get("mirror"), format!("spec.{protocol}[{at}].mirror"));
                    for (number, mirror) in items(rule.get("mirrors")) {
                        add(mirror.get("destination"), format!("spec.{protocol}[{at}].mirrors[{number}].destination"));
                    }
                }
            }
        }
        all
    }
}

fn items(list: Option<Node<'_>>) -> impl Iterator<Item = (usize, Node<'_>)> {
    list.into_iter().flat_map(Node::items).enumerate()
}
