//! What selectors look for by its labels, so that none need be held against everything in a namespace: workloads by the
//! labels of their pods, Services by their own.

use std::collections::BTreeMap;

use crate::cluster::labels::Labels;
use crate::cluster::workload::ROLE;
use crate::yaml::Node;

/// Numbers, by namespace, and key and value of one label.
#[derive(Debug, Default)]
pub(super) struct Labelled<'a>(BTreeMap<&'a str, BTreeMap<&'a str, BTreeMap<&'a str, Vec<usize>>>>);

impl<'a> Labelled<'a> {
    /// Of these numbers, each with its namespace and labels.
    pub(super) fn of<'l>(all: impl Iterator<Item = (usize, &'a str, &'l Labels<'a>)>) -> Self
    where
        'a: 'l,
    {
        let mut labelled = Self::default();
        for (number, namespace, labels) in all {
            let own = labelled.0.entry(namespace).or_default();
            for (key, value) in labels.iter() {
                own.entry(key).or_default().entry(value).or_default().push(number);
            }
        }
        labelled
    }

    /// Those of a namespace that may have all labels of a map; `None` where that could be any of them. The role
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
