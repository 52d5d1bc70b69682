//! Small instances made at random, the same at every run, on which everything can be tried: every order of the pods,
//! each on every node that the filters leave.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::app;
use super::node;
use crate::cluster::scheduler::Assignment;
use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::State;

/// A generator of numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn one_of<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

fn some_node(random: &mut Random, number: u64) -> Node {
    let zone = random.one_of(&["zone=a", "zone=b", "zone=c", ""]);
    let taint = if random.chance(20) { "domain=data:NoSchedule" } else { "" };
    let mut node = node(&format!("n{number}"), &[zone], &[taint]);
    let cpu = [1000, 1500, 2000][usize::try_from(random.below(3)).unwrap()];
    node.allocatable.insert("cpu".to_owned(), cpu);
    if random.chance(15) {
        node.allocatable.insert("pods".to_owned(), 1);
    }
    node
}

fn some_pod(random: &mut Random) -> Pod {
    const KEYS: [&str; 3] = ["kubernetes.io/hostname", "zone", "zone"];
    const APPS: [&str; 2] = ["a", "b"];
    let cpu = random.one_of(&["0", "500m", "700m", "1", "1500m"]);
    let port = if random.chance(15) { ", ports: [{containerPort: 80, hostPort: 80}]" } else { "" };
    let mut spec = format!("containers: [{{name: c, resources: {{requests: {{cpu: {cpu}}}}}{port}}}]\n");
    if random.chance(20) {
        writeln!(spec, "nodeSelector: {{zone: {}}}", random.one_of(&["a", "b"])).unwrap();
    }
    if random.chance(50) {
        spec += "tolerations: [{operator: Exists}]\n";
    }
    let mut affinity = String::new();
    for (kind, percent) in [("podAntiAffinity", 25), ("podAffinity", 20)] {
        if random.chance(percent) {
            let (key, app) = (random.one_of(&KEYS), random.one_of(&APPS));
            writeln!(
                affinity,
                "  {kind}: {{requiredDuringSchedulingIgnoredDuringExecution: \
                 [{{topologyKey: {key}, labelSelector: {{matchLabels: {{app: {app}}}}}}}]}}"
            )
            .unwrap();
        }
    }
    if !affinity.is_empty() {
        write!(spec, "affinity:\n{affinity}").unwrap();
    }
    if random.chance(35) {
        let (key, app) = (random.one_of(&KEYS), random.one_of(&APPS));
        let policy = random.one_of(&["Honor", "Ignore"]);
        let least = random.one_of(&["", ", minDomains: 2"]);
        writeln!(
            spec,
            "topologySpreadConstraints: [{{maxSkew: 1, topologyKey: {key}, whenUnsatisfiable: DoNotSchedule, \
             nodeTaintsPolicy: {policy}, labelSelector: {{matchLabels: {{app: {app}}}}}{least}}}]"
        )
        .unwrap();
    }
    app(random.one_of(&APPS), &spec)
}

/// The most pods that can be placed, by trying everything.
fn most(state: &State, pods: &[Pod]) -> usize {
    fn go(
        state: &State,
        pods: &[Pod],
        placed: &mut Vec<Option<usize>>,
        seen: &mut BTreeSet<Vec<Option<usize>>>,
    ) -> usize {
        if !seen.insert(placed.clone()) {
            return 0;
        }
        let mut most = placed.iter().flatten().count();
        for pod in 0..pods.len() {
            if placed[pod].is_some() || most == pods.len() {
                continue;
            }
            for (node, (_, verdict)) in state.filter(&pods[pod]).into_iter().enumerate() {
                if verdict.is_ok() && most < pods.len() {
                    let mut next = state.clone();
                    next.place(pods[pod].clone(), node);
                    placed[pod] = Some(node);
                    most = most.max(go(&next, pods, placed, seen));
                    placed[pod] = None;
                }
            }
        }
        most
    }
    go(state, pods, &mut vec![None; pods.len()], &mut BTreeSet::new())
}

/// Whether pods could come to their nodes one after the other.
fn is_reachable(state: &State, pods: &[Pod], placement: &[Option<usize>]) -> bool {
    let mut missing: Vec<usize> = (0..pods.len()).filter(|pod| placement[*pod].is_some()).collect();
    if missing.is_empty() {
        return true;
    }
    (0..missing.len()).any(|at| {
        let pod = missing.remove(at);
        let node = placement[pod].unwrap();
        let mut next = state.clone();
        next.place(pods[pod].clone(), node);
        let mut rest = placement.to_vec();
        rest[pod] = None;
        let fits = state.filter(&pods[pod])[node].1.is_ok();
        let reachable = fits && is_reachable(&next, pods, &rest);
        missing.insert(at, pod);
        reachable
    })
}

#[test]
fn the_search_finds_a_place_exactly_where_trying_everything_finds_one() {
    let mut outcomes = [0; 3];
    for seed in 0..250 {
        let mut random = Random(seed);
        let nodes = 1 + random.below(4);
        let mut state = State::new((0..nodes).map(|number| some_node(&mut random, number)).collect());
        if random.chance(30) {
            let running = some_pod(&mut random);
            if let Some(node) = state.filter(&running).iter().position(|(_, verdict)| verdict.is_ok()) {
                state.place(running, node);
            }
        }
        let mut pods = Vec::new();
        while pods.len() < 4 {
            let pod = some_pod(&mut random);
            pods.extend(vec![pod; usize::try_from(1 + random.below(3)).unwrap()]);
        }
        pods.truncate(4);
        let most = most(&state, &pods);
        match state.assign(&pods) {
            Assignment::Fits(placement) => {
                outcomes[0] += 1;
                assert_eq!(most, pods.len(), "seed {seed}: {pods:?}");
                let placement: Vec<Option<usize>> = placement.into_iter().map(Some).collect();
                assert!(is_reachable(&state, &pods, &placement), "seed {seed}: {placement:?}");
            }
            Assignment::DoesNotFit(attempt) => {
                outcomes[1] += 1;
                assert!(most < pods.len(), "seed {seed}: {attempt:?}");
                assert!(is_reachable(&state, &pods, &attempt.placement), "seed {seed}: {attempt:?}");
                assert_eq!(attempt.waiting(), pods.len() - most, "seed {seed}: fewer need to wait: {attempt:?}");
                let waiting: usize = attempt.pending.iter().map(|pending| pending.pods.len()).sum();
                assert_eq!(waiting, attempt.waiting(), "seed {seed}");
                let reasons = attempt.pending.iter().all(|pending| pending.reasons.len() == state.nodes().len());
                assert!(reasons, "seed {seed}: every node has a reason: {attempt:?}");
            }
            Assignment::Undecided(attempt) => {
                outcomes[2] += 1;
                assert!(outcomes[2] < 5, "seed {seed}: {attempt:?}");
            }
        }
    }
    assert!(outcomes[0] > 50 && outcomes[1] > 50, "both happen: {outcomes:?}");
}
