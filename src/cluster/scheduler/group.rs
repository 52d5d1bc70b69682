//! Equal pods as one group, with everything about them that placing pods does not change.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::cluster::scheduler::affinity::NodeAffinity;
use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::pod::Pod;
use crate::cluster::scheduler::reason::Reason;
use crate::cluster::scheduler::taint;
use crate::cluster::scheduler::taint::Taint;
use crate::cluster::scheduler::taint::Toleration;

/// No domain: the node has no label with the key.
pub(super) const NONE: usize = usize::MAX;

/// The domains that a topology key divides the nodes into.
#[derive(Debug)]
pub(super) struct Topology {
    pub(super) key: String,
    /// By node, its domain or [`NONE`].
    pub(super) domain: Vec<usize>,
    /// By domain, how many nodes lie in it.
    pub(super) sizes: Vec<usize>,
}

impl Topology {
    fn of(key: &str, nodes: &[Node]) -> Self {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sizes = Vec::new();
        let mut domain = Vec::with_capacity(nodes.len());
        for node in nodes {
            let Some(value) = node.labels.get(key) else {
                domain.push(NONE);
                continue;
            };
            let id = *known.entry(value).or_insert_with(|| {
                sizes.push(0);
                sizes.len() - 1
            });
            sizes[id] += 1;
            domain.push(id);
        }
        Self { key: key.to_owned(), domain, sizes }
    }
}

/// All topologies that somebody asks for.
#[derive(Debug, Default)]
pub(super) struct Topologies(pub(super) Vec<Topology>);

impl Topologies {
    fn index(&mut self, key: &str, nodes: &[Node]) -> usize {
        self.0.iter().position(|known| known.key == key).unwrap_or_else(|| {
            self.0.push(Topology::of(key, nodes));
            self.0.len() - 1
        })
    }
}

/// A spread constraint, with what it counts.
#[derive(Debug)]
pub(super) struct Spread {
    pub(super) topology: usize,
    /// By node, whether it belongs to the domains.
    pub(super) included: Vec<bool>,
    /// The groups that count.
    pub(super) counted: Vec<usize>,
    pub(super) counts_itself: bool,
    pub(super) max_skew: i64,
    pub(super) min_domains: i64,
}

/// What the pods of a group must be near.
#[derive(Debug)]
pub(super) struct Near {
    /// A topology for each term.
    pub(super) topologies: Vec<usize>,
    /// The groups that match all terms.
    pub(super) matching: Vec<usize>,
    /// Whether the group itself is one of them.
    pub(super) itself: bool,
}

/// Groups that must not share a domain with this one.
#[derive(Debug)]
pub(super) struct Apart {
    pub(super) topology: usize,
    pub(super) from: Vec<usize>,
}

/// A group of equal pods.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) pod: &'a Pod,
    /// What is requested, by the board's numbers of resources.
    pub(super) requests: Vec<(usize, i64)>,
    /// By node, what keeps the group away whatever else runs there.
    pub(super) barred: Rc<[Option<Reason>]>,
    /// The other nodes.
    pub(super) allowed: Vec<usize>,
    /// Groups, perhaps itself, that want a port of its own.
    pub(super) rivals: Vec<usize>,
    pub(super) spread: Vec<Spread>,
    pub(super) near: Option<Near>,
    /// By its own terms.
    pub(super) apart: Vec<Apart>,
    /// By the terms of others.
    pub(super) shunned: Vec<Apart>,
}

