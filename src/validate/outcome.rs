//! What came of validating documents of any origin: one outcome a document, and the sums.
//!
//! Plain data for the reports. An outcome without an object speaks of a file as a whole: it could not be read, is no
//! YAML, or is a template that somebody has to render first.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::identity::ResourceId;
use crate::validate::engine::Ruled;

/// How many findings are kept; the rest is counted, so that a million bad documents do not fill the memory. Code
/// scanning of GitHub reads no more of one SARIF run than this.
pub const MOST_FINDINGS: usize = 25_000;

/// One document, or one thing that is wrong with a file beside its documents.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The file's path as it was named, with `/`; `-` for standard input.
    pub file: Arc<str>,
    /// The line that the document begins in, from 1; 1 where the file as a whole is meant.
    pub line: usize,
    /// The object; `None` where the file as a whole is meant, or the document is no object.
    pub id: Option<ResourceId>,
    /// What was decided.
    pub verdict: Verdict,
    /// Everything found in the document, in the order of its lines.
    pub findings: Vec<Finding>,
}

/// What was decided about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Checked against its schema, and no error was found; warnings and notes are possible.
    Valid,
    /// An error was found.
    Invalid,
    /// Not checked, and not asked to be.
    Skipped(Skip),
}

/// Why a document was not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Its kind was named with `--skip`.
    Kind,
    /// There is no schema for its kind, and `--ignore-missing-schemas` was given.
    NoSchema,
    /// It is no manifest by itself: a patch that a kustomization reads, or values of a chart.
    Part,
}

impl Skip {
    /// Why, as the end of a sentence that begins with a number of documents.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Kind => "of kinds named with --skip",
            Self::NoSchema => "without a schema (--ignore-missing-schemas)",
            Self::Part => "that are patches or values, which are no manifests by themselves",
        }
    }
}

/// The sums over all documents.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Files looked at, standard input included.
    pub files: usize,
    /// Files left out because `--ignore-filename-pattern` matched.
    pub ignored_files: usize,
    /// Documents found, the items of lists each for itself.
    pub documents: usize,
    /// Documents without an error.
    pub valid: usize,
    /// Documents, or files that hold none, with an error.
    pub invalid: usize,
    /// Documents that were not checked, by reason.
    pub skipped: BTreeMap<Skip, usize>,
    /// Checked documents by the schema that judged them, such as `Kubernetes 1.28` or `argo-cd v3.5.1`.
    pub by_schema: BTreeMap<String, usize>,
    /// Checks that were not made, by what was not checked and why; how often.
    pub not_checked: BTreeMap<String, usize>,
    /// What came of the rules that look across documents.
    pub ruled: Ruled,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
    /// Findings counted above and not kept, since there were more than [`MOST_FINDINGS`].
    pub omitted: usize,
    /// Whether the run ended at the first error, as `--exit-on-error` asks; what came after was not looked at.
    pub stopped_early: bool,
}

impl Tally {
    /// Counts one finding.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// Adds the sums over other documents.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.ruled.add(&other.ruled);
        self.ignored_files += other.ignored_files;
        self.documents += other.documents;
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.omitted += other.omitted;
        self.stopped_early |= other.stopped_early;
        for (reason, count) in &other.skipped {
            *self.skipped.entry(*reason).or_default() += count;
        }
        add(&mut self.by_schema, &other.by_schema);
        add(&mut self.not_checked, &other.not_checked);
    }

    /// Adds these sums to others, and makes them zero. The names of schemas stay, so that counting the next documents
    /// by the same schemas makes no new ones.
    pub(super) fn empty_into(&mut self, sum: &mut Self) {
        sum.add(self);
        let mut by_schema = std::mem::take(&mut self.by_schema);
        for count in by_schema.values_mut() {
            *count = 0;
        }
        *self = Self { by_schema, ..Self::default() };
    }

    /// Takes back the sums over documents that were added before and have no findings.
    pub fn subtract(&mut self, other: &Self) {
        // A file that changed in between may have more than it had.
        self.files = self.files.saturating_sub(other.files);
        self.documents = self.documents.saturating_sub(other.documents);
        self.valid = self.valid.saturating_sub(other.valid);
        subtract(&mut self.skipped, &other.skipped);
        subtract(&mut self.by_schema, &other.by_schema);
        subtract(&mut self.not_checked, &other.not_checked);
    }

    /// Documents that were checked.
    pub fn checked(&self) -> usize {
        self.by_schema.values().sum()
    }

    /// Documents that were not checked, whatever the reason.
    pub fn skipped_documents(&self) -> usize {
        self.skipped.values().sum()
    }
}

/// What was counted not at all stays unnamed.
fn add(sums: &mut BTreeMap<String, usize>, others: &BTreeMap<String, usize>) {
    for (what, count) in others.iter().filter(|(_, count)| **count > 0) {
        match sums.get_mut(what) {
            Some(sum) => *sum += count,
            None => drop(sums.insert(what.clone(), *count)),
        }
    }
}

fn subtract<K: Ord>(sums: &mut BTreeMap<K, usize>, others: &BTreeMap<K, usize>) {
    sums.retain(|what, sum| {
        *sum = sum.saturating_sub(others.get(what).copied().unwrap_or(0));
        *sum > 0
    });
}

/// Everything that a report about validated documents is made of.
#[derive(Debug, Default)]
pub struct Assessment {
    /// By file and line. Documents that are valid or skipped and of which nothing is to be said are left out, unless
    /// the report lists every document.
    pub outcomes: Vec<Outcome>,
    /// The sums, over those left out too.
    pub tally: Tally,
}

impl Assessment {
    /// Every finding, by file and line.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.outcomes.iter().flat_map(|outcome| &outcome.findings)
    }
}
