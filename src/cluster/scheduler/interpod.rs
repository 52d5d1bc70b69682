//! Required affinity and anti-affinity between pods.
//!
//! Source: `pkg/scheduler/framework/plugins/interpodaffinity` and `AffinityTerm` of `pkg/scheduler/framework`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::cluster::scheduler::facts::Facts;
use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::labels::Selector;
use crate::cluster::scheduler::pod::Pod;
use crate::cluster::scheduler::read;
use crate::yaml::Node;

/// The first minor in which the API server merges `matchLabelKeys` into the selector.
const LABEL_KEYS: u32 = 31;
/// The label that the API server gives every namespace.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// A required `podAffinityTerm`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PodTerm {
    pub(super) key: String,
    selector: Selector,
    namespaces: BTreeSet<String>,
    namespace_selector: Selector,
}

impl PodTerm {
    /// Reads the terms of `affinity.<kind>` of a pod with this namespace and these labels.
    pub(super) fn read(spec: Node<'_>, kind: &str, namespace: &str, labels: &Labels, facts: &Facts) -> Vec<Self> {
        let affinity = spec.at(&["affinity", kind]);
        let terms = affinity
            .into_iter()
            .flat_map(|affinity| read::items(affinity, "requiredDuringSchedulingIgnoredDuringExecution"));
        let term = |term: Node<'_>| {
            let mut selector = Selector::read(term, "labelSelector");
            if facts.minor >= LABEL_KEYS {
                selector.require_keys(&read::texts(term, "matchLabelKeys"), labels, true);
                selector.require_keys(&read::texts(term, "mismatchLabelKeys"), labels, false);
            }
            let mut namespaces = BTreeSet::from_iter(read::texts(term, "namespaces"));
            if namespaces.is_empty() && term.get("namespaceSelector").is_none_or(Node::is_null) {
                namespaces.insert(namespace.to_owned());
            }
            let namespace_selector = Selector::read(term, "namespaceSelector");
            Self { key: read::text(term, "topologyKey"), selector, namespaces, namespace_selector }
        };
        terms.map(term).collect()
    }

    /// Whether the term speaks of this pod; `namespaces` are the labels of namespaces by name.
    pub(super) fn matches(&self, pod: &Pod, namespaces: &BTreeMap<String, Labels>) -> bool {
        let by_label = || {
            let mut labels = namespaces.get(&pod.namespace).cloned().unwrap_or_default();
            labels.insert(NAMESPACE_NAME.to_owned(), pod.namespace.clone());
            self.namespace_selector.matches(&labels)
        };
        self.selector.matches(&pod.labels) && (self.namespaces.contains(&pod.namespace) || by_label())
    }
}
