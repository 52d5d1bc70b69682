//! What a pod asks of its node, requirement by requirement, and which node comes nearest to it.

use crate::cluster::scheduler::Node;
use crate::cluster::scheduler::Pod;
use crate::cluster::scheduler::meets;
use crate::cluster::scheduler::meets_field;
use crate::cluster::workload::Workload;
use crate::yaml;

const TERMS: [&str; 4] =
    ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];

/// One requirement on a node.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// Where it is written.
    pub node: yaml::Node<'a>,
    /// Its path below the pod's spec.
    pub path: String,
    /// The label or, with `is_field`, the field that it is about.
    pub key: &'a str,
    /// `In`, `NotIn`, and so on; `In` for an entry of `nodeSelector`.
    pub operator: &'a str,
    /// The values that are compared with.
    pub values: Vec<&'a str>,
    /// Whether it is about the name of the node.
    pub is_field: bool,
    /// Whether it stands in `nodeSelector`.
    is_entry: bool,
}

/// The node that comes nearest.
#[derive(Debug)]
pub struct Nearest<'a> {
    /// Its number.
    pub node: usize,
    /// What it does not meet.
    pub unmet: Vec<Wish<'a>>,
    /// How many requirements it meets.
    pub met: usize,
}

impl Wish<'_> {
    /// As people would say it: `pool: web`, `zone In [a, b]`, `disk Exists`.
    pub fn text(&self) -> String {
        match (self.is_entry, self.values.as_slice()) {
            (true, [value]) => format!("{}: {value}", self.key),
            (_, []) => format!("{} {}", self.key, self.operator),
            (_, values) => format!("{} {} [{}]", self.key, self.operator, values.join(", ")),
        }
    }

    /// Whether a node meets it; `None` where it is malformed.
    pub fn is_met(&self, node: &Node) -> Option<bool> {
        match (self.is_entry, self.is_field) {
            (true, _) => Some(node.labels.get(self.key).map(String::as_str) == self.values.first().copied()),
            (false, true) => meets_field(self.node, node),
            (false, false) => meets(self.node, node),
        }
    }
}

/// Alternatives, each a list of requirements that hold together. An empty term selects nothing and is left out.
pub fn wishes<'a>(workload: &Workload<'a>) -> Vec<Vec<Wish<'a>>> {
    let entries = workload.spec.get("nodeSelector").into_iter().flat_map(yaml::Node::entries);
    let selector: Vec<Wish<'a>> = entries
        .filter_map(|(key, value)| {
            let key = key.text()?;
            Some(Wish {
                node: value,
                path: format!("nodeSelector.{key}"),
                key,
                operator: "In",
                values: vec![value.text()?],
                is_field: false,
                is_entry: true,
            })
        })
        .collect();
    let terms = workload.spec.at(&TERMS).into_iter().flat_map(yaml::Node::items).enumerate();
    let terms = terms.map(|(number, term)| {
        let path = format!("{}[{number}]", TERMS.join("."));
        let listed = |list: &'static str| {
            let path = format!("{path}.{list}");
            let items = term.get(list).into_iter().flat_map(yaml::Node::items).enumerate();
            items.filter_map(move |(at, node)| expression(node, format!("{path}[{at}]"), list == "matchFields"))
        };
        listed("matchExpressions").chain(listed("matchFields")).collect::<Vec<_>>()
    });
    let terms: Vec<Vec<Wish<'a>>> = terms.filter(|term| !term.is_empty()).collect();
    if terms.is_empty() {
        return if selector.is_empty() { Vec::new() } else { vec![selector] };
    }
    terms.into_iter().map(|term| selector.iter().cloned().chain(term).collect()).collect()
}

fn expression(node: yaml::Node<'_>, path: String, is_field: bool) -> Option<Wish<'_>> {
    let values = node.get("values").into_iter().flat_map(yaml::Node::items).filter_map(yaml::Node::text);
    Some(Wish {
        node,
        path,
        key: node.get("key")?.text()?,
        operator: node.get("operator")?.text()?,
        values: values.collect(),
        is_field,
        is_entry: false,
    })
}

/// The node that lacks the least of what one alternative asks for; among equal ones that which meets the most, and
/// then one whose taints are tolerated. `None` where nothing is asked for, or something that cannot be read.
pub fn nearest<'a>(workload: &Workload<'a>, pod: &Pod, nodes: &[Node]) -> Option<Nearest<'a>> {
    let mut best: Option<((usize, usize, bool), Nearest<'a>)> = None;
    for wishes in wishes(workload) {
        for (number, node) in nodes.iter().enumerate() {
            let mut unmet = Vec::new();
            for wish in &wishes {
                if !wish.is_met(node)? {
                    unmet.push(wish);
                }
            }
            let met = wishes.len() - unmet.len();
            let rank = (unmet.len(), usize::MAX - met, pod.untolerated(node).next().is_some());
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, Nearest { node: number, unmet: unmet.into_iter().cloned().collect(), met }));
            }
        }
    }
    best.map(|(_, nearest)| nearest)
}
