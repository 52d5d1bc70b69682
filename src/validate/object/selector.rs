//! Label selectors: how they are written, and whether they match a set of labels.

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::required;
use crate::validate::object::expect::spelt;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata::labels;

/// A selector over labels.
pub(super) fn check(sink: &mut Sink, selector: &Field<'_>) {
    labels(sink, &selector.get("matchLabels"));
    for expression in selector.get("matchExpressions").items() {
        requirement(sink, &expression, &["In", "NotIn", "Exists", "DoesNotExist"]);
        for value in expression.get("values").items() {
            spelt(sink, "invalid-label", &value, Grammar::LabelValue);
        }
    }
}

/// One expression of a selector: an operator and as many values as it takes.
pub(super) fn requirement(sink: &mut Sink, expression: &Field<'_>, operators: &[&str]) {
    let key = expression.get("key");
    if required(sink, &key) {
        spelt(sink, "invalid-label", &key, Grammar::Qualified);
    }
    let operator = expression.get("operator");
    let values = expression.get("values");
    let word = operator.text_or_empty();
    if !operators.contains(&word) {
        let near = crate::text::suggest::nearest(word, operators.iter().copied());
        let listed = crate::text::suggest::listed(operators.iter().copied());
        sink.push(
            fault("unknown-value", &operator, format!("`{}` cannot be `{word}`", operator.path()))
                .help(near.map_or_else(|| format!("write one of {listed}"), |meant| format!("write `{meant}`"))),
        );
        return;
    }
    let count = values.items().count();
    let wanted = match word {
        "In" | "NotIn" if count == 0 => "at least one value",
        "Exists" | "DoesNotExist" if count > 0 => "no value",
        "Gt" | "Lt" if count != 1 => "exactly one value",
        _ => return,
    };
    sink.push(
        fault(
            "selector-values",
            &values,
            format!("`{}` has {count} values, and `{word}` takes {wanted}", values.path()),
        )
        .help(format!("give `{word}` {wanted}, or use another operator")),
    );
}

/// Whether the selector, which is right in itself, takes these labels.
pub(super) fn matches(selector: &Field<'_>, labels: &Field<'_>) -> bool {
    let value = |key: &str| labels.entries().find(|(name, ..)| *name == key).map(|(_, _, value)| value.text_or_empty());
    let by_label =
        selector.get("matchLabels").entries().all(|(key, _, wanted)| value(key) == Some(wanted.text_or_empty()));
    by_label
        && selector.get("matchExpressions").items().all(|expression| {
            let found = value(expression.get("key").text_or_empty());
            let listed = || expression.get("values").items().any(|value| value.text() == found);
            match expression.get("operator").text_or_empty() {
                "In" => found.is_some() && listed(),
                "NotIn" => found.is_none() || !listed(),
                "Exists" => found.is_some(),
                _ => found.is_none(),
            }
        })
}
