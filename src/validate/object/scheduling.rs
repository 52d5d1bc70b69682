//! Where a pod may run: affinity, tolerations and topology spread.

use std::collections::BTreeSet;

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata::labels;
use crate::validate::object::selector;

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
const EFFECTS: &[&str] = &["NoSchedule", "PreferNoSchedule", "NoExecute"];

pub(super) fn check(sink: &mut Sink, spec: &Field<'_>) {
    labels(sink, &spec.get("nodeSelector"));
    let affinity = spec.get("affinity");
    if affinity.is_set() {
        node_affinity(sink, &affinity.get("nodeAffinity"));
        for kind in ["podAffinity", "podAntiAffinity"] {
            pod_affinity(sink, &affinity.get(kind));
        }
    }
    tolerations(sink, &spec.get("tolerations"));
    spread(sink, &spec.get("topologySpreadConstraints"));
}

fn node_affinity(sink: &mut Sink, affinity: &Field<'_>) {
    if affinity.get(REQUIRED).is_set() {
        node_selector(sink, &affinity.get(REQUIRED));
    }
    for preferred in affinity.get(PREFERRED).items() {
        within(sink, &preferred.get("weight"), 1, 100);
        node_term(sink, &preferred.get("preference"));
    }
}

/// The terms of a node selector, of which there must be one.
pub(super) fn node_selector(sink: &mut Sink, field: &Field<'_>) {
    let terms = field.get("nodeSelectorTerms");
    required(sink, &terms);
    for term in terms.items() {
        node_term(sink, &term);
    }
}

fn node_term(sink: &mut Sink, term: &Field<'_>) {
    for expression in term.get("matchExpressions").items() {
        selector::requirement(sink, &expression, &["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]);
    }
    for expression in term.get("matchFields").items() {
        one_of(sink, &expression.get("key"), &["metadata.name"]);
        let before = sink.len();
        selector::requirement(sink, &expression, &["In", "NotIn"]);
        let values = expression.get("values");
        if sink.len() == before && values.count() != 1 {
            sink.push(
                fault("selector-values", &values, format!("`{}` must be the name of one node", values.path()))
                    .help("write an expression for each node, in a term of its own"),
            );
        }
        values.items().for_each(|value| name(sink, &value, Grammar::Subdomain));
    }
}

fn pod_affinity(sink: &mut Sink, affinity: &Field<'_>) {
    for term in affinity.get(REQUIRED).items() {
        pod_term(sink, &term);
    }
    for preferred in affinity.get(PREFERRED).items() {
        within(sink, &preferred.get("weight"), 1, 100);
        pod_term(sink, &preferred.get("podAffinityTerm"));
    }
}

fn pod_term(sink: &mut Sink, term: &Field<'_>) {
    selector::check(sink, &term.get("labelSelector"));
    selector::check(sink, &term.get("namespaceSelector"));
    for namespace in term.get("namespaces").items() {
        name(sink, &namespace, Grammar::Label);
    }
    topology_key(sink, &term.get("topologyKey"));
}

fn topology_key(sink: &mut Sink, key: &Field<'_>) {
    if required(sink, key) {
        spelt(sink, "invalid-label", key, Grammar::Qualified);
    }
}

pub(super) fn tolerations(sink: &mut Sink, list: &Field<'_>) {
    for toleration in list.items() {
        tolerate(sink, &toleration);
    }
}

fn tolerate(sink: &mut Sink, toleration: &Field<'_>) {
    let (key, operator) = (toleration.get("key"), toleration.get("operator"));
    let (value, effect) = (toleration.get("value"), toleration.get("effect"));
    spelt(sink, "invalid-label", &key, Grammar::Qualified);
    one_of(sink, &operator, &["Exists", "Equal"]);
    one_of(sink, &effect, EFFECTS);
    let exists = operator.is_text("Exists");
    if key.is_empty() && !exists {
        sink.push(
            fault("invalid-toleration", &operator, "a toleration without `key` must have `operator: Exists`")
                .help("add the `key` of the taint, or `operator: Exists` to tolerate every taint"),
        );
    }
    if exists && !value.is_empty() {
        sink.push(
            fault("invalid-toleration", &value, "a toleration with `operator: Exists` takes no `value`")
                .help("leave `value` out, or write `operator: Equal`"),
        );
    } else if !exists {
        spelt(sink, "invalid-toleration", &value, Grammar::LabelValue);
    }
    if toleration.get("tolerationSeconds").is_set() && !effect.is_text("NoExecute") {
        sink.push(
            fault("invalid-toleration", &effect, "`tolerationSeconds` needs `effect: NoExecute`")
                .help("write `effect: NoExecute`, or leave `tolerationSeconds` out"),
        );
    }
}

fn spread(sink: &mut Sink, constraints: &Field<'_>) {
    let (several, mut seen) = (constraints.count() > 1, BTreeSet::new());
    for constraint in constraints.items() {
        let (key, when) = (constraint.get("topologyKey"), constraint.get("whenUnsatisfiable"));
        at_least(sink, &constraint.get("maxSkew"), 1);
        required(sink, &key);
        if required(sink, &when) {
            one_of(sink, &when, &["DoNotSchedule", "ScheduleAnyway"]);
        }
        at_least(sink, &constraint.get("minDomains"), 1);
        if !when.is_text("DoNotSchedule") {
            forbidden(sink, &constraint.get("minDomains"), "without `whenUnsatisfiable: DoNotSchedule`");
        }
        for policy in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
            one_of(sink, &constraint.get(policy), &["Ignore", "Honor"]);
        }
        selector::check(sink, &constraint.get("labelSelector"));
        if sink.minor >= 27 {
            match_label_keys(sink, &constraint);
        }
        if several && !seen.insert((key.text(), when.text())) {
            sink.push(
                fault("duplicate-name", &constraint, format!("`{}` repeats another constraint", constraint.path()))
                    .help("keep one constraint for each `topologyKey` and `whenUnsatisfiable`"),
            );
        }
    }
}

/// Labels whose values a pod brings along, beside those that the selector names.
fn match_label_keys(sink: &mut Sink, constraint: &Field<'_>) {
    let (keys, selector) = (constraint.get("matchLabelKeys"), constraint.get("labelSelector"));
    if !selector.is_set() && !keys.is_empty() {
        forbidden(sink, &keys, "without `labelSelector`");
    }
    for key in keys.items() {
        spelt(sink, "invalid-label", &key, Grammar::Qualified);
        let text = key.text_or_empty();
        let expressions = selector.get("matchExpressions");
        let named = selector.get("matchLabels").entries().any(|(name, ..)| name == text)
            || expressions.items().any(|expression| expression.get("key").is_text(text));
        if named {
            forbidden(sink, &key, "beside the same label in `labelSelector`");
        }
    }
}
