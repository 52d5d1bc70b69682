//! The addresses that the containers of a workload are given: in variables, arguments and mounted ConfigMaps.
//!
//! A variable that a later one replaces is not used. Names alone say nothing: a host without a port is completed by the
//! variable beside it, as `DB_PORT` does `DB_HOST`, and left without a port otherwise.

use std::collections::BTreeSet;

use crate::cluster::address::addresses;
use crate::cluster::config::Config;
use crate::cluster::config::Kind;
use crate::cluster::config::Value;
use crate::cluster::object::Known;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::variables::Variable;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// An address that a workload is given.
#[derive(Debug, Clone)]
pub struct Use<'a> {
    /// The host as it is written.
    pub host: String,
    /// The Service.
    pub service: String,
    /// Its namespace.
    pub namespace: String,
    /// The pod before the Service, as in `redis-0.redis`.
    pub pod: Option<String>,
    /// The port, if it is known.
    pub port: Option<u32>,
    /// The object in which the address is written.
    pub holder: Object<'a>,
    /// Where the address is written.
    pub node: Node<'a>,
}

/// What the name of a variable ends with that holds a host.
const HOSTS: [&str; 6] = ["HOST", "HOSTNAME", "ADDR", "ADDRESS", "SERVER", "ENDPOINT"];

impl<'a> Cluster<'a> {
    /// All addresses in the cluster that a workload is given. `namespaces` are those that are known.
    pub fn uses(&self, workload: &Workload<'a>, namespaces: &BTreeSet<&str>) -> Vec<Use<'a>> {
        let mut uses = Vec::new();
        for container in workload.containers() {
            let variables = self.variables(workload, &container);
            for variable in variables.iter().filter(|variable| !variable.shadowed) {
                let Some(value) = variable.value.as_deref() else { continue };
                let before = uses.len();
                gather(workload, value, namespaces, variable.holder, variable.node, &mut uses);
                let port = port_beside(&variables, &variable.name);
                for used in &mut uses[before..] {
                    used.port = used.port.or(port);
                }
                if uses.len() == before && is_host(&variable.name) {
                    uses.extend(self.plain(workload, value, port, variable));
                }
            }
            for list in ["command", "args"] {
                for node in container.node.get(list).into_iter().flat_map(Node::items) {
                    let text = node.text().unwrap_or_default();
                    gather(workload, text, namespaces, workload.object, node, &mut uses);
                }
            }
        }
        for config in self.mounted(workload) {
            let (Config::Object(holder), keys) = (config, config.keys().unwrap_or_default()) else { continue };
            for key in keys {
                let Known::There(Value::Text(text, node)) = config.get(key) else { continue };
                let lines = text.lines().filter(|line| !line.trim_start().starts_with(['#', ';', '/']));
                for line in lines {
                    gather(workload, line, namespaces, holder, node, &mut uses);
                }
            }
        }
        uses
    }

    /// A Service of the same namespace, by its name alone.
    fn plain(
        &self,
        workload: &Workload<'a>,
        name: &str,
        port: Option<u32>,
        variable: &Variable<'a>,
    ) -> Option<Use<'a>> {
        let namespace = workload.namespace();
        self.service(namespace, name).there()?;
        Some(Use {
            host: name.to_owned(),
            service: name.to_owned(),
            namespace: namespace.to_owned(),
            pod: None,
            port,
            holder: variable.holder,
            node: variable.node,
        })
    }

    /// The ConfigMaps that a workload mounts.
    fn mounted(&self, workload: &Workload<'a>) -> Vec<Config<'a>> {
        let volumes = workload.spec.get("volumes").into_iter().flat_map(Node::items);
        let sources = volumes.flat_map(|volume| {
            let projected = volume.at(&["projected", "sources"]).into_iter().flat_map(Node::items);
            std::iter::once(volume).chain(projected)
        });
        let names = sources.filter_map(|source| source.at(&["configMap", "name"])?.text());
        names.filter_map(|name| self.config(Kind::ConfigMap, workload.namespace(), name).there()).collect()
    }
}

fn gather<'a>(
    workload: &Workload<'a>,
    text: &str,
    namespaces: &BTreeSet<&str>,
    holder: Object<'a>,
    node: Node<'a>,
    uses: &mut Vec<Use<'a>>,
) {
    uses.extend(addresses(text, namespaces).into_iter().map(|address| Use {
        host: address.host.to_owned(),
        service: address.service.to_owned(),
        namespace: address.namespace.unwrap_or(workload.namespace()).to_owned(),
        pod: address.pod.map(str::to_owned),
        port: address.effective_port(),
        holder,
        node,
    }));
}

fn is_host(name: &str) -> bool {
    HOSTS.iter().any(|end| name.to_ascii_uppercase().ends_with(end))
}

/// The number that the variable for the port holds, where this one is for the host.
fn port_beside(variables: &[Variable<'_>], host: &str) -> Option<u32> {
    let upper = host.to_ascii_uppercase();
    let end = HOSTS.iter().filter(|end| upper.ends_with(*end)).max_by_key(|end| end.len())?;
    let before = upper.get(..upper.len() - end.len())?;
    let mut beside = variables
        .iter()
        .rev()
        .filter(|variable| variable.name.to_ascii_uppercase().strip_suffix("PORT") == Some(before));
    beside.next()?.value.as_deref()?.parse().ok()
}
