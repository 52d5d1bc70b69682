//! What a job makes of pods that failed.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_most;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_field;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

pub(super) fn check(sink: &mut Sink, spec: &Field<'_>, template: &Field<'_>) {
    // Before 1.26 the policy was off by default, and dropped.
    if sink.minor < 26 {
        return;
    }
    let rules = spec.at(&["podFailurePolicy", "rules"]);
    at_most(sink, &rules, 20);
    for rule in rules.items() {
        action(sink, spec, &rule.get("action"));
        let (codes, conditions) = (rule.get("onExitCodes"), rule.get("onPodConditions"));
        if codes.is_set() != conditions.is_empty() {
            one_field(sink, &rule, &["onExitCodes", "onPodConditions"], true);
        }
        if codes.is_set() {
            exit_codes(sink, &codes, template);
        }
        at_most(sink, &conditions, 20);
        for condition in conditions.items() {
            required(sink, &condition.get("type"));
            name(sink, &condition.get("type"), Grammar::Qualified);
            // Missing, it is true.
            one_of(sink, &condition.get("status"), &["False", "True", "Unknown"]);
        }
    }
}

fn action(sink: &mut Sink, spec: &Field<'_>, action: &Field<'_>) {
    required(sink, action);
    one_of(sink, action, &["Count", "FailIndex", "FailJob", "Ignore"]);
    if action.is_text("FailIndex") && sink.minor >= 29 && !spec.get("backoffLimitPerIndex").is_set() {
        sink.push(
            fault("conflicting-fields", action, "`FailIndex` needs `backoffLimitPerIndex`")
                .help("set `backoffLimitPerIndex`, or write `FailJob`"),
        );
    }
}

fn exit_codes(sink: &mut Sink, codes: &Field<'_>, template: &Field<'_>) {
    let (operator, values) = (codes.get("operator"), codes.get("values"));
    required(sink, &operator);
    one_of(sink, &operator, &["In", "NotIn"]);
    let container = codes.get("containerName");
    let mut all = ["containers", "initContainers"].map(|list| template.at(&["spec", list])).into_iter();
    if let Some(text) = container.text()
        && !all.any(|list| list.items().any(|own| own.get("name").is_text(text)))
    {
        sink.push(
            fault("dangling-reference", &container, format!("there is no container `{text}` in the template"))
                .help("name a container of the template, or leave `containerName` out for all of them"),
        );
    }
    required(sink, &values);
    at_most(sink, &values, 255);
    let mut last = None;
    for value in values.items() {
        let code = value.integer();
        let wrong = match last {
            _ if operator.is_text("In") && code == Some(0) => Some("cannot be 0, which is success"),
            Some(before) if Some(before) == code => Some("is there already"),
            Some(before) if code < Some(before) => Some("must be above the one before it"),
            _ => None,
        };
        last = code;
        if let Some(wrong) = wrong {
            sink.push(
                fault("value-out-of-range", &value, format!("`{}` {wrong}", value.path()))
                    .help("list exit codes once each, in rising order"),
            );
        }
    }
}
