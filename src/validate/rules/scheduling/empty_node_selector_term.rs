//! Every term of a required node affinity is empty.
//!
//! An empty term selects nothing, unlike an empty selector elsewhere. Beside a term that says something it does no harm.

use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "empty-node-selector-term",
    group: Group::Scheduling,
    severity: Severity::Error,
    summary: "A required node affinity has only empty terms, which select no node.",
    why: "the scheduler finds no node for the pod: it stays Pending",
    source: "Kubernetes API, NodeSelectorTerm: a null or empty term matches no objects",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms: [{matchExpressions: []}]
  containers:
  - name: cart
    image: shop/cart:1.4.0
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms: [{matchExpressions: []}, {matchExpressions: [{key: pool, operator: Exists}]}]
  containers:
  - name: cart
    image: shop/cart:1.4.0
",
    }),
    check,
};

const REQUIRED: [&str; 3] = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for workload in context.cluster.workloads() {
        let terms = workload.spec.at(&REQUIRED).and_then(|required| required.get("nodeSelectorTerms"));
        let Some(terms) = terms.filter(|terms| terms.items().next().is_some()) else { continue };
        let says = |term: Node<'_>, list: &str| term.get(list).is_some_and(|list| list.items().next().is_some());
        if terms.items().any(|term| says(term, "matchExpressions") || says(term, "matchFields")) {
            continue;
        }
        let message = format!("no term says anything, and so {} may run on no node", workload.object.called());
        let path = workload.path(&format!("{}.nodeSelectorTerms", REQUIRED.join(".")));
        let finding = workload.object.finding(terms.items().next().unwrap_or(terms), path, message);
        sink.report(finding.help("write what the node must have, or leave `nodeAffinity` out"));
    }
}
