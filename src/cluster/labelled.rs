//! Workloads by the labels of their pods, so that a selector need not be held against every workload of a namespace.

use std::collections::BTreeMap;

use crate::cluster::workload::ROLE;
use crate::cluster::workload::Workload;
use crate::yaml::Node;

/// The numbers of workloads, by their namespace, and key and value of one label.
#[derive(Debug, Default)]
pub(super) struct Labelled<'a>(BTreeMap<&'a str, BTreeMap<&'a str, BTreeMap<&'a str, Vec<usize>>>>);

impl<'a> Labelled<'a> {
    /// Of these workloads.
    pub(super) fn of(workloads: &[Workload<'a>]) -> Self {
        let mut labelled = Self::default();
        for (number, workload) in workloads.iter().enumerate() {
            let own = labelled.0.entry(workload.namespace()).or_default();
            for (key, value) in workload.labels.iter() {
                own.entry(key).or_default().entry(value).or_default().push(number);
            }
        }
        labelled
    }

    /// The workloads of a namespace that may have all labels of a map; `None` where that could be any of them. The role
    /// of a Redis is a label that moves from pod to pod, and so tells nothing.
    pub(super) fn with(&self, namespace: &str, map: Option<Node<'_>>) -> Option<&[usize]> {
        let own = self.0.get(namespace);
        let pairs = map?.entries().filter_map(|(key, value)| Some((key.text()?, value.text()?)));
        let lists = pairs.filter(|(key, _)| *key != ROLE).map(|(key, value)| -> &[usize] {
            own.and_then(|own| own.get(key)?.get(value)).map_or(&[], Vec::as_slice)
        });
        lists.min_by_key(|list| list.len())
    }
}
