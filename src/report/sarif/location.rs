//! Where a result is: in the file, and in the object.

use serde_json::Value;
use serde_json::json;

use crate::finding::Finding;
use crate::report::region;
use crate::report::sarif::BASE;
use crate::report::uri;
use crate::text::Place;
use crate::validate::outcome::Outcome;

/// Longer texts are not repeated in the report, bytes: a whole Deployment that lacks a field helps nobody.
const LONGEST_SNIPPET: usize = 400;

/// A physicalLocation (3.29).
pub(super) fn physical(place: &Place) -> Value {
    let path = place.source.path.as_str();
    let artifact = match path {
        "-" => json!({ "uri": "-", "description": { "text": "standard input" } }),
        _ if uri::is_absolute(path) => json!({ "uri": uri::of(path) }),
        _ => json!({ "uri": uri::of(path), "uriBaseId": BASE }),
    };
    // GitHub refuses a result without a line.
    let region = region::of(place).map_or_else(
        || json!({ "startLine": 1 }),
        |(region, text)| {
            let mut fields = json!({
                "startLine": region.line,
                "startColumn": region.column,
                "endLine": region.end_line,
                "endColumn": region.end_column,
            });
            if !text.is_empty() && text.len() <= LONGEST_SNIPPET {
                fields["snippet"] = json!({ "text": text });
            }
            fields
        },
    );
    json!({ "artifactLocation": artifact, "region": region })
}

/// The logicalLocations (3.33): the object, and the field in it.
pub(super) fn logical(outcome: &Outcome, finding: &Finding) -> Vec<Value> {
    let mut locations = Vec::new();
    let object = match &outcome.id {
        Some(id) => Some((id.name.clone(), format!("{} {id}", id.api_version))),
        None => finding.resource.as_ref().map(|resource| (String::new(), resource.clone())),
    };
    if let Some((name, full)) = object {
        let mut location = json!({ "fullyQualifiedName": full, "kind": "resource" });
        if !name.is_empty() {
            location["name"] = name.into();
        }
        locations.push(location);
    }
    if let Some(path) = finding.path.as_ref().filter(|path| !path.is_empty()) {
        locations.push(json!({ "fullyQualifiedName": path, "kind": "property" }));
    }
    locations
}
