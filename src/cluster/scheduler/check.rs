//! The filters that depend on which pods run where: ports, resources, spread constraints and affinity between pods.

use crate::cluster::scheduler::board::Board;
use crate::cluster::scheduler::group::Apart;
use crate::cluster::scheduler::group::NONE;
use crate::cluster::scheduler::group::Spread;
use crate::cluster::scheduler::quantity::PODS;
use crate::cluster::scheduler::reason::Reason;
use crate::cluster::scheduler::reason::Shortage;
use crate::cluster::scheduler::reason::Skew;

/// What a group has to know of other nodes, counted once for all of them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    spread: Vec<Spreading>,
    /// For each term, by domain, whether a matching pod runs there.
    near: Vec<Vec<bool>>,
    apart: Vec<Vec<bool>>,
    shunned: Vec<Vec<bool>>,
}

#[derive(Debug)]
struct Spreading {
    counts: Vec<i64>,
    /// `None` where there is no domain at all.
    least: Option<i64>,
}

/// The first filter that a node fails, by its number among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Barred,
    Ports,
    Resources,
    SpreadKey(usize),
    Spread(usize),
    Near(usize),
    Apart(usize),
    Shunned(usize),
}

impl Filter {
    /// Whether placing more pods cannot change it.
    pub(super) fn is_lasting(self) -> bool {
        !matches!(self, Self::Spread(_) | Self::Near(_))
    }
}

