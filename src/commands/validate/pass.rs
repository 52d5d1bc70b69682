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

/// Files of which the outcomes are in memory before they are summed up.
const AT_A_TIME: usize = 4096;

/// Files that a thread judges one behind the other. Few, so that no thread waits long for another at the end.
const SHARE: usize = 16;

/// Validates every input, against the kinds of `catalog` and those that the inputs define; gives all these kinds back.
pub(super) fn assess(
    inputs: &Inputs,
    mut catalog: Catalog,
    selection: &Selection,
    exit_on_error: bool,
) -> Result<(Assessment, Catalog), Failure> {
    let mut sum = Sum { outcomes: Vec::new(), kept: 0, tally: Tally::default(), list_all: selection.list_all };
    let mut defined: Vec<(String, CustomKinds)> = Vec::new();
    // Files with custom kinds. Of those that nothing is to be said of, and they are many, only the kinds are kept.
    let mut spoken: Vec<(usize, FileOutcome)> = Vec::new();
    let mut silent: Vec<(usize, Box<[u64]>)> = Vec::new();
    let first = Run { inputs, catalog: &catalog, selection, set_aside: true, exit_on_error };
    'all: for begin in (0..inputs.len()).step_by(AT_A_TIME) {
        let count = AT_A_TIME.min(inputs.len() - begin);
        for mut share in first.judge(count, |number| begin + number) {
            defined.append(&mut share.defined);
            spoken.append(&mut share.spoken);
            silent.append(&mut share.silent);
            let stopped = share.stopped;
            sum.add(share.outcomes, &share.tally);
            if let Some(index) = stopped {
                sum.tally.stopped_early = index + 1 < inputs.len();
                break 'all;
            }
        }
    }
    faultless(&catalog)?;
    let names = defined.iter().flat_map(|(_, kinds)| kinds.names());
    let kinds: BTreeSet<u64> = names.map(|(version, kind)| file::kind_hash(version, kind)).collect();
    let anew = |custom: &[u64]| custom.iter().any(|kind| kinds.contains(kind));
    silent.retain(|(_, custom)| anew(custom));
    let mut again: Vec<usize> = silent.into_iter().map(|(index, _)| index).collect();
    let judged_before = Run { inputs, catalog: &catalog, selection, set_aside: false, exit_on_error: false };
    for some in again.chunks(AT_A_TIME) {
        for share in judged_before.judge(some.len(), |number| some[number]) {
            sum.tally.subtract(&share.tally);
        }
    }
    for (index, outcome) in spoken {
        if anew(&outcome.custom) {
            again.push(index);
        } else {
            sum.add(outcome.outcomes, &outcome.tally);
        }
    }
    for (name, kinds) in defined {
        catalog.add_crd(&name, kinds);
    }
    again.sort_unstable();
    let last = Run { inputs, catalog: &catalog, selection, set_aside: false, exit_on_error: false };
    for some in again.chunks(AT_A_TIME) {
        for share in last.judge(some.len(), |number| some[number]) {
            sum.add(share.outcomes, &share.tally);
        }
    }
    sum.tally.ignored_files = inputs.ignored();
    for (path, reason) in inputs.obstacles() {
        let outcome = unreadable(path, reason);
        sum.add(outcome.outcomes, &outcome.tally);
    }
    faultless(&catalog)?;
    Ok((sum.into_assessment(), catalog))
}

/// A schema that cannot be read judges nothing, so nothing is said of the documents either.
fn faultless(catalog: &Catalog) -> Result<(), Failure> {
    let faults = catalog.faults();
    if faults.is_empty() { Ok(()) } else { Err(Failure::usage(&faults)) }
}

/// How files are judged, whichever they are.
struct Run<'a> {
    inputs: &'a Inputs,
    catalog: &'a Catalog,
    selection: &'a Selection,
    /// Whether files with custom kinds are set aside, since they may have to be judged anew.
    set_aside: bool,
    exit_on_error: bool,
}

