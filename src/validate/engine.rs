//! Runs all rules over a cluster: what they found, and what they could not say.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::validate::levels::Levels;
use crate::validate::rule::Context;
use crate::validate::rule::Group;
use crate::validate::rule::Need;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules;

/// What came of the rules.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// How many rules ran.
    pub rules: usize,
    /// Rules that had something to check and lacked a fact for it, by the fact.
    pub lacking: BTreeMap<Need, BTreeSet<&'static str>>,
}

impl Ruled {
    /// How many rules lack a fact.
    pub fn lacking_rules(&self) -> usize {
        self.lacking.values().flatten().collect::<BTreeSet<_>>().len()
    }

    /// Adds what came of rules about something else.
    pub fn add_others(&mut self, other: &Self) {
        let rules = self.rules + other.rules;
        self.add(other);
        self.rules = rules;
    }

    /// Adds what came of the rules in another environment.
    pub fn add(&mut self, other: &Self) {
        self.rules = self.rules.max(other.rules);
        for (need, rules) in &other.lacking {
            self.lacking.entry(*need).or_default().extend(rules);
        }
    }
}

/// What rules are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The objects of an environment.
    Objects,
    /// The workflows of a repository.
    Workflows,
}

impl About {
    /// Whether a rule of that group is among them.
    pub fn includes(self, group: Group) -> bool {
        (group == Group::Workflows) == (self == Self::Workflows)
    }
}

/// Runs every rule about something that `levels` leave on.
pub fn run(findings: &mut Findings, context: &Context<'_>, about: About, levels: &Levels) -> Ruled {
    let all = rules::all().filter(|rule| about.includes(rule.group));
    let on: Vec<&'static Rule> = all.filter(|rule| levels.is_on(rule)).collect();
    let mut ruled = Ruled { rules: on.len(), ..Ruled::default() };
    let judged: Vec<(Vec<Finding>, BTreeSet<Need>)> = on
        .par_iter()
        .map(|rule| {
            let (mut found, mut lacks) = (Vec::new(), BTreeSet::new());
            (rule.check)(context, &mut Sink::new(rule, &mut found, &mut lacks));
            for finding in &mut found {
                finding.severity = levels.severity(rule, finding.severity);
            }
            (found, lacks)
        })
        .collect();
    for (rule, (found, lacks)) in on.into_iter().zip(judged) {
        for finding in found {
            findings.push(finding);
        }
        for need in lacks {
            ruled.lacking.entry(need).or_default().insert(rule.id);
        }
    }
    ruled
}