impl Board<'_> {
    /// What a group has to know now.
    pub(super) fn tally(&self, group: usize) -> Tally {
        let group = &self.groups[group];
        let occupied = |topology: usize, groups: &[usize]| {
            let topology = &self.topologies.0[topology];
            let mut occupied = vec![false; topology.sizes.len()];
            for (node, domain) in topology.domain.iter().enumerate().filter(|(_, domain)| **domain != NONE) {
                occupied[*domain] |= groups.iter().any(|group| self.placed(*group, node) > 0);
            }
            occupied
        };
        let apart = |apart: &Apart| occupied(apart.topology, &apart.from);
        let near = group.near.iter().flat_map(|near| near.topologies.iter().map(|key| occupied(*key, &near.matching)));
        Tally {
            spread: group.spread.iter().map(|spread| self.spreading(spread)).collect(),
            near: near.collect(),
            apart: group.apart.iter().map(apart).collect(),
            shunned: group.shunned.iter().map(apart).collect(),
        }
    }

    fn spreading(&self, spread: &Spread) -> Spreading {
        let topology = &self.topologies.0[spread.topology];
        let mut counts = vec![0; topology.sizes.len()];
        let mut is_domain = vec![false; topology.sizes.len()];
        for node in (0..self.nodes.len()).filter(|node| spread.included[*node]) {
            counts[topology.domain[node]] += self.sum(&spread.counted, node);
            is_domain[topology.domain[node]] = true;
        }
        let domains = || (0..counts.len()).filter(|domain| is_domain[*domain]);
        let few = i64::try_from(domains().count()).unwrap_or(i64::MAX) < spread.min_domains;
        let least = if few { Some(0) } else { domains().map(|domain| counts[domain]).min() };
        Spreading { counts, least }
    }

    /// The first filter that a node fails for a group.
    pub(super) fn blocked(&self, index: usize, node: usize, tally: &Tally) -> Option<Filter> {
        let group = &self.groups[index];
        if group.barred[node].is_some() {
            return Some(Filter::Barred);
        }
        if group.rivals.iter().any(|rival| self.placed(*rival, node) > 0) {
            return Some(Filter::Ports);
        }
        let free = self.free(node);
        if self.slots(node) < 1 || group.requests.iter().any(|(resource, amount)| *amount > free[*resource]) {
            return Some(Filter::Resources);
        }
        let domain = |topology: usize| self.topologies.0[topology].domain[node];
        for (number, (spread, spreading)) in group.spread.iter().zip(&tally.spread).enumerate() {
            match domain(spread.topology) {
                NONE => return Some(Filter::SpreadKey(number)),
                domain if spreading.skew(spread, domain) > spread.max_skew => return Some(Filter::Spread(number)),
                _ => {}
            }
        }
        if let Some(near) = &group.near {
            if let Some(number) = near.topologies.iter().position(|topology| domain(*topology) == NONE) {
                return Some(Filter::Near(number));
            }
            let missing = |(topology, occupied): (&usize, &Vec<bool>)| !occupied[domain(*topology)];
            let missing = near.topologies.iter().zip(&tally.near).position(missing);
            // The first of pods that want to be near each other has nobody to be near.
            let is_first = near.itself && !tally.near.iter().flatten().any(|occupied| *occupied);
            if let Some(number) = missing.filter(|_| !is_first) {
                return Some(Filter::Near(number));
            }
        }
        let taken = |(apart, occupied): (&Apart, &Vec<bool>)| {
            let domain = domain(apart.topology);
            domain != NONE && occupied[domain]
        };
        let own = group.apart.iter().zip(&tally.apart).position(taken).map(Filter::Apart);
        own.or_else(|| group.shunned.iter().zip(&tally.shunned).position(taken).map(Filter::Shunned))
    }

    /// The verdict on a node, with the numbers.
    pub(super) fn verdict(&self, index: usize, node: usize, tally: &Tally) -> Result<(), Reason> {
        let Some(filter) = self.blocked(index, node, tally) else { return Ok(()) };
        let group = &self.groups[index];
        let key = |topology: usize| self.topologies.0[topology].key.clone();
        Err(match filter {
            Filter::Barred => group.barred[node].clone().unwrap_or(Reason::NodeAffinity),
            Filter::Ports => {
                let rivals = || group.rivals.iter().filter(|rival| self.placed(**rival, node) > 0);
                let ports = rivals().flat_map(|rival| &self.groups[*rival].pod.ports);
                let wanted = group.pod.ports.iter();
                let taken = wanted.filter(|port| ports.clone().any(|taken| port.conflicts(taken)));
                Reason::Ports(taken.cloned().collect())
            }
            Filter::Resources => Reason::Resources(self.shortages(index, node)),
            Filter::SpreadKey(number) => Reason::SpreadKey(key(group.spread[number].topology)),
            Filter::Spread(number) => {
                let (spread, spreading) = (&group.spread[number], &tally.spread[number]);
                let key = key(spread.topology);
                let domain = self.topologies.0[spread.topology].domain[node];
                Reason::Spread(Skew {
                    domain: self.nodes[node].labels.get(&key).cloned().unwrap_or_default(),
                    key,
                    count: spreading.counts[domain] + i64::from(spread.counts_itself),
                    least: spreading.least.unwrap_or_default(),
                    max_skew: spread.max_skew,
                })
            }
            Filter::Near(number) => {
                Reason::PodAffinity(group.near.as_ref().map(|near| key(near.topologies[number])).unwrap_or_default())
            }
            Filter::Apart(number) => Reason::PodAntiAffinity(key(group.apart[number].topology)),
            Filter::Shunned(number) => Reason::ExistingAntiAffinity(key(group.shunned[number].topology)),
        })
    }

    fn shortages(&self, index: usize, node: usize) -> Vec<Shortage> {
        let slots = self.slots(node);
        let most = self.nodes[node].allocatable.get(PODS).copied().unwrap_or_default();
        let pods = Shortage { resource: PODS.to_owned(), requested: 1, free: slots, allocatable: most };
        let (free, allocatable) = (self.free(node), self.allocatable(node));
        let requests = self.groups[index].requests.iter().filter(|(resource, amount)| *amount > free[*resource]);
        let short = requests.map(|(resource, amount)| Shortage {
            resource: self.names[*resource].clone(),
            requested: *amount,
            free: free[*resource],
            allocatable: allocatable[*resource],
        });
        (slots < 1).then_some(pods).into_iter().chain(short).collect()
    }

    /// The verdicts on all nodes.
    pub(super) fn verdicts(&self, group: usize) -> Vec<Result<(), Reason>> {
        let tally = self.tally(group);
        (0..self.nodes.len()).map(|node| self.verdict(group, node, &tally)).collect()
    }

    /// How many pods of a group a node takes, as far as can be said without placing them one by one; at most `most`.
    pub(super) fn capacity(&self, index: usize, node: usize, most: i64) -> i64 {
        let group = &self.groups[index];
        let free = self.free(node);
        let by_resource = group.requests.iter().map(|(resource, amount)| free[*resource] / amount);
        let alone = group.most_on_a_node(index, node, &self.topologies);
        by_resource.fold(most.min(self.slots(node)).min(alone), i64::min).max(0)
    }
}

impl Spreading {
    /// By how much a domain would be ahead of the emptiest with one more pod.
    fn skew(&self, spread: &Spread, domain: usize) -> i64 {
        // Where no node belongs to any domain, nothing is compared.
        self.least.map_or(i64::MIN, |least| self.counts[domain] + i64::from(spread.counts_itself) - least)
    }
}
