//! NetworkPolicies: whom they isolate, and what they let through.
//!
//! Source: Kubernetes, Network Policies. Policies only ever add to what is allowed; they see the ports of pods, not those
//! of Services; the two selectors of one peer must both hold. What is not known here may hold.

use crate::cluster::labels;
use crate::cluster::labels::Labels;
use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// The label that the API server gives every namespace.
const NAME: &str = "kubernetes.io/metadata.name";

/// Which way a connection goes, seen from the pods that a policy selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To them.
    Ingress,
    /// From them.
    Egress,
}

impl Direction {
    /// The field of its rules.
    pub fn field(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }

    /// The field of the peers in a rule.
    pub fn peers(self) -> &'static str {
        match self {
            Self::Ingress => "from",
            Self::Egress => "to",
        }
    }
}

/// A NetworkPolicy.
#[derive(Debug, Clone, Copy)]
pub struct Policy<'a> {
    /// The object.
    pub object: Object<'a>,
}

/// Pods at one end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Pods<'p, 'a> {
    /// Their namespace.
    pub namespace: &'p str,
    /// Who makes them; `None` where that is not known.
    pub workload: Option<&'p Workload<'a>>,
}

/// What a rule says of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It lets it through, or might.
    Allowed,
    /// It means these pods, and other ports.
    OtherPorts,
    /// It means other pods.
    OtherPods,
}

impl<'a> Policy<'a> {
    /// Whether it isolates the pods that it selects in this direction.
    pub fn isolates(&self, direction: Direction) -> bool {
        let name = if direction == Direction::Ingress { "Ingress" } else { "Egress" };
        match self.object.at(&["spec", "policyTypes"]).filter(|types| types.items().len() > 0) {
            Some(types) => types.items().any(|one| one.text() == Some(name)),
            None => direction == Direction::Ingress || self.rules(direction).next().is_some(),
        }
    }

    /// Whether it selects these pods, or might.
    pub fn may_select(&self, pods: Pods<'_, 'a>) -> bool {
        let Some(workload) = pods.workload else { return true };
        self.selector().is_none_or(|selector| workload.may_match(|own| labels::selects(selector, own)))
    }

    /// Whether it is certain that it selects these pods.
    pub fn selects(&self, pods: Pods<'_, 'a>) -> bool {
        let Some(selector) = self.selector() else { return true };
        pods.workload.is_some_and(|workload| labels::selects(selector, &workload.labels))
    }

    /// Its selector, unless it selects all pods of its namespace.
    pub fn selector(&self) -> Option<Node<'a>> {
        let selector = self.object.at(&["spec", "podSelector"])?;
        let is_set =
            |key: &str| selector.get(key).is_some_and(|part| part.entries().len() > 0 || part.items().len() > 0);
        (is_set("matchLabels") || is_set("matchExpressions")).then_some(selector)
    }

    /// Its rules for a direction, with their numbers.
    pub fn rules(&self, direction: Direction) -> impl Iterator<Item = (usize, Node<'a>)> + use<'a> {
        self.object.at(&["spec", direction.field()]).into_iter().flat_map(Node::items).enumerate()
    }
}

