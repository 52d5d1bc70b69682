//! A pod, as far as the scheduler looks at it.

use crate::cluster::scheduler::affinity::NodeAffinity;
use crate::cluster::scheduler::facts::Facts;
use crate::cluster::scheduler::interpod::PodTerm;
use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::port;
use crate::cluster::scheduler::port::HostPort;
use crate::cluster::scheduler::quantity::Resources;
use crate::cluster::scheduler::read;
use crate::cluster::scheduler::reason::Reason;
use crate::cluster::scheduler::requests;
use crate::cluster::scheduler::spread::SpreadConstraint;
use crate::cluster::scheduler::taint;
use crate::cluster::scheduler::taint::Taint;
use crate::cluster::scheduler::taint::Toleration;
use crate::yaml::Node;

/// A pod. It has no name: pods that are equal are interchangeable, and asking where one of them fits answers for all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pod {
    /// Its namespace.
    pub namespace: String,
    /// Its labels, by which selectors of other pods find it.
    pub labels: Labels,
    /// What it requests as a whole; without what it requests nothing of.
    pub requests: Resources,
    /// Ports of the node that it needs for itself.
    pub ports: Vec<HostPort>,
    /// Its tolerations, with those that the API server adds.
    pub tolerations: Vec<Toleration>,
    /// Its priority: pods with a higher one are placed first.
    pub priority: i64,
    /// `spec.nodeName`: the pod is bound, and no scheduler is asked.
    pub node_name: Option<String>,
    /// Why the scheduler does not even look for a node, if it does not.
    pub held: Option<Reason>,
    /// The `PersistentVolumeClaim`s that it names, generated ones included by their volume's name.
    pub claims: Vec<String>,
    pub(super) node_affinity: NodeAffinity,
    pub(super) spread: Vec<SpreadConstraint>,
    pub(super) affinity: Vec<PodTerm>,
    pub(super) anti_affinity: Vec<PodTerm>,
}

impl Pod {
    /// What it takes of a node: what it requests, and one of its `pods`.
    pub fn takes(&self) -> impl Iterator<Item = (&str, i64)> {
        self.requests.iter().map(|(resource, amount)| (resource.as_str(), *amount)).chain([("pods", 1)])
    }

    /// What it takes of one resource of a node.
    pub fn takes_of(&self, resource: &str) -> i64 {
        self.takes().find(|(known, _)| *known == resource).map_or(0, |(_, amount)| amount)
    }

    /// Reads a pod or a template: its namespace, the mapping of its labels, and its `spec`.
    ///
    /// Claims are listed and not judged: whoever knows that one of them cannot be bound sets `held` to
    /// [`Reason::UnboundClaims`] or [`Reason::MissingClaim`].
    pub fn read(namespace: &str, labels: Option<Node<'_>>, spec: Node<'_>, facts: &Facts) -> Self {
        let labels = read::labels(labels);
        let class = facts.runtime_classes.get(&read::text(spec, "runtimeClassName")).cloned().unwrap_or_default();
        let mut tolerations: Vec<_> = read::items(spec, "tolerations").map(Toleration::read).collect();
        tolerations.extend(class.tolerations);
        // The admission plugin DefaultTolerationSeconds adds them to every pod.
        let added = ["not-ready", "unreachable"].map(|key| format!("node.kubernetes.io/{key}"));
        tolerations.extend(added.map(|key| Toleration::exists(&key, "NoExecute")));
        let class_priority = || {
            let name = read::text(spec, "priorityClassName");
            facts.priorities.get(&name).copied().unwrap_or(facts.default_priority)
        };
        let gated = read::items(spec, "schedulingGates").next().is_some();
        Self {
            requests: requests::of(spec, facts),
            ports: ports(spec, facts),
            tolerations,
            priority: read::number(spec, "priority").unwrap_or_else(class_priority),
            node_name: Some(read::text(spec, "nodeName")).filter(|name| !name.is_empty()),
            held: gated.then_some(Reason::Gated),
            claims: claims(spec),
            node_affinity: NodeAffinity::read(spec, &class.node_selector),
            spread: SpreadConstraint::read(spec, &labels),
            affinity: PodTerm::read(spec, "podAffinity", namespace, &labels, facts),
            anti_affinity: PodTerm::read(spec, "podAntiAffinity", namespace, &labels, facts),
            namespace: namespace.to_owned(),
            labels,
        }
    }

    /// A pod that asks for nothing but `cpu` millicores and `memory` bytes.
    pub fn new(namespace: &str, cpu: i64, memory: i64) -> Self {
        let requests = [("cpu", cpu), ("memory", memory)].into_iter().filter(|(_, amount)| *amount > 0);
        Self {
            namespace: namespace.to_owned(),
            labels: Labels::new(),
            requests: requests.map(|(name, amount)| (name.to_owned(), amount)).collect(),
            ports: Vec::new(),
            tolerations: Vec::new(),
            priority: 0,
            node_name: None,
            held: None,
            claims: Vec::new(),
            node_affinity: NodeAffinity::default(),
            spread: Vec::new(),
            affinity: Vec::new(),
            anti_affinity: Vec::new(),
        }
    }

    /// Whether the labels and the name of a node are those that it selects.
    pub fn selects(&self, node: &crate::cluster::scheduler::node::Node) -> bool {
        self.node_affinity.selects(node)
    }

    /// Whether it may keep other pods away from its node by more than what it requests.
    pub fn keeps_others_away(&self) -> bool {
        !self.spread.is_empty() || !self.anti_affinity.is_empty() || !self.ports.is_empty()
    }

    /// Whether which node takes it may depend on the pods that run, beyond what these request.
    pub fn depends_on_others(&self) -> bool {
        self.keeps_others_away() || !self.affinity.is_empty()
    }

    /// The taints of a node that keep it away.
    pub fn untolerated<'n>(&self, node: &'n crate::cluster::scheduler::node::Node) -> impl Iterator<Item = &'n Taint> {
        node.taints.iter().filter(|taint| taint.keeps_away() && !taint::is_tolerated(taint, &self.tolerations))
    }
}

fn ports(spec: Node<'_>, facts: &Facts) -> Vec<HostPort> {
    let host_network = read::is_true(spec, "hostNetwork");
    let sidecars = read::items(spec, "initContainers").filter(|init| requests::is_sidecar(*init, facts));
    let running = read::items(spec, "containers").chain(sidecars);
    running.flat_map(|container| port::of(container, host_network)).collect()
}

fn claims(spec: Node<'_>) -> Vec<String> {
    let claim = |volume: Node<'_>| match volume.get("persistentVolumeClaim") {
        Some(claim) => Some(read::text(claim, "claimName")),
        None => volume.get("ephemeral").map(|_| read::text(volume, "name")),
    };
    read::items(spec, "volumes").filter_map(claim).collect()
}
