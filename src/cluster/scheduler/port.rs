//! Ports of the node that containers ask for.
//!
//! Sources: `pkg/scheduler/framework/plugins/nodeports` and `HostPortInfo` of `pkg/scheduler/framework/types.go`;
//! `SetDefaults_Pod` for `hostNetwork`.

use crate::cluster::scheduler::read;
use crate::yaml::Node;

/// A port of the node, as a container asks for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostPort {
    /// The number.
    pub port: i64,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: String,
    /// The address of the node; `0.0.0.0` is every one.
    pub ip: String,
}

const EVERY: &str = "0.0.0.0";

impl HostPort {
    /// Whether no node can give away both.
    pub(super) fn conflicts(&self, other: &Self) -> bool {
        let address = self.ip == other.ip || self.ip == EVERY || other.ip == EVERY;
        self.port == other.port && self.protocol == other.protocol && address
    }
}

impl std::fmt::Display for HostPort {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}/{}", self.ip, self.port, self.protocol)
    }
}

/// The ports of the node that a container asks for; with `hostNetwork` these are all that it names.
pub(super) fn of(container: Node<'_>, host_network: bool) -> impl Iterator<Item = HostPort> {
    let or = |text: String, default: &str| if text.is_empty() { default.to_owned() } else { text };
    read::items(container, "ports").filter_map(move |port| {
        let written = read::number(port, "hostPort").filter(|number| *number != 0);
        let number = written.or_else(|| host_network.then(|| read::number(port, "containerPort")).flatten())?;
        let (protocol, ip) = (read::text(port, "protocol"), read::text(port, "hostIP"));
        (number > 0).then(|| HostPort { port: number, protocol: or(protocol, "TCP"), ip: or(ip, EVERY) })
    })
}