/// What came of a few files, one behind the other.
#[derive(Default)]
struct Share {
    outcomes: Vec<Outcome>,
    tally: Tally,
    defined: Vec<(String, CustomKinds)>,
    /// Files that were set aside, and are in no sum yet.
    spoken: Vec<(usize, FileOutcome)>,
    /// Files that were set aside and of which there is nothing to say, with their custom kinds.
    silent: Vec<(usize, Box<[u64]>)>,
    /// The file with an error that ended the run.
    stopped: Option<usize>,
}

impl Run<'_> {
    /// Judges `count` files, of which `index` tells each by its number; in their order.
    fn judge(&self, count: usize, index: impl Fn(usize) -> usize + Sync) -> Vec<Share> {
        (0..count.div_ceil(SHARE))
            .into_par_iter()
            .with_max_len(1)
            .map(|share| {
                let mut buffer = Vec::new();
                let (mut share, numbers) = (Share::default(), share * SHARE..count.min((share + 1) * SHARE));
                // One for all files: most leave nothing in it.
                let mut outcome = FileOutcome::default();
                for index in numbers.map(&index) {
                    self.judge_one(index, &mut buffer, &mut outcome);
                    self.sort(index, &mut outcome, &mut share);
                    if share.stopped.is_some() {
                        break;
                    }
                }
                share
            })
            .collect()
    }

    fn judge_one(&self, index: usize, buffer: &mut Vec<u8>, outcome: &mut FileOutcome) {
        let path = self.inputs.path(index);
        let text = match self.inputs.read(index, buffer) {
            Err(reason) => return *outcome = unreadable(path, &reason),
            Ok(bytes) => decode(bytes),
        };
        let text = match text {
            Ok(text) => text,
            Err(reason) => {
                let bytes = self.inputs.read(index, buffer).unwrap_or_default();
                return *outcome = file::unreadable(path, no_text(path, &bytes, reason));
            }
        };
        outcome.judge(&Source::new(path, text), self.catalog, self.selection);
    }

    /// Empties the outcome of a file into the share.
    fn sort(&self, index: usize, outcome: &mut FileOutcome, share: &mut Share) {
        share.defined.append(&mut outcome.defined);
        if !self.set_aside || outcome.custom.is_empty() {
            if self.exit_on_error && outcome.tally.invalid > 0 {
                share.stopped = Some(index);
            }
        } else if outcome.outcomes.is_empty() {
            outcome.custom.sort_unstable();
            outcome.custom.dedup();
            share.silent.push((index, outcome.custom.as_slice().into()));
        } else {
            return share.spoken.push((index, std::mem::take(outcome)));
        }
        outcome.empty_into(&mut share.outcomes, &mut share.tally);
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
        // The file may be another by now.
        NotText::InvalidUtf8 { offset, .. } if offset < bytes.len() => {
            let end =
                bytes[offset..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| offset + length);
            let source = Source::new(path, String::from_utf8_lossy(&bytes[..end]));
            Place::new(&source, Span::new(offset, offset))
        }
        _ => Place::file(path),
    };
    Finding::error("unreadable-file", place, reason.to_string())
        .why("the API machinery takes UTF-8, or UTF-16 with a byte order mark, and nothing else")
        .help("save it as UTF-8, or leave it out with --ignore-filename-pattern")
}

/// What is said so far, and the sums.
struct Sum {
    outcomes: Vec<Outcome>,
    kept: usize,
    tally: Tally,
    list_all: bool,
}

impl Sum {
    fn add(&mut self, outcomes: Vec<Outcome>, tally: &Tally) {
        self.tally.add(tally);
        for mut outcome in outcomes {
            let findings = outcome.findings.len();
            if self.kept + findings > MOST_FINDINGS {
                self.tally.omitted += findings;
                outcome.findings.clear();
                if !self.list_all {
                    continue;
                }
            }
            self.kept += findings;
            self.outcomes.push(outcome);
        }
    }

    fn into_assessment(mut self) -> Assessment {
        self.outcomes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Assessment { outcomes: self.outcomes, tally: self.tally }
    }
}