impl<'a> Group<'a> {
    /// A group, of the pods `all` and the resources `names`; `barred` is [`barred`] for its pod.
    pub(super) fn of(
        pod: &'a Pod,
        barred: Rc<[Option<Reason>]>,
        all: &[&Pod],
        nodes: &[Node],
        names: &[String],
        namespaces: &BTreeMap<String, Labels>,
        topologies: &mut Topologies,
    ) -> Self {
        let allowed = (0..nodes.len()).filter(|node| barred[*node].is_none()).collect();
        let requests = pod.requests.iter().filter(|(_, amount)| **amount > 0);
        let requests = requests.filter_map(|(name, amount)| Some((names.binary_search(name).ok()?, *amount)));
        let those =
            |is: &dyn Fn(&Pod) -> bool| -> Vec<usize> { (0..all.len()).filter(|other| is(all[*other])).collect() };
        let rivals = |other: &Pod| pod.ports.iter().any(|port| other.ports.iter().any(|taken| port.conflicts(taken)));
        let mut group = Self {
            pod,
            requests: requests.collect(),
            barred,
            allowed,
            rivals: if pod.ports.is_empty() { Vec::new() } else { those(&rivals) },
            spread: Vec::new(),
            near: None,
            apart: Vec::new(),
            shunned: Vec::new(),
        };
        // Of a pod that is bound, the kubelet asks less than the scheduler.
        if pod.node_name.is_some() {
            return group;
        }
        let spread = pod.spread.iter().map(|constraint| Spread {
            topology: topologies.index(&constraint.key, nodes),
            included: nodes.iter().map(|node| constraint.includes(pod, node)).collect(),
            counted: those(&|other| constraint.counts(pod, other)),
            counts_itself: constraint.counts_itself(pod),
            max_skew: constraint.max_skew,
            min_domains: constraint.min_domains,
        });
        group.spread = spread.collect();
        if !pod.affinity.is_empty() {
            let all_terms = |other: &Pod| pod.affinity.iter().all(|term| term.matches(other, namespaces));
            group.near = Some(Near {
                topologies: pod.affinity.iter().map(|term| topologies.index(&term.key, nodes)).collect(),
                matching: those(&all_terms),
                itself: all_terms(pod),
            });
        }
        let apart = pod.anti_affinity.iter().map(|term| Apart {
            topology: topologies.index(&term.key, nodes),
            from: those(&|other| term.matches(other, namespaces)),
        });
        group.apart = apart.collect();
        for (other, terms) in all.iter().enumerate().map(|(other, owner)| (other, &owner.anti_affinity)) {
            let matching = terms.iter().filter(|term| term.matches(pod, namespaces));
            let from = matching.map(|term| Apart { topology: topologies.index(&term.key, nodes), from: vec![other] });
            group.shunned.extend(from);
        }
        group
    }

    /// Whether its verdicts depend on which pods run on other nodes.
    pub(super) fn is_coupled(&self) -> bool {
        self.is_sensitive() || !self.apart.is_empty() || !self.shunned.is_empty()
    }

    /// Whether it matters to its pods which others were placed before them, and which after.
    pub(super) fn is_sensitive(&self) -> bool {
        !self.spread.is_empty() || self.near.is_some()
    }

    /// How many of its pods may share a node, for other reasons than resources.
    pub(super) fn most_on_a_node(&self, own: usize, node: usize, topologies: &Topologies) -> i64 {
        let apart = |apart: &Apart| apart.from.contains(&own) && topologies.0[apart.topology].domain[node] != NONE;
        if self.rivals.contains(&own) || self.apart.iter().any(apart) { 1 } else { i64::MAX }
    }
}

/// By node, what keeps a pod away whatever else runs there.
pub(super) fn barred(pod: &Pod, nodes: &[Node]) -> Rc<[Option<Reason>]> {
    nodes.iter().map(barrier(pod)).collect()
}

/// All of a pod that [`barred`] looks at.
pub(super) type Wishes<'p> = (&'p NodeAffinity, &'p [Toleration], Option<&'p Reason>, Option<&'p str>);

/// What pods that are barred from the same nodes have in common.
pub(super) fn wishes(pod: &Pod) -> Wishes<'_> {
    (&pod.node_affinity, &pod.tolerations, pod.held.as_ref(), pod.node_name.as_deref())
}

/// The filters that look at the pod and the node alone, in the order of the scheduler.
fn barrier(pod: &Pod) -> impl Fn(&Node) -> Option<Reason> {
    let names = pod.node_affinity.names();
    let cordoned = ["node.kubernetes.io/unschedulable", "", "NoSchedule"].map(str::to_owned);
    let [key, value, effect] = cordoned;
    let cordon = Taint { key, value, effect };
    move |node| {
        if pod.held.is_some() {
            return pod.held.clone();
        }
        if let Some(bound_to) = &pod.node_name {
            return at_the_kubelet(pod, bound_to, node);
        }
        match &names {
            Some(names) if names.is_empty() => return Some(Reason::AffinityConflict),
            Some(names) if !names.contains(node.name.as_str()) => return Some(Reason::NotNamed),
            _ => {}
        }
        if node.unschedulable && !taint::is_tolerated(&cordon, &pod.tolerations) {
            return Some(Reason::Unschedulable);
        }
        if let Some(taint) = taint::untolerated(&node.taints, &pod.tolerations) {
            return Some(Reason::Taint(taint.clone()));
        }
        (!pod.node_affinity.selects(node)).then_some(Reason::NodeAffinity)
    }
}

/// What the kubelet asks of a pod that is bound to its node (`pkg/kubelet/lifecycle/predicate.go`).
fn at_the_kubelet(pod: &Pod, bound_to: &str, node: &Node) -> Option<Reason> {
    if node.name != bound_to {
        return Some(Reason::NodeName(bound_to.to_owned()));
    }
    if !pod.node_affinity.selects(node) {
        return Some(Reason::NodeAffinity);
    }
    let evicts = |taint: &&Taint| taint.effect == "NoExecute" && !taint::is_tolerated(taint, &pod.tolerations);
    node.taints.iter().find(evicts).map(|taint| Reason::Taint(taint.clone()))
}
