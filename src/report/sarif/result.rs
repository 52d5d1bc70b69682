//! A finding as a result (3.27).

use serde_json::Value;
use serde_json::json;

use crate::finding::Finding;
use crate::report::said;
use crate::report::sarif::location;
use crate::validate::outcome::Outcome;

/// The result of a finding, whose rule is the one at `rule_index` in the list of rules.
pub(super) fn result(outcome: &Outcome, finding: &Finding, rule_index: usize, fingerprint: &str) -> Value {
    let mut place = json!({ "physicalLocation": location::physical(&finding.place) });
    let logical = location::logical(outcome, finding);
    if !logical.is_empty() {
        place["logicalLocations"] = logical.into();
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity.to_string(),
        "message": { "text": without_links(&said::in_full(finding)) },
        "locations": [place],
        "partialFingerprints": { "groundplan/v1": fingerprint },
    });
    if !finding.also.is_empty() {
        let related = finding.also.iter().zip(1..).map(|((place, label), id): (_, u32)| {
            json!({
                "id": id,
                "physicalLocation": location::physical(place),
                "message": { "text": without_links(label) },
            })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

/// In a message `[text](target)` is a link (3.11.6), which no value of a user's file is meant to be.
fn without_links(text: &str) -> String {
    if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_owned()
    }
}