impl<'a> Cluster<'a> {
    /// The NetworkPolicies of a namespace.
    pub fn policies(&self, namespace: &str) -> impl Iterator<Item = Policy<'a>> {
        self.of_kind_in("networking.k8s.io", "NetworkPolicy", namespace).into_iter().map(|object| Policy { object })
    }

    /// The NetworkPolicies that may select the pods of each workload, in the order of [`Cluster::workloads`].
    pub fn policies_by_workload(&self) -> Vec<Vec<Policy<'a>>> {
        let mut policies = vec![Vec::new(); self.workloads().len()];
        for object in self.of_kind("networking.k8s.io", "NetworkPolicy") {
            let policy = Policy { object };
            let map = policy.selector().and_then(|selector| selector.get("matchLabels"));
            for number in self.numbers_with(&object.id().namespace, map) {
                let pods = Pods { namespace: &object.id().namespace, workload: Some(&self.workloads()[*number]) };
                if policy.may_select(pods) {
                    policies[*number].push(policy);
                }
            }
        }
        policies
    }

    /// What a rule of a policy says of a connection with `other`. `server` are the pods that are connected to, `port` is
    /// a port of theirs, if it is known.
    pub fn judge_rule(
        &self,
        policy: Policy<'a>,
        direction: Direction,
        rule: Node<'a>,
        other: Pods<'_, 'a>,
        server: Pods<'_, 'a>,
        port: Option<u32>,
    ) -> Verdict {
        let peers = rule.get(direction.peers()).filter(|peers| peers.items().len() > 0);
        let means = peers.is_none_or(|peers| peers.items().any(|peer| self.may_mean(policy, peer, other)));
        if !means {
            return Verdict::OtherPods;
        }
        let ports = rule.get("ports").filter(|ports| ports.items().len() > 0);
        let (Some(ports), Some(port)) = (ports, port) else { return Verdict::Allowed };
        if ports.items().any(|entry| may_be_port(entry, port, "TCP", server)) {
            Verdict::Allowed
        } else {
            Verdict::OtherPorts
        }
    }

    /// The policies of a direction that keep a client from a port of a server, if it is certain that none of those known
    /// lets it through.
    pub fn blocking_between(
        &self,
        direction: Direction,
        client: Pods<'_, 'a>,
        server: Pods<'_, 'a>,
        port: Option<u32>,
    ) -> Option<Vec<Policy<'a>>> {
        let (own, other) = match direction {
            Direction::Egress => (client, server),
            Direction::Ingress => (server, client),
        };
        let policies: Vec<Policy<'a>> =
            self.policies(own.namespace).filter(|policy| policy.isolates(direction)).collect();
        let blocking: Vec<Policy<'a>> = policies.iter().copied().filter(|policy| policy.selects(own)).collect();
        if blocking.is_empty() {
            return None;
        }
        let allowed = policies.iter().filter(|policy| policy.may_select(own)).any(|policy| {
            let mut rules = policy.rules(direction);
            rules.any(|(_, rule)| self.judge_rule(*policy, direction, rule, other, server, port) == Verdict::Allowed)
        });
        (!allowed).then_some(blocking)
    }

    /// Whether a peer of a policy may mean these pods.
    pub fn may_mean(&self, policy: Policy<'a>, peer: Node<'a>, pods: Pods<'_, 'a>) -> bool {
        if let Some(block) = peer.get("ipBlock") {
            return may_hold_pods(block);
        }
        self.means_namespace(policy, peer, pods.namespace)
            && match (peer.get("podSelector"), pods.workload) {
                (Some(selector), Some(workload)) => workload.may_match(|own| labels::selects(selector, own)),
                _ => true,
            }
    }

    /// Whether a peer may mean pods of this namespace.
    pub fn means_namespace(&self, policy: Policy<'a>, peer: Node<'a>, namespace: &str) -> bool {
        match peer.get("namespaceSelector") {
            None => policy.object.id().namespace == namespace,
            Some(selector) => self.may_be_labelled(selector, namespace),
        }
    }

    /// Whether a namespace may have the labels that a selector asks for.
    pub fn may_be_labelled(&self, selector: Node<'a>, namespace: &str) -> bool {
        if let Some(labels) = self.labels_of_namespace(namespace) {
            return labels::selects(selector, &labels);
        }
        let own = Labels::default().with(NAME, namespace);
        let holds = |(key, value): (Node<'_>, Node<'_>)| key.text() != Some(NAME) || value.text() == Some(namespace);
        let requirement =
            |one: Node<'_>| one.get("key").and_then(Node::text) != Some(NAME) || labels::expression(one, &own);
        selector.get("matchLabels").is_none_or(|wanted| wanted.entries().all(holds))
            && selector.get("matchExpressions").into_iter().flat_map(Node::items).all(requirement)
    }
}

/// Whether an entry of `ports` may mean this port of these pods.
pub fn may_be_port(entry: Node<'_>, port: u32, protocol: &str, server: Pods<'_, '_>) -> bool {
    if entry.get("protocol").and_then(Node::text).unwrap_or("TCP") != protocol {
        return false;
    }
    let Some(written) = entry.get("port").and_then(Node::text) else { return true };
    let number = |text: &str| text.parse::<u32>().ok();
    if let Some(first) = number(written) {
        let last = entry.get("endPort").and_then(Node::text).and_then(number).unwrap_or(first);
        return (first..=last).contains(&port);
    }
    server.workload.is_none_or(|workload| {
        let mut ports = workload.containers().flat_map(|container| container.ports().collect::<Vec<_>>());
        ports.any(|(name, number, _)| name == Some(written) && number == Some(port))
    })
}

/// Whether pods may have addresses in a block: all private ranges are, and the whole world unless those are taken out.
fn may_hold_pods(block: Node<'_>) -> bool {
    const PRIVATE: [&str; 3] = ["10.", "172.", "192.168."];
    let is_private = |cidr: &str| {
        PRIVATE.iter().any(|start| cidr.starts_with(start)) || cidr.starts_with("100.") || cidr.starts_with("fd")
    };
    let Some(cidr) = block.get("cidr").and_then(Node::text) else { return true };
    let excepted: Vec<&str> = block.get("except").into_iter().flat_map(Node::items).filter_map(Node::text).collect();
    if cidr.ends_with("/0") {
        return !PRIVATE.iter().all(|start| excepted.iter().any(|one| one.starts_with(start)))
            && !excepted.iter().any(|one| one.starts_with("10.") && one.ends_with("/8"));
    }
    is_private(cidr)
}
