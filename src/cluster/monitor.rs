//! ServiceMonitors and PodMonitors, and what they select.
//!
//! Source: prometheus-operator, API: `selector` is for labels of Services (of pods in a PodMonitor), `namespaceSelector`
//! names namespaces, and without it only their own counts.

use std::collections::BTreeSet;

use crate::cluster::labels;
use crate::cluster::labels::Labels;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::service::Service;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// A ServiceMonitor or PodMonitor.
#[derive(Debug, Clone)]
pub struct Monitor<'a> {
    /// The object.
    pub object: Object<'a>,
    /// Its selector.
    pub selector: Option<Node<'a>>,
    /// The namespaces that it looks at; `None` for all.
    namespaces: Option<BTreeSet<&'a str>>,
}

impl<'a> Cluster<'a> {
    /// All of them.
    pub fn monitors(&self) -> impl Iterator<Item = Monitor<'a>> {
        self.of_kind("monitoring.coreos.com", "ServiceMonitor")
            .chain(self.of_kind("monitoring.coreos.com", "PodMonitor"))
            .map(Monitor::of)
    }
}

impl<'a> Monitor<'a> {
    fn of(object: Object<'a>) -> Self {
        let scope = object.at(&["spec", "namespaceSelector"]);
        let any = scope.and_then(|scope| scope.get("any")).and_then(Node::text) == Some("true");
        let names = scope.and_then(|scope| scope.get("matchNames")).into_iter().flat_map(Node::items);
        let mut names: BTreeSet<&str> = names.filter_map(Node::text).collect();
        if names.is_empty() {
            names.insert(&object.id().namespace);
        }
        Self { object, selector: object.at(&["spec", "selector"]), namespaces: (!any).then_some(names) }
    }

    /// Whether it is a PodMonitor.
    pub fn is_of_pods(&self) -> bool {
        self.object.id().kind == "PodMonitor"
    }

    /// The field of its endpoints.
    pub fn list(&self) -> &'static str {
        if self.is_of_pods() { "podMetricsEndpoints" } else { "endpoints" }
    }

    /// Its endpoints, with their numbers.
    pub fn endpoints(&self) -> impl Iterator<Item = (usize, Node<'a>)> + use<'a> {
        self.object.at(&["spec", self.list()]).into_iter().flat_map(Node::items).enumerate()
    }

    /// Whether it looks at a namespace.
    pub fn looks_at(&self, namespace: &str) -> bool {
        self.namespaces.as_ref().is_none_or(|names| names.contains(namespace))
    }

    /// Where it looks, for people.
    pub fn scope_called(&self) -> String {
        match self.namespaces.as_ref().and_then(|names| names.first()) {
            Some(name) if self.namespaces.as_ref().is_some_and(|names| names.len() == 1) => {
                format!("in namespace `{name}`")
            }
            Some(_) => "in the namespaces that it names".to_owned(),
            None => "in any namespace".to_owned(),
        }
    }

    fn selects(&self, own: &Labels<'_>) -> bool {
        self.selector.is_none_or(|selector| labels::selects(selector, own))
    }

    /// The Services that it selects.
    pub fn services(&self, cluster: &Cluster<'a>) -> Vec<Object<'a>> {
        if self.is_of_pods() {
            return Vec::new();
        }
        let map = self.selector.and_then(|selector| selector.get("matchLabels"));
        let services: Vec<Object<'a>> = match &self.namespaces {
            Some(names) => names.iter().flat_map(|name| cluster.services_with(name, map)).collect(),
            None => cluster.of_kind("", "Service").collect(),
        };
        services.into_iter().filter(|service| self.selects(&service.labels())).collect()
    }

    /// The workloads whose pods it scrapes.
    pub fn workloads<'c>(&self, cluster: &'c Cluster<'a>) -> Vec<&'c Workload<'a>> {
        if self.is_of_pods() {
            let workloads = cluster.workloads().iter().filter(|workload| self.looks_at(workload.namespace()));
            return workloads.filter(|workload| workload.may_match(|own| self.selects(own))).collect();
        }
        self.services(cluster).into_iter().flat_map(|service| cluster.behind(Service::Object(service))).collect()
    }

    /// Whether nothing that is known is selected.
    pub fn targets_known_nothing(&self, cluster: &Cluster<'a>) -> bool {
        if self.is_of_pods() {
            let outside = || {
                let namespaces = cluster.namespaces();
                namespaces.iter().any(|name| self.looks_at(name) && cluster.outside(name, |own| self.selects(own)))
            };
            return self.workloads(cluster).is_empty() && !outside();
        }
        self.services(cluster).is_empty()
    }

    /// Whether everything that it could select is known, with its labels.
    pub fn is_all_known(&self, cluster: &Cluster<'a>) -> bool {
        let mut declared = cluster.facts.external.iter().flat_map(|external| &external.services);
        let is_declared = !self.is_of_pods() && declared.any(|service| self.looks_at(&service.namespace));
        let unlisted = |name: &&str| self.looks_at(name) && cluster.has_unlisted_pods(name);
        // Kubernetes and its operators make Services there that nobody lists.
        let named = self.namespaces.as_ref();
        let of_system = named.is_some_and(|names| names.contains("kube-system") || names.contains("default"));
        cluster.closed && !is_declared && !of_system && !cluster.namespaces().iter().any(unlisted)
    }

    /// A namespace that it does not look at, and in which something has the labels that it selects.
    pub fn anywhere(&self, cluster: &Cluster<'a>) -> Option<&'a str> {
        let map = self.selector.and_then(|selector| selector.get("matchLabels"));
        let has_some = |namespace: &&&'a str| {
            if self.is_of_pods() {
                cluster.workloads_with(namespace, map).any(|workload| self.selects(&workload.labels))
            } else {
                cluster.services_with(namespace, map).iter().any(|service| self.selects(&service.labels()))
            }
        };
        cluster.namespaces().iter().find(has_some).copied()
    }

    /// The ports of its targets by name, each with the object that has it; one without a port counts as a nameless one.
    pub fn ports(&self, cluster: &Cluster<'a>) -> Vec<(Object<'a>, Option<&'a str>)> {
        let mut ports = Vec::new();
        for service in self.services(cluster) {
            ports.push((service, None));
            ports.extend(Service::Object(service).ports().map(|port| (service, port.name)));
        }
        if self.is_of_pods() {
            for workload in self.workloads(cluster) {
                ports.push((workload.object, None));
                let own = workload.containers().flat_map(|container| container.ports().collect::<Vec<_>>());
                ports.extend(own.map(|(name, ..)| (workload.object, name)));
            }
        }
        ports
    }

    /// The keys of the labels of its Services and of their pods, as Prometheus writes them; `None` if it has no target.
    pub fn labels(&self, cluster: &Cluster<'a>) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
        let services = self.services(cluster);
        let workloads = self.workloads(cluster);
        if services.is_empty() && workloads.is_empty() {
            return None;
        }
        let keys = |labels: Labels<'a>| labels.iter().map(|(key, _)| sanitised(key)).collect::<Vec<String>>();
        let of_services = services.iter().flat_map(|service| keys(service.labels())).collect();
        let of_pods = workloads.iter().flat_map(|workload| keys(workload.labels.clone())).collect();
        Some((of_services, of_pods))
    }
}

/// The key of a label as Prometheus writes it.
fn sanitised(key: &str) -> String {
    key.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}
