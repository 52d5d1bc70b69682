//! The servers beside a job: containers under `services` of which the image says what they are.

use crate::workflow::job::Job;
use crate::yaml::Node;

/// Servers by the last part of their image, each with a command that succeeds once it answers.
const SERVERS: [(&str, &str); 8] = [
    ("redis", "redis-cli ping"),
    ("valkey", "valkey-cli ping"),
    ("postgres", "pg_isready"),
    ("mysql", "mysqladmin ping"),
    ("mariadb", "healthcheck.sh --connect"),
    ("mongo", "mongosh --eval 'db.adminCommand(1)'"),
    ("rabbitmq", "rabbitmq-diagnostics -q ping"),
    ("memcached", "nc -z 127.0.0.1 11211"),
];

/// A server beside a job.
#[derive(Debug, Clone, Copy)]
pub struct Server<'w> {
    /// The key that names it.
    pub key: Node<'w>,
    /// Its name.
    pub name: &'w str,
    /// What it says.
    pub node: Node<'w>,
    /// A command in its container that succeeds once it answers.
    pub health: &'static str,
}

impl<'w> Server<'w> {
    /// The options that its container is made with.
    pub fn options(&self) -> &'w str {
        self.node.get("options").and_then(Node::text).unwrap_or_default()
    }
}

impl<'w> Job<'w> {
    /// The servers beside it, in the order written; containers of which nobody knows what they are, are none.
    pub fn servers(&self) -> impl Iterator<Item = Server<'w>> {
        let services = self.get("services").into_iter().flat_map(Node::entries);
        services.filter_map(|(key, node)| {
            let image = node.get("image").and_then(Node::text)?;
            let base = image.rsplit('/').next().unwrap_or(image).split([':', '@']).next().unwrap_or_default();
            let (_, health) = SERVERS.iter().find(|(server, _)| *server == base)?;
            Some(Server { key, name: key.text()?, node, health })
        })
    }
}
