//! A controller selects the pods of another one.
//!
//! Deployments, `ReplicaSets`, StatefulSets and DaemonSets of one namespace are compared, by what each selects and what the
//! others put on their pods. Services may well select the pods of several. Examples that nobody applies together are
//! not compared.

use std::collections::BTreeMap;

use crate::cluster::labels;
use crate::cluster::workload::Workload;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::vicinity::Vicinity;
use crate::yaml::Node;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "overlapping-selectors",
    group: Group::Workloads,
    severity: Severity::Warning,
    summary: "A controller selects the pods of another one.",
    why: "autoscalers and budgets of the one count the pods of the other, and pods that lose their owner are adopted by whoever comes first",
    source: "Kubernetes, Deployments: selector; ReplicaSet: non-template pod acquisitions",
    example: Some(Example {
        facts: "",
        bad: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart-stable, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart, track: stable}}
    spec:
      containers: [{name: cart, image: 'shop/cart:1.4.0'}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart-next, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart, track: next}}
    spec:
      containers: [{name: cart, image: 'shop/cart:1.4.0'}]
",
        good: r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart-stable, namespace: shop}
spec:
  selector: {matchLabels: {app: cart, track: stable}}
  template:
    metadata: {labels: {app: cart, track: stable}}
    spec:
      containers: [{name: cart, image: 'shop/cart:1.4.0'}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart-next, namespace: shop}
spec:
  selector: {matchLabels: {app: cart, track: next}}
  template:
    metadata: {labels: {app: cart, track: next}}
    spec:
      containers: [{name: cart, image: 'shop/cart:1.4.0'}]
",
    }),
    check,
};

/// How many of those that are selected are looked at. Examples by the hundred may have the same labels.
const MOST: usize = 64;

/// Namespace, key and value of a label.
type Label<'a> = (&'a str, &'a str, &'a str);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let controls = |workload: &&Workload<'_>| {
        let id = workload.object.id();
        let kinds = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"];
        id.group() == "apps" && kinds.contains(&id.kind.as_str()) && workload.object.maker.is_none()
    };
    let all: Vec<&Workload<'_>> = context.cluster.workloads().iter().filter(controls).collect();
    let mut carriers: BTreeMap<Label<'_>, Vec<usize>> = BTreeMap::new();
    for (at, workload) in all.iter().enumerate() {
        for (key, value) in workload.labels.iter() {
            carriers.entry((workload.namespace(), key, value)).or_default().push(at);
        }
    }
    let vicinity = Vicinity::of(context);
    let mut said: Vec<Option<usize>> = vec![None; all.len()];
    for (at, workload) in all.iter().enumerate().rev() {
        let Some(selector) = workload.object.at(&["spec", "selector"]) else { continue };
        let wanted = selector.get("matchLabels").into_iter().flat_map(Node::entries);
        let wanted =
            wanted.filter_map(|(key, value)| carriers.get(&(workload.namespace(), key.text()?, value.text()?)));
        // The rarest of the labels leaves the fewest to look at.
        let Some(candidates) = wanted.min_by_key(|carriers| carriers.len()) else { continue };
        let is_other = |other: &&usize| {
            **other != at && all[**other].object.id() != workload.object.id() && said[**other] != Some(at)
        };
        let others = candidates.iter().filter(is_other);
        let others = others.filter(|other| labels::selects(selector, &all[**other].labels)).take(MOST);
        let meets = |other: &&usize| vicinity.may_meet(workload.object, all[**other].object);
        let Some(other) = others.into_iter().find(meets) else { continue };
        said[at] = Some(*other);
        let owner = all[*other];
        let message = format!("{} selects the pods of {}, too", workload.object.id(), owner.object.id());
        let node = selector.get("matchLabels").unwrap_or(selector);
        let place = owner.labels_node.map_or_else(|| owner.spec.place(), crate::yaml::document::Node::place);
        let own =
            workload.labels.iter().find(|(key, value)| owner.labels.get(key).is_some_and(|theirs| theirs != *value));
        let help = match own {
            Some((key, value)) => format!("add `{key}: {value}` to the selector, which cannot be changed later"),
            None => "give each a label of its own, in its selector and on its pods".to_owned(),
        };
        let finding = workload.object.finding(node, "spec.selector", message);
        sink.report(finding.also(place, "labels that it selects").help(help));
    }
}
