//! One text of any origin: its documents judged one by one, and what came of them.
//!
//! Pure: a text and a catalogue in, outcomes out. Documents of custom kinds are judged by what is known so far; their
//! kinds are noted, so that they can be judged anew when a definition for one of them turns up in a later file.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::documents::Documents;
use crate::manifest::documents::Found;
use crate::manifest::documents::documents;
use crate::manifest::documents::objects;
use crate::manifest::is_workflow_path;
use crate::schema::Catalog;
use crate::schema::CustomKinds;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::validate::judgement::Judgement;
use crate::validate::judgement::judge;
pub use crate::validate::judgement::kind_hash;
use crate::validate::outcome::MOST_FINDINGS;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Tally;
use crate::validate::outcome::Verdict;
use crate::validate::selection::Selection;

/// Documents of one text that are judged before their judgements are summed up.
const AT_A_TIME: usize = 4096;

/// Fewer documents are judged sooner by one thread than handed to others.
const WORTH_SHARING: usize = 8;

/// What came of one text.
#[derive(Debug, Default)]
pub struct FileOutcome {
    /// Outcomes of which there is something to say, or all, in the order written.
    pub outcomes: Vec<Outcome>,
    /// The sums.
    pub tally: Tally,
    /// Custom kinds that the text defines, with the name of each definition.
    pub defined: Vec<(String, CustomKinds)>,
    /// The custom kinds of its documents, by [`kind_hash`].
    pub custom: Vec<u64>,
    kept: usize,
    file: Option<Arc<str>>,
    /// What is wrong with documents as YAML, by their number among those being judged.
    unread: BTreeMap<usize, Vec<Finding>>,
}

/// Judges every document of a text.
pub fn judge_text(source: &Arc<Source>, catalog: &Catalog, selection: &Selection) -> FileOutcome {
    let mut outcome = FileOutcome::default();
    outcome.judge(source, catalog, selection);
    outcome
}

/// Takes the problems that lie in a document: those are its own.
fn taken(problems: &mut Vec<Finding>, document: Span) -> Vec<Finding> {
    problems.extract_if(.., |problem| document.range().contains(&(problem.place.span.start as usize))).collect()
}

/// What is to be said of a file that could not be read as text.
pub fn unreadable(path: &str, finding: Finding) -> FileOutcome {
    let mut outcome = FileOutcome::default();
    outcome.tally.files = 1;
    outcome.add_problem(path, finding);
    outcome
}

impl FileOutcome {
    /// Judges every document of a text; what came of another must have been taken away.
    pub fn judge(&mut self, source: &Arc<Source>, catalog: &Catalog, selection: &Selection) {
        self.tally.files = 1;
        let Documents { documents, mut problems } = documents(source);
        // Without this, every line of a template would be a mistake of its own.
        if let Some(template) = (!problems.is_empty()).then(|| template(source)).flatten() {
            return self.add_problem(&source.path, template);
        }
        let mut documents = documents.into_iter().peekable();
        while documents.peek().is_some() {
            let mut found = Vec::new();
            for document in documents.by_ref().take(AT_A_TIME) {
                let begin = found.len();
                let within =
                    if problems.is_empty() { Vec::new() } else { taken(&mut problems, document.root().span()) };
                objects(document, &mut found, &mut problems);
                self.assign(within, &found[begin..], begin);
            }
            self.tally.documents += found.len();
            let mut unread = std::mem::take(&mut self.unread);
            if found.len() < WORTH_SHARING {
                for (at, found) in found.into_iter().enumerate() {
                    let judged = judge(catalog, selection, found, unread.remove(&at).unwrap_or_default());
                    self.add(&source.path, judged, selection.list_all);
                }
            } else {
                let with: Vec<_> = found
                    .into_iter()
                    .enumerate()
                    .map(|(at, found)| (found, unread.remove(&at).unwrap_or_default()))
                    .collect();
                let judged: Vec<_> =
                    with.into_par_iter().map(|(found, problems)| judge(catalog, selection, found, problems)).collect();
                for judged in judged {
                    self.add(&source.path, judged, selection.list_all);
                }
            }
        }
        for problem in problems {
            self.add_problem(&source.path, problem);
        }
        self.outcomes.sort_by_key(|outcome| outcome.line);
    }

