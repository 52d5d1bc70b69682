//! Which nodes a pod selects: `nodeSelector` and `nodeAffinity`.
//!
//! Source: `component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go`. Terms are alternatives, the
//! requirements of a term hold together; an empty term, and one with an error in it, selects no node.

use std::collections::BTreeSet;

use crate::cluster::scheduler::labels::Labels;
use crate::cluster::scheduler::labels::Requirement;
use crate::cluster::scheduler::node::Node;
use crate::cluster::scheduler::read;
use crate::yaml;

const NAME: &str = "metadata.name";

/// A `nodeSelectorTerm`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeTerm {
    /// On labels, then on fields; `None` where the term selects no node.
    requirements: Option<(Vec<Requirement>, Vec<Requirement>)>,
    /// The nodes that its fields name, if they name any: the scheduler does not even look at others.
    names: Option<BTreeSet<String>>,
}

impl NodeTerm {
    fn read(term: yaml::Node<'_>) -> Self {
        let expressions: Option<Vec<_>> = read::items(term, "matchExpressions").map(Requirement::read).collect();
        let fields: Option<Vec<_>> = read::items(term, "matchFields").map(field).collect();
        let requirements = expressions.zip(fields).filter(|(one, other)| !one.is_empty() || !other.is_empty());
        let named = read::items(term, "matchFields")
            .filter(|field| read::text(*field, "key") == NAME && read::text(*field, "operator") == "In")
            .map(|field| BTreeSet::from_iter(read::texts(field, "values")));
        Self { requirements, names: named.reduce(|one, other| &one & &other) }
    }

    fn pin(&mut self, node: &str) {
        let labels = self.requirements.take().map(|(labels, _)| labels);
        self.requirements = labels.map(|labels| (labels, vec![Requirement::equals(NAME, node, true)]));
        self.names = Some(BTreeSet::from([node.to_owned()]));
    }

    fn selects(&self, node: &Node) -> bool {
        let Some((labels, fields)) = &self.requirements else { return false };
        let own = || Labels::from([(NAME.to_owned(), node.name.clone())]);
        labels.iter().all(|requirement| requirement.matches(&node.labels))
            && (fields.is_empty() || fields.iter().all(|requirement| requirement.matches(&own())))
    }
}

/// `In` and `NotIn` with one value are all that fields know.
fn field(node: yaml::Node<'_>) -> Option<Requirement> {
    let key = read::text(node, "key");
    let same = match read::text(node, "operator").as_str() {
        "In" => true,
        "NotIn" => false,
        _ => return None,
    };
    match &*read::texts(node, "values") {
        [value] => Some(Requirement::equals(&key, value, same)),
        _ => None,
    }
}

/// Whether a node's labels meet one of `matchExpressions`; `None` where the expression is none.
pub fn meets(expression: yaml::Node<'_>, node: &Node) -> Option<bool> {
    Some(Requirement::read(expression)?.matches(&node.labels))
}

/// Whether a node's name meets one of `matchFields`; `None` where the expression is none.
pub fn meets_field(expression: yaml::Node<'_>, node: &Node) -> Option<bool> {
    Some(field(expression)?.matches(&Labels::from([(NAME.to_owned(), node.name.clone())])))
}

/// What a pod asks of the labels and the name of its node.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeAffinity {
    selector: Labels,
    required: Option<Vec<NodeTerm>>,
    preferred: Vec<(i64, NodeTerm)>,
}

impl NodeAffinity {
    /// Reads `nodeSelector` and `affinity.nodeAffinity` of a pod; `also` is what its runtime class selects by.
    pub(super) fn read(spec: yaml::Node<'_>, also: &Labels) -> Self {
        let mut selector = read::labels(spec.get("nodeSelector"));
        selector.extend(also.clone());
        let written = spec.at(&["affinity", "nodeAffinity"]);
        let required = written.and_then(|affinity| affinity.get("requiredDuringSchedulingIgnoredDuringExecution"));
        let terms = |required| read::items(required, "nodeSelectorTerms").map(NodeTerm::read).collect();
        let preferred = written
            .into_iter()
            .flat_map(|affinity| read::items(affinity, "preferredDuringSchedulingIgnoredDuringExecution"))
            .filter_map(|item| Some((read::number(item, "weight")?, NodeTerm::read(item.get("preference")?))));
        Self {
            selector,
            required: required.filter(|required| !required.is_null()).map(terms),
            preferred: preferred.collect(),
        }
    }

    /// Binds the pod to one node, as the `DaemonSet` controller does.
    pub(super) fn pin(&mut self, node: &str) {
        match &mut self.required {
            Some(terms) if !terms.is_empty() => terms.iter_mut().for_each(|term| term.pin(node)),
            required => {
                let mut term = NodeTerm { requirements: Some((Vec::new(), Vec::new())), names: None };
                term.pin(node);
                *required = Some(vec![term]);
            }
        }
    }

    /// Whether the pod may run on the node, as far as labels and names go.
    pub(super) fn selects(&self, node: &Node) -> bool {
        self.selector.iter().all(|(key, value)| node.labels.get(key) == Some(value))
            && self.required.as_ref().is_none_or(|terms| terms.iter().any(|term| term.selects(node)))
    }

    /// The nodes that are looked at, where every term names some.
    pub(super) fn names(&self) -> Option<BTreeSet<&str>> {
        let terms = self.required.as_ref().filter(|terms| !terms.is_empty())?;
        let mut all = BTreeSet::new();
        for term in terms {
            all.extend(term.names.as_ref()?.iter().map(String::as_str));
        }
        Some(all)
    }

    /// The sum of the weights of the preferences that the node meets.
    pub(super) fn preference(&self, node: &Node) -> i64 {
        self.preferred.iter().filter(|(_, term)| term.selects(node)).map(|(weight, _)| weight).sum()
    }
}
