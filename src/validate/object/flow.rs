//! Priority and fairness: which requests wait in which queue.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_least;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::forbidden;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::expect::within;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

const VERBS: &[&str] =
    &["*", "get", "list", "create", "update", "delete", "deletecollection", "patch", "watch", "proxy"];

/// Kinds of subjects, with the field that describes each.
const SUBJECTS: [(&str, &str); 3] = [("Group", "group"), ("ServiceAccount", "serviceAccount"), ("User", "user")];

pub(super) fn schema(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let precedence = spec.get("matchingPrecedence");
    within(sink, &precedence, 1, 10_000);
    if precedence.integer() == Some(1) && !root.at(&["metadata", "name"]).is_text("exempt") {
        sink.push(
            fault("value-out-of-range", &precedence, "the precedence 1 belongs to the schema `exempt`")
                .help("write a number between 2 and 10000"),
        );
    }
    one_of(sink, &spec.at(&["distinguisherMethod", "type"]), &["ByNamespace", "ByUser"]);
    let level = spec.at(&["priorityLevelConfiguration", "name"]);
    if required(sink, &level) {
        name(sink, &level, Grammar::Subdomain);
    }
    for rule in spec.get("rules").items() {
        required(sink, &rule.get("subjects"));
        rule.get("subjects").items().for_each(|own| subject(sink, &own));
        if rule.get("resourceRules").is_empty() && rule.get("nonResourceRules").is_empty() {
            sink.push(
                fault("missing-field", &rule, format!("`{}` is about no request", rule.path()))
                    .help("add `resourceRules` or `nonResourceRules`"),
            );
        }
        for own in rule.get("resourceRules").items() {
            words(sink, &own, &["verbs", "apiGroups", "resources"]);
            let namespaces = own.get("namespaces");
            if !own.get("clusterScope").is_true() {
                required(sink, &namespaces);
            }
            for namespace in namespaces.items().filter(|namespace| !namespace.is_text("*")) {
                name(sink, &namespace, Grammar::Label);
            }
        }
        for own in rule.get("nonResourceRules").items() {
            words(sink, &own, &["verbs", "nonResourceURLs"]);
        }
    }
}

fn words(sink: &mut Sink, rule: &Field<'_>, lists: &[&'static str]) {
    for list in lists.iter().map(|list| rule.get(list)) {
        required(sink, &list);
        if list.count() > 1 && list.items().any(|word| word.is_text("*")) {
            sink.push(
                fault("conflicting-fields", &list, format!("`{}` has `*` and others beside it", list.path()))
                    .help("keep `*` alone, or leave it out"),
            );
        }
    }
    rule.get("verbs").items().for_each(|verb| one_of(sink, &verb, VERBS));
}

fn subject(sink: &mut Sink, subject: &Field<'_>) {
    let kind = subject.get("kind");
    required(sink, &kind);
    one_of(sink, &kind, &SUBJECTS.map(|(kind, _)| kind));
    let Some((_, own)) = SUBJECTS.into_iter().find(|(name, _)| kind.is_text(name)) else { return };
    for (_, other) in SUBJECTS.into_iter().filter(|(_, field)| *field != own) {
        forbidden(sink, &subject.get(other), &format!("with `kind: {}`", kind.text_or_empty()));
    }
    required(sink, &subject.at(&[own, "name"]));
    if own == "serviceAccount" && required(sink, &subject.at(&[own, "namespace"])) {
        name(sink, &subject.at(&[own, "namespace"]), Grammar::Label);
    }
}

pub(super) fn level(sink: &mut Sink, root: &Field<'_>) {
    let spec = root.get("spec");
    let (kind, limited, exempt) = (spec.get("type"), spec.get("limited"), spec.get("exempt"));
    one_of(sink, &kind, &["Exempt", "Limited"]);
    let is_exempt = kind.is_text("Exempt");
    if is_exempt != root.at(&["metadata", "name"]).is_text("exempt") {
        sink.push(
            fault("conflicting-fields", &kind, "`type: Exempt` belongs to the level `exempt` alone")
                .help("write `type: Limited` for any other level"),
        );
    }
    within(sink, &exempt.get("lendablePercent"), 0, 100);
    at_least(sink, &exempt.get("nominalConcurrencyShares"), 0);
    if is_exempt {
        forbidden(sink, &limited, "with `type: Exempt`");
        return;
    }
    forbidden(sink, &exempt, "without `type: Exempt`");
    if !limited.is_set() {
        required(sink, &limited);
        return;
    }
    within(sink, &limited.get("lendablePercent"), 0, 100);
    at_least(sink, &limited.get("borrowingLimitPercent"), 0);
    // Since 1.29 a level may have no share of its own.
    at_least(sink, &limited.get("nominalConcurrencyShares"), i128::from(sink.minor < 29));
    let response = limited.get("limitResponse");
    let (kind, queuing) = (response.get("type"), response.get("queuing"));
    required(sink, &kind);
    one_of(sink, &kind, &["Queue", "Reject"]);
    if kind.is_text("Reject") {
        forbidden(sink, &queuing, "with `type: Reject`");
    } else if queuing.is_set() {
        for field in ["queueLengthLimit", "queues", "handSize"] {
            at_least(sink, &queuing.get(field), 1);
        }
        let queues = queuing.get("queues").integer().unwrap_or(64);
        if queues > 0 && queuing.get("handSize").integer().is_some_and(|size| size > queues) {
            within(sink, &queuing.get("handSize"), 1, queues);
        }
    } else {
        required(sink, &queuing);
    }
}
