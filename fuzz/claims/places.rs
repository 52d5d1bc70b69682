//! What holds for the findings in one text, whoever made them.

use std::sync::Arc;

use groundplan::finding::Finding;
use groundplan::text::Source;

/// Every finding of every document stands between two characters of `source`, and after the one before it.
pub fn hold<'f>(source: &Arc<Source>, documents: impl Iterator<Item = &'f [Finding]>) {
    for findings in documents {
        let mut last = 0;
        for finding in findings {
            assert!(!finding.message.is_empty() && !finding.rule.is_empty());
            for place in finding.also.iter().map(|(place, _)| place).chain([&finding.place]) {
                if place.source.path == source.path {
                    assert!(source.text.get(place.span.range()).is_some(), "{finding:?}");
                    let (line, column) = place.line_column();
                    assert!(line > 0 && column > 0);
                }
            }
            assert!(finding.place.span.start >= last, "{finding:?} stands before the one before it");
            last = finding.place.span.start;
        }
    }
}
