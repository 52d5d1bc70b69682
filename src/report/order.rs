//! Which documents and findings to show where not all can be shown.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Verdict;

/// Whether there is more to say of a document than that it was looked at.
pub(super) fn worth_telling(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Invalid || !outcome.findings.is_empty()
}

/// Errors before warnings before notes, and of each the first of every rule before any repeats: ten places are better
/// spent on ten mistakes than on one mistake ten times.
pub(super) fn most_telling(assessment: &Assessment) -> Vec<&Finding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, &Finding)> = Vec::new();
    for finding in assessment.findings() {
        let nth = seen.entry(finding.rule).or_default();
        *nth += 1;
        ranked.push((*nth, finding));
    }
    ranked.sort_by_key(|(nth, finding)| (finding.severity, *nth));
    ranked.into_iter().map(|(_, finding)| finding).collect()
}
