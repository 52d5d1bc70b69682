//! The rules, in the order of the documentation. A rule is a file in the folder of its group; the lists in these
//! folders are the only registry.

mod references;
mod network;
mod scheduling;
mod workloads;
mod autoscaling;
mod monitoring;
mod redis;
mod argocd;
mod kustomize;
mod environments;
mod security;
mod workflows;
#[cfg(test)]
mod tests;

use crate::validate::rule::Rule;

/// The rules of every group.
const GROUPS: [&[&Rule]; 12] = [
    references::RULES,
    network::RULES,
    scheduling::RULES,
    workloads::RULES,
    autoscaling::RULES,
    monitoring::RULES,
    redis::RULES,
    argocd::RULES,
    kustomize::RULES,
    environments::RULES,
    security::RULES,
    workflows::RULES,
];

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.into_iter().flatten().copied()
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
