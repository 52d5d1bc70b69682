//! Any bytes, as a file that `groundplan validate` is given: nothing panics, the sums add up, and every finding stands
//! inside its text, in order.

#![no_main]

use std::sync::Arc;
use std::sync::LazyLock;

use groundplan::schema::Catalog;
use groundplan::text::Source;
use groundplan::text::decode::decode;
use groundplan::validate::file::FileOutcome;
use groundplan::validate::file::judge_text;
use groundplan::validate::outcome::Verdict;
use groundplan::validate::selection::Selection;
use libfuzzer_sys::fuzz_target;

#[path = "../claims/places.rs"]
mod places;

static NEWEST: LazyLock<Catalog> = LazyLock::new(|| {
    let mut catalog = Catalog::new(*groundplan::schema::minors().end()).expect("the newest minor is known");
    catalog.add_newest(&[]).expect("nothing is overridden");
    catalog
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes.to_vec()) else { return };
    let source = Source::new("a.yaml", text);
    let all = judged(&source, true);
    sums_add_up(&all);
    places::hold(&source, all.outcomes.iter().map(|outcome| outcome.findings.as_slice()));
    let telling = judged(&source, false);
    assert_eq!(all.tally, telling.tally, "what is listed changes nothing of the verdict");
});

fn judged(source: &Arc<Source>, list_all: bool) -> FileOutcome {
    judge_text(source, &NEWEST, &Selection { list_all, ..Selection::default() })
}

fn sums_add_up(all: &FileOutcome) {
    let tally = &all.tally;
    let count = |verdict| all.outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
    assert_eq!(tally.files, 1);
    assert_eq!((tally.invalid, tally.skipped_documents()), (count(Verdict::Invalid), 0));
    let findings: usize = all.outcomes.iter().map(|outcome| outcome.findings.len()).sum();
    assert_eq!(tally.errors + tally.warnings + tally.notes, findings);
    // What is wrong with the file as a whole is an outcome beside those of its documents.
    assert!((tally.documents..=tally.documents + 1).contains(&all.outcomes.len()));
    assert!(tally.checked() <= tally.documents);
    assert!((tally.documents..=tally.documents + 1).contains(&(tally.valid + tally.invalid)));
}
