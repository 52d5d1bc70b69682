//! Connections that workloads are configured to make, and the policies that block them.

use crate::cluster::object::Known;
use crate::cluster::objects::Cluster;
use crate::cluster::policy::Direction;
use crate::cluster::policy::Pods;
use crate::cluster::policy::Policy;
use crate::cluster::service::Service;
use crate::cluster::usage::Use;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// A connection from the pods of a workload to pods behind a Service.
#[derive(Debug, Clone)]
pub struct Connection<'c, 'a> {
    /// Who connects.
    pub client: &'c Workload<'a>,
    /// The pods that are connected to.
    pub server: Pods<'c, 'a>,
    /// The Service.
    pub service: Service<'a>,
    /// The port of the pods; `None` where it is not known.
    pub port: Option<u32>,
    /// The address that the client is given.
    pub used: Use<'a>,
}

impl<'c, 'a> Connection<'c, 'a> {
    /// The pods that a policy of this direction is asked about: those at the other end.
    pub fn other(&self, direction: Direction) -> Pods<'c, 'a> {
        match direction {
            Direction::Egress => self.server,
            Direction::Ingress => self.client_pods(),
        }
    }

    /// What is connected to, for people.
    pub fn called(&self) -> String {
        match self.server.workload {
            Some(workload) => workload.object.id().to_string(),
            None => format!("Service {}/{}", self.server.namespace, self.service.name()),
        }
    }

    fn client_pods(&self) -> Pods<'c, 'a> {
        Pods { namespace: self.client.namespace(), workload: Some(self.client) }
    }
}

impl<'a> Cluster<'a> {
    /// All connections that can be told from the documents. Jobs serve nobody, whatever labels they have.
    pub fn connections(&self) -> Vec<Connection<'_, 'a>> {
        let namespaces = self.namespaces();
        let mut all = Vec::new();
        for client in self.workloads().iter().filter(|client| !is_on_host(client)) {
            for used in self.uses(client, namespaces) {
                let Known::There(service) = self.service(&used.namespace, &used.service) else { continue };
                if !service.is_external_name() {
                    self.connect(client, service, &used, &mut all);
                }
            }
        }
        all
    }

    fn connect<'c>(
        &'c self,
        client: &'c Workload<'a>,
        service: Service<'a>,
        used: &Use<'a>,
        all: &mut Vec<Connection<'c, 'a>>,
    ) {
        let connection =
            |server: Pods<'c, 'a>, port: Option<u32>| Connection { client, server, service, port, used: used.clone() };
        let behind = self.behind(service);
        let namespace = match service {
            Service::Object(object) => object.id().namespace.as_str(),
            Service::Declared(declared) => declared.namespace.as_str(),
        };
        if behind.is_empty() {
            let is_known = matches!(service, Service::Declared(_)) || service.selector().is_some();
            if is_known {
                all.push(connection(Pods { namespace, workload: None }, None));
            }
            return;
        }
        let itself = behind.iter().any(|workload| workload.object.id() == client.object.id());
        let servers = behind.into_iter().filter(|workload| {
            !matches!(workload.object.id().kind.as_str(), "Job" | "CronJob") && !is_on_host(workload)
        });
        for workload in servers.filter(|_| !itself) {
            let server = Pods { namespace, workload: Some(workload) };
            if service.is_headless() {
                all.push(connection(server, used.port));
                continue;
            }
            let mut ports = service.ports().filter(|port| used.port.is_none() || port.number == used.port);
            let (Some(port), more) = (ports.next(), ports.next().is_some()) else { continue };
            let targets = service.targets(&port, workload);
            let target = targets.first().copied().filter(|_| !more);
            // Pods without the port that is meant are not behind this port of the Service.
            if !targets.is_empty() {
                all.push(connection(server, target));
            }
        }
    }

    /// The policies that keep a connection from being made, if it is certain that none of those known lets it through.
    pub fn blocking(&self, connection: &Connection<'_, 'a>, direction: Direction) -> Option<Vec<Policy<'a>>> {
        self.blocking_between(direction, connection.client_pods(), connection.server, connection.port)
    }
}

/// Whether its pods use the network of their node, which policies do not see.
pub fn is_on_host(workload: &Workload<'_>) -> bool {
    workload.spec.get("hostNetwork").and_then(Node::text) == Some("true")
}