    /// Moves what came of a text to what came of others, so that another can be judged. What it defines must have been
    /// taken before.
    pub fn empty_into(&mut self, outcomes: &mut Vec<Outcome>, tally: &mut Tally) {
        outcomes.append(&mut self.outcomes);
        self.tally.empty_into(tally);
        self.custom.clear();
        self.unread.clear();
        (self.kept, self.file) = (0, None);
    }

    fn add(&mut self, path: &str, judged: Judgement<'_>, list_all: bool) {
        self.count(&judged);
        self.custom.extend(judged.custom);
        self.defined.extend(judged.defined);
        if judged.findings.is_empty() && !list_all {
            return;
        }
        let findings = self.keep(judged.findings.into_sorted());
        if findings.is_empty() && !list_all {
            return;
        }
        let (id, begin) = match judged.found {
            Found::Object(manifest) => {
                let place = manifest.root().place();
                (Some(manifest.id), place)
            }
            Found::Other(document, _) => (judged.workflow, document.root().place()),
        };
        let line = begin.line_column().0;
        let file = self.file(path);
        self.outcomes.push(Outcome { file, line, id, verdict: judged.verdict, findings });
    }

    fn count(&mut self, judged: &Judgement<'_>) {
        match judged.verdict {
            Verdict::Valid => self.tally.valid += 1,
            Verdict::Invalid => self.tally.invalid += 1,
            Verdict::Skipped(reason) => *self.tally.skipped.entry(reason).or_default() += 1,
        }
        if let Some(schema) = judged.schema {
            match self.tally.by_schema.get_mut(schema) {
                Some(count) => *count += 1,
                None => drop(self.tally.by_schema.insert(schema.to_owned(), 1)),
            }
        }
        let Some(schema) = judged.schema else { return };
        for words in judged.unchecked {
            *self.tally.not_checked.entry(format!("`{words}` in schemas from {schema}")).or_default() += 1;
        }
        for (reason, rules) in &judged.not_evaluated.reasons {
            let Found::Object(manifest) = &judged.found else { continue };
            let rule = format!("a rule of {}, since {reason}", manifest.id.kind);
            *self.tally.not_checked.entry(rule).or_default() += rules;
        }
    }

    /// Notes the problems of a document for the object that they stand in, of those found in the document.
    fn assign(&mut self, problems: Vec<Finding>, found: &[Found], begin: usize) {
        for problem in problems {
            let start = problem.place.span.start as usize;
            let contains = |found: &Found| match found {
                Found::Object(manifest) => manifest.root().span().range().contains(&start),
                Found::Other(document, _) => document.root().span().range().contains(&start),
            };
            let at = begin + found.iter().position(contains).unwrap_or(0);
            self.unread.entry(at).or_default().push(problem);
        }
    }

    /// Adds what is said of no object.
    fn add_problem(&mut self, path: &str, problem: Finding) {
        let invalid = problem.severity == Severity::Error;
        self.tally.invalid += usize::from(invalid);
        let line = problem.place.line_column().0;
        let findings = self.keep(vec![problem]);
        if findings.is_empty() {
            return;
        }
        let verdict = if invalid { Verdict::Invalid } else { Verdict::Valid };
        let file = self.file(path);
        self.outcomes.push(Outcome { file, line, id: None, verdict, findings });
    }

    /// The path, made for the first outcome: of most files there is none.
    fn file(&mut self, path: &str) -> Arc<str> {
        Arc::clone(self.file.get_or_insert_with(|| path.into()))
    }

    /// Counts all, and gives back those for which there is room.
    fn keep(&mut self, mut findings: Vec<Finding>) -> Vec<Finding> {
        for finding in &findings {
            self.tally.count(finding.severity);
        }
        let room = MOST_FINDINGS - self.kept;
        self.tally.omitted += findings.len().saturating_sub(room);
        findings.truncate(room);
        self.kept += findings.len();
        findings
    }
}

/// A finding at the first template expression, if there is one; those of GitHub begin with `$`, and are none.
fn template(source: &Arc<Source>) -> Option<Finding> {
    let text = source.text.as_str();
    let start = text.match_indices("{{").map(|(at, _)| at).find(|at| !text[..*at].ends_with('$'))?;
    if is_workflow_path(&source.path) {
        return None;
    }
    let end = start + source.text[start..].find("}}")? + 2;
    let place = Place::new(source, Span::new(start, end));
    let finding = Finding::error("unrendered-template", place, "this is a template, not a manifest");
    Some(
        finding
            .why("what the API server will get is not known before the template is rendered")
            .help("render it first, as in `helm template CHART | groundplan validate -`, or leave the folder out"),
    )
}
