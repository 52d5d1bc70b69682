//! The way through all files: read, judge, and keep only what there is to say.
//!
//! Files are read in batches on all threads and summed up in their order, so that the report is the same for any number
//! of threads, and of files nothing is kept but their names and what is found. A definition that turns up late
//! counts for the files before it too: those with objects of its kind are read once more.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::commands::Failure;
use crate::disk::Inputs;
use crate::finding::Finding;
use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::NotText;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::text::decode;
use crate::validate::file;
use crate::validate::file::FileOutcome;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::MOST_FINDINGS;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Tally;
use crate::validate::selection::Selection;

/// Files in a batch; as many are in memory at a time as there are threads.
const AT_A_TIME: usize = 2048;

/// Validates every input, against the kinds of `catalog` and those that the inputs define.
pub(super) fn assess(
    inputs: &Inputs,
    mut catalog: Catalog,
    selection: &Selection,
    exit_on_error: bool,
) -> Result<Assessment, Failure> {
    let mut sum = Sum { outcomes: Vec::new(), kept: 0, tally: Tally::default(), list_all: selection.list_all };
    let mut defined: Vec<(String, CustomKinds)> = Vec::new();
    // Files with custom kinds. Of those that nothing is to be said of, and they are many, only the kinds are kept.
    let mut spoken: Vec<(usize, FileOutcome)> = Vec::new();
    let mut silent: Vec<(usize, Box<[u64]>)> = Vec::new();
    let mut end = inputs.len();
    let mut begin = 0;
    while begin < end {
        let next = (begin + AT_A_TIME).min(end);
        for (index, mut outcome) in judge(inputs, begin..next, &catalog, selection) {
            let failed = outcome.tally.invalid > 0;
            defined.append(&mut outcome.defined);
            if outcome.custom.is_empty() {
                sum.add(index, outcome);
                if failed && exit_on_error {
                    sum.tally.stopped_early = index + 1 < inputs.len();
                    end = index + 1;
                    break;
                }
            } else if outcome.outcomes.is_empty() {
                outcome.custom.sort_unstable();
                outcome.custom.dedup();
                silent.push((index, std::mem::take(&mut outcome.custom).into()));
                sum.add(index, outcome);
            } else {
                spoken.push((index, outcome));
            }
        }
        begin = next;
    }
    faultless(&catalog)?;
    let names = defined.iter().flat_map(|(_, kinds)| kinds.names());
    let kinds: BTreeSet<u64> = names.map(|(version, kind)| file::kind_hash(version, kind)).collect();
    let anew = |custom: &[u64]| custom.iter().any(|kind| kinds.contains(kind));
    silent.retain(|(_, custom)| anew(custom));
    let mut again: Vec<usize> = silent.into_iter().map(|(index, _)| index).collect();
    for some in again.chunks(AT_A_TIME) {
        for (_, outcome) in judge(inputs, some.iter().copied(), &catalog, selection) {
            sum.tally.subtract(&outcome.tally);
        }
    }
    for (index, outcome) in spoken {
        if anew(&outcome.custom) {
            again.push(index);
        } else {
            sum.add(index, outcome);
        }
    }
    for (name, kinds) in defined {
        catalog.add_crd(&name, kinds);
    }
    again.sort_unstable();
    for some in again.chunks(AT_A_TIME) {
        for (index, outcome) in judge(inputs, some.iter().copied(), &catalog, selection) {
            sum.add(index, outcome);
        }
    }
    sum.tally.ignored_files = inputs.ignored();
    for (path, reason) in inputs.obstacles() {
        sum.add(inputs.len(), unreadable(path, reason));
    }
    faultless(&catalog)?;
    Ok(sum.into_assessment())
}

/// A schema that cannot be read judges nothing, so nothing is said of the documents either.
fn faultless(catalog: &Catalog) -> Result<(), Failure> {
    let faults = catalog.faults();
    if faults.is_empty() { Ok(()) } else { Err(Failure::usage(&faults)) }
}

fn judge(
    inputs: &Inputs,
    indices: impl IntoIterator<Item = usize>,
    catalog: &Catalog,
    selection: &Selection,
) -> Vec<(usize, FileOutcome)> {
    let indices: Vec<usize> = indices.into_iter().collect();
    indices
        .into_par_iter()
        .with_max_len(8)
        .map_init(Vec::new, |buffer, index| (index, judge_one(inputs, index, buffer, catalog, selection)))
        .collect()
}

fn judge_one(
    inputs: &Inputs,
    index: usize,
    buffer: &mut Vec<u8>,
    catalog: &Catalog,
    selection: &Selection,
) -> FileOutcome {
    let path = inputs.path(index);
    if let Err(reason) = inputs.read(index, buffer) {
        return unreadable(path, &reason);
    }
    // A copy as long as the text: the buffer stays for the next file.
    match decode(buffer.clone()) {
        Ok(text) => file::judge_text(&Source::new(path, text), catalog, selection),
        Err(reason) => file::unreadable(path, no_text(path, buffer, reason)),
    }
}

fn unreadable(path: &str, reason: &str) -> FileOutcome {
    let finding = Finding::error("unreadable-file", Place::file(path), format!("cannot read this file: {reason}"))
        .why("nothing is known about what is in it");
    file::unreadable(path, finding)
}

/// Shown where it stops being text, with what can be read of that line.
fn no_text(path: &str, bytes: &[u8], reason: NotText) -> Finding {
    let place = match reason {
        NotText::InvalidUtf8 { offset, .. } => {
            let end =
                bytes[offset..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| offset + length);
            let source = Source::new(path, String::from_utf8_lossy(&bytes[..end]));
            Place::new(&source, Span::new(offset, offset))
        }
        NotText::Binary { .. } | NotText::InvalidUtf16 { .. } => Place::file(path),
    };
    Finding::error("unreadable-file", place, reason.to_string())
        .why("the API machinery takes UTF-8, or UTF-16 with a byte order mark, and nothing else")
        .help("save it as UTF-8, or leave it out with --ignore-filename-pattern")
}

/// What is said so far, and the sums.
struct Sum {
    outcomes: Vec<(usize, Outcome)>,
    kept: usize,
    tally: Tally,
    list_all: bool,
}

impl Sum {
    fn add(&mut self, index: usize, outcome: FileOutcome) {
        self.tally.add(&outcome.tally);
        for mut outcome in outcome.outcomes {
            let findings = outcome.findings.len();
            if self.kept + findings > MOST_FINDINGS {
                self.tally.omitted += findings;
                outcome.findings.clear();
                if !self.list_all {
                    continue;
                }
            }
            self.kept += findings;
            self.outcomes.push((index, outcome));
        }
    }

    fn into_assessment(mut self) -> Assessment {
        self.outcomes.sort_by(|(_, a), (_, b)| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let outcomes = self.outcomes.into_iter().map(|(_, outcome)| outcome).collect();
        Assessment { outcomes, tally: self.tally }
    }
}
