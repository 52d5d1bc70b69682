//! The order of Applications: what each comes after and before, and whether its sync waves say the same.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::Environment;

/// Reports Applications that wait for each other, and waves that contradict `after` and `before`.
pub fn check(findings: &mut Findings, environment: &Environment) {
    let demands = demands(environment);
    let cycle = cycle(&demands);
    if let Some(cycle) = &cycle {
        let first = demands.iter().find(|demand| demand.later == cycle[0] && cycle.contains(&demand.earlier));
        let names: Vec<&str> = cycle.iter().copied().chain([cycle[0]]).collect();
        findings.push(
            Finding::error(
                "application-cycle",
                environment.place(&first.map_or_else(Vec::new, Demand::path)),
                format!("Applications wait for each other: {}", names.join(" -> ")),
            )
            .why("no order of sync waves satisfies this"),
        );
    }
    // Waves of Applications that wait for each other are wrong whatever they are.
    let hopeless = |demand: &Demand<'_>| {
        cycle.as_ref().is_some_and(|cycle| cycle.contains(&demand.later) && cycle.contains(&demand.earlier))
    };
    for demand in demands.iter().filter(|demand| !hopeless(demand)) {
        wave(findings, environment, demand);
    }
}

/// `earlier` has to sync before `later`, because `by` says so in its list `side`.
struct Demand<'e> {
    earlier: &'e str,
    later: &'e str,
    by: &'e str,
    side: &'static str,
    index: String,
}

impl Demand<'_> {
    fn path(&self) -> Vec<&str> {
        vec!["argocd", "applications", self.by, self.side, &self.index]
    }
}

/// Everything that `after` and `before` ask for, in the order of the model.
fn demands(environment: &Environment) -> Vec<Demand<'_>> {
    let mut demands = Vec::new();
    for (by, application) in environment.model.argocd.applications.iter() {
        for (index, other) in application.after.iter().enumerate() {
            demands.push(Demand { earlier: other, later: by, by, side: "after", index: index.to_string() });
        }
        for (index, other) in application.before.iter().enumerate() {
            demands.push(Demand { earlier: by, later: other, by, side: "before", index: index.to_string() });
        }
    }
    demands
}

fn wave(findings: &mut Findings, environment: &Environment, demand: &Demand<'_>) {
    let argocd = &environment.model.argocd;
    let wave = |name: &str| {
        let ours = argocd.applications.get(name).map(|application| application.wave);
        ours.or_else(|| argocd.platform.get(name).map(|application| application.wave))
    };
    let (Some(earlier), Some(later)) = (wave(demand.earlier), wave(demand.later)) else { return };
    if earlier < later {
        return;
    }
    let Demand { by, side, .. } = demand;
    let (other, ours, theirs) =
        if *side == "after" { (demand.earlier, later, earlier) } else { (demand.later, earlier, later) };
    findings.push(
        Finding::error(
            "contradictory-wave",
            environment.place(&demand.path()),
            format!("`{by}` syncs {side} `{other}`, but their waves are {ours} and {theirs}"),
        )
        .also(environment.place(&["argocd", "applications", by, "wave"]), "its wave")
        .why("Argo CD syncs lower waves first, and equal waves at the same time"),
    );
}

/// The first ring of demands, each name waiting for the next, told from its first name in the order of the model.
fn cycle<'e>(demands: &[Demand<'e>]) -> Option<Vec<&'e str>> {
    let mut settled = BTreeSet::new();
    demands.iter().find_map(|demand| follow(demands, demand.later, &mut vec![], &mut settled))
}

fn follow<'e>(
    demands: &[Demand<'e>],
    name: &'e str,
    trail: &mut Vec<&'e str>,
    settled: &mut BTreeSet<&'e str>,
) -> Option<Vec<&'e str>> {
    if let Some(start) = trail.iter().position(|other| *other == name) {
        return Some(trail[start..].to_vec());
    }
    if !settled.insert(name) {
        return None;
    }
    trail.push(name);
    let found = demands
        .iter()
        .filter(|demand| demand.later == name)
        .find_map(|demand| follow(demands, demand.earlier, trail, settled));
    trail.pop();
    found
}
