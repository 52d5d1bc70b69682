//! Services, their ports, and the pods behind them.

use crate::cluster::facts::external;
use crate::cluster::labels;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// A Service, among the documents or declared.
#[derive(Debug, Clone, Copy)]
pub enum Service<'a> {
    /// An object.
    Object(Object<'a>),
    /// Declared to exist.
    Declared(&'a external::Service),
}

/// A port of a Service.
#[derive(Debug, Clone, Copy)]
pub struct Port<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its number; `None` if it is none.
    pub number: Option<u32>,
    /// The number or name that it leads to in the pods; its own number if not given.
    pub target: Option<Node<'a>>,
    /// The entry.
    pub node: Node<'a>,
}

impl<'a> Service<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        match self {
            Self::Object(object) => &object.id().name,
            Self::Declared(declared) => &declared.name,
        }
    }

    /// Its ports; nothing for a declared one.
    pub fn ports(&self) -> impl Iterator<Item = Port<'a>> + use<'a> {
        let ports = match self {
            Self::Object(object) => object.at(&["spec", "ports"]),
            Self::Declared(_) => None,
        };
        ports.into_iter().flat_map(Node::items).map(|node| Port {
            name: node.get("name").and_then(Node::text),
            number: node.get("port").and_then(Node::text).and_then(|text| text.parse().ok()),
            target: node.get("targetPort"),
            node,
        })
    }

    /// The numbers of its ports; `None` where they are not known.
    pub fn port_numbers(&self) -> Option<Vec<u32>> {
        match self {
            Self::Object(_) => Some(self.ports().filter_map(|port| port.number).collect()),
            Self::Declared(declared) => declared.ports.clone(),
        }
    }

    /// The numbers to which a port of it leads in the pods of a workload; none where a name is not found there.
    pub fn targets(&self, port: &Port<'a>, workload: &Workload<'a>) -> Vec<u32> {
        let Some(target) = port.target.and_then(Node::text) else { return port.number.into_iter().collect() };
        if let Ok(number) = target.parse() {
            return vec![number];
        }
        let ports = workload.containers().flat_map(|container| container.ports().collect::<Vec<_>>());
        ports.filter(|(name, ..)| *name == Some(target)).filter_map(|(_, number, _)| number).collect()
    }

    /// Whether its name leads to the addresses of the pods themselves, whose ports are then what counts.
    pub fn is_headless(&self) -> bool {
        matches!(self, Self::Object(object) if object.at(&["spec", "clusterIP"]).and_then(Node::text) == Some("None"))
    }

    /// Whether it only stands for a name elsewhere.
    pub fn is_external_name(&self) -> bool {
        matches!(self, Self::Object(object) if object.at(&["spec", "type"]).and_then(Node::text) == Some("ExternalName"))
    }

    /// Its selector, if it has one: otherwise somebody else says where it leads.
    pub fn selector(&self) -> Option<Node<'a>> {
        match self {
            Self::Object(object) => object.at(&["spec", "selector"]).filter(|selector| selector.entries().len() > 0),
            Self::Declared(_) => None,
        }
    }
}

impl<'a> Cluster<'a> {
    /// The Service of that name.
    pub fn service(&self, namespace: &str, name: &str) -> Known<Service<'a>> {
        if let Some(object) = self.find("", "Service", namespace, name) {
            // Of variants in one repository nobody says which is applied.
            let is_one = self.is_written_once(object);
            return if is_one { Known::There(Service::Object(object)) } else { Known::Unknown };
        }
        let declared = self.facts.external.iter().flat_map(|external| &external.services);
        let mut declared = declared.filter(|declared| declared.namespace == namespace && declared.name == name);
        match declared.next() {
            Some(declared) => Known::There(Service::Declared(declared)),
            // These two are there from the start.
            None if matches!((namespace, name), ("default", "kubernetes") | ("kube-system", "kube-dns")) => {
                Known::Unknown
            }
            None => self.absent_named("", "Service", namespace, name),
        }
    }

    /// Every Service that is known: namespace and name.
    pub fn service_names(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let declared = self.facts.external.iter().flat_map(|external| &external.services);
        let declared = declared.map(|declared| (declared.namespace.as_str(), declared.name.as_str()));
        let objects = self.of_kind("", "Service").map(|object| object.id());
        objects.map(|id| (id.namespace.as_str(), id.name.as_str())).chain(declared)
    }

    /// The workloads whose pods a map of labels selects in a namespace.
    pub fn selected(&self, namespace: &str, selector: Node<'a>) -> impl Iterator<Item = &Workload<'a>> {
        self.workloads_with(namespace, Some(selector))
            .filter(move |workload| workload.may_match(|labels| labels::all_of(selector, labels)))
    }

    /// The workloads behind a Service.
    pub fn behind(&self, service: Service<'a>) -> Vec<&Workload<'a>> {
        let (Service::Object(object), Some(selector)) = (service, service.selector()) else { return Vec::new() };
        self.selected(&object.id().namespace, selector).collect()
    }
}
