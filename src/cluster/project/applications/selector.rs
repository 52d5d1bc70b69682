//! Which parameters a selector lets through.

use crate::yaml::Composed;

/// Those of which every requirement is true; `None` if one cannot be judged.
pub(super) fn matching(selector: &Composed, parameters: &[Composed]) -> Option<Vec<Composed>> {
    let mut matching = Vec::new();
    for set in parameters {
        if matches(selector, set)? {
            matching.push(set.clone());
        }
    }
    Some(matching)
}

fn matches(selector: &Composed, parameters: &Composed) -> Option<bool> {
    let labels = selector.get("matchLabels").map(Composed::entries).unwrap_or_default();
    for (key, wanted) in labels {
        if value(parameters, key.as_text()?) != Some(wanted.as_text()?) {
            return Some(false);
        }
    }
    for expression in selector.get("matchExpressions").map(Composed::items).unwrap_or_default() {
        let found = value(parameters, expression.get("key")?.as_text()?);
        let values = expression.get("values").map(Composed::items).unwrap_or_default();
        let is_in = found.is_some_and(|found| values.iter().any(|value| value.as_text() == Some(found)));
        let is_true = match expression.get("operator")?.as_text()? {
            "In" => is_in,
            "NotIn" => !is_in,
            "Exists" => found.is_some(),
            "DoesNotExist" => found.is_none(),
            _ => return None,
        };
        if !is_true {
            return Some(false);
        }
    }
    Some(true)
}

/// The text of a parameter, by its name or by a path of names with points.
fn value<'a>(parameters: &'a Composed, key: &str) -> Option<&'a str> {
    let direct = parameters.get(key).and_then(Composed::as_text);
    direct.or_else(|| parameters.at(&key.split('.').collect::<Vec<_>>())?.as_text())
}
