//! The matrix of a job: its keys, and how many jobs it makes.
//!
//! Source: GitHub, Workflow syntax, `jobs.<job_id>.strategy.matrix.include` and `exclude`: first all combinations, less
//! those excluded, and then `include` extends each combination of which it overwrites no original value, or adds one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::yaml::Node;

/// The keys of a matrix, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys {
    /// There is no matrix.
    None,
    /// A run decides.
    Open,
    /// These, and no others.
    Closed(BTreeSet<String>),
}

/// Combinations that are looked at one by one; more are counted only.
const MOST_COMBINATIONS: usize = 4096;

/// The matrix of a job.
pub fn of(job: Node<'_>) -> Option<Node<'_>> {
    job.at(&["strategy", "matrix"])
}

fn is_computed(node: Node<'_>) -> bool {
    node.text().is_some_and(|text| text.contains("${{"))
}

/// The rows of a matrix: its keys but `include` and `exclude`.
pub fn rows(matrix: Node<'_>) -> impl Iterator<Item = (&str, Node<'_>)> {
    let rows = matrix.entries().filter_map(|(key, value)| Some((key.text()?, value)));
    rows.filter(|(key, _)| !matches!(*key, "include" | "exclude"))
}

/// The keys that the matrix of a job has.
pub fn keys(job: Node<'_>) -> Keys {
    let Some(strategy) = job.get("strategy") else { return Keys::None };
    if is_computed(strategy) {
        return Keys::Open;
    }
    let Some(matrix) = of(job) else { return Keys::None };
    if !matrix.is_mapping() {
        return Keys::Open;
    }
    let mut keys: BTreeSet<String> = rows(matrix).map(|(key, _)| key.to_ascii_lowercase()).collect();
    if let Some(include) = matrix.get("include") {
        if !include.is_sequence() {
            return Keys::Open;
        }
        for item in include.items() {
            if !item.is_mapping() {
                return Keys::Open;
            }
            keys.extend(item.entries().filter_map(|(key, _)| Some(key.text()?.to_ascii_lowercase())));
        }
    }
    Keys::Closed(keys)
}

/// How many jobs a matrix makes; `None` where a run decides.
pub fn jobs(matrix: Node<'_>) -> Option<usize> {
    let mut axes: Vec<(&str, Vec<Node<'_>>)> = Vec::new();
    for (key, value) in rows(matrix) {
        if !value.is_sequence() || value.items().any(is_computed) {
            return None;
        }
        axes.push((key, value.items().collect()));
    }
    let list = |key: &str| match matrix.get(key) {
        None => Some(Vec::new()),
        Some(node) if node.is_sequence() => Some(node.items().collect::<Vec<_>>()),
        Some(_) => None,
    };
    let (exclude, include) = (list("exclude")?, list("include")?);
    if axes.is_empty() {
        return Some(include.len());
    }
    let product = axes.iter().try_fold(1_usize, |product, (_, values)| product.checked_mul(values.len()))?;
    if product > MOST_COMBINATIONS {
        // Each entry of `exclude` takes away what its free keys multiply to; that is not followed so far.
        return exclude.is_empty().then_some(product);
    }
    let mut combinations: Vec<BTreeMap<&str, Node<'_>>> = vec![BTreeMap::new()];
    for (key, values) in &axes {
        let extended = combinations.iter().flat_map(|combination| {
            values.iter().map(move |value| {
                let mut combination = combination.clone();
                combination.insert(*key, *value);
                combination
            })
        });
        combinations = extended.collect();
    }
    let fits = |combination: &BTreeMap<&str, Node<'_>>, entry: Node<'_>, all: bool| {
        entry.entries().all(|(key, value)| {
            let own = key.text().and_then(|key| combination.get(key));
            own.map_or(!all, |own| are_same(*own, value))
        })
    };
    combinations.retain(|combination| !exclude.iter().any(|entry| fits(combination, *entry, true)));
    let original = combinations.len();
    let added = include.iter().filter(|entry| !combinations.iter().any(|own| fits(own, **entry, false))).count();
    Some(original + added)
}

/// Whether two values are the same; numbers and texts as they are written.
fn are_same(one: Node<'_>, other: Node<'_>) -> bool {
    match (one.text(), other.text()) {
        (Some(one), Some(other)) => one == other,
        _ if one.is_mapping() && other.is_mapping() => {
            // An entry may name a part of a map only.
            other
                .entries()
                .all(|(key, value)| key.text().and_then(|key| one.get(key)).is_some_and(|own| are_same(own, value)))
        }
        _ if one.is_sequence() && other.is_sequence() => {
            one.items().len() == other.items().len()
                && one.items().zip(other.items()).all(|(one, other)| are_same(one, other))
        }
        _ => false,
    }
}
