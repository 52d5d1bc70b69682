//! What rules found across documents, put beside what was found in each document for itself.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::Manifest;
use crate::manifest::identity::ResourceId;
use crate::validate::engine::Ruled;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::MOST_FINDINGS;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Skip;
use crate::validate::outcome::Verdict;
use crate::workflow::Workflow;
use crate::yaml::Node;

/// The numbers of outcomes, by file and line.
type ByLine = BTreeMap<Arc<str>, BTreeMap<usize, Vec<usize>>>;

impl Assessment {
    /// Adds the findings of rules over `manifests` and `workflows`, each to the document that it stands in.
    pub fn add_rules(
        &mut self,
        ruled: &Ruled,
        findings: Vec<Finding>,
        manifests: &[&Manifest],
        workflows: &[Workflow],
        is_skipped: impl Fn(&Manifest) -> bool,
    ) {
        self.tally.ruled.add(ruled);
        if findings.is_empty() {
            return;
        }
        let mut files: BTreeMap<&str, Vec<&Manifest>> = BTreeMap::new();
        for manifest in manifests {
            files.entry(&manifest.source().path).or_default().push(manifest);
        }
        for manifests in files.values_mut() {
            manifests.sort_by_key(|manifest| manifest.root().span().start);
        }
        let mut of_workflows: BTreeMap<&str, Vec<&Workflow>> = BTreeMap::new();
        for workflow in workflows {
            of_workflows.entry(&workflow.source().path).or_default().push(workflow);
        }
        let mut known = self.by_line();
        for finding in findings {
            let at = finding.place.span.start;
            if let Some(beside) = of_workflows.get(finding.place.source.path.as_str()) {
                let behind = beside.iter().rev().find(|workflow| workflow.root().span().start <= at);
                let workflow = behind.or(beside.first()).map(|workflow| (&workflow.id, workflow.root()));
                self.add_rule(&mut known, finding, workflow);
                continue;
            }
            let beside = files.get(finding.place.source.path.as_str()).map_or(&[][..], Vec::as_slice);
            let before = beside.partition_point(|manifest| manifest.root().span().start <= at);
            // Comments and the key of a list may come before the first object.
            let manifest = before.checked_sub(1).map(|at| beside[at]).or(beside.first().copied());
            if !manifest.is_some_and(&is_skipped) {
                self.add_rule(&mut known, finding, manifest.map(|manifest| (&manifest.id, manifest.root())));
            }
        }
        self.outcomes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    }

    /// Adds findings about files, of whichever object.
    pub fn add_findings(&mut self, findings: Vec<Finding>) {
        let mut known = self.by_line();
        for finding in findings {
            self.add_rule(&mut known, finding, None);
        }
    }

    /// The numbers of outcomes, by file and line.
    fn by_line(&self) -> ByLine {
        let mut known = ByLine::new();
        for (number, outcome) in self.outcomes.iter().enumerate() {
            known.entry(Arc::clone(&outcome.file)).or_default().entry(outcome.line).or_default().push(number);
        }
        known
    }

    /// Takes back that documents in these files are no objects: they are values of a chart, and none is expected.
    pub fn set_aside(&mut self, files: &BTreeSet<String>) {
        let is_aside = |outcome: &mut Outcome| outcome.id.is_none() && files.contains(&*outcome.file);
        for outcome in self.outcomes.extract_if(.., is_aside) {
            let tally = &mut self.tally;
            tally.invalid = tally.invalid.saturating_sub(usize::from(outcome.verdict == Verdict::Invalid));
            *tally.skipped.entry(Skip::Part).or_default() += 1;
            for finding in &outcome.findings {
                let count = match finding.severity {
                    Severity::Error => &mut tally.errors,
                    Severity::Warning => &mut tally.warnings,
                    Severity::Note => &mut tally.notes,
                };
                *count = count.saturating_sub(1);
            }
        }
    }

    fn add_rule(&mut self, by_line: &mut ByLine, finding: Finding, document: Option<(&ResourceId, Node<'_>)>) {
        self.tally.count(finding.severity);
        let is_error = finding.severity == Severity::Error;
        let line = document.map_or(1, |(_, root)| root.place().line_column().0);
        let id = document.map(|(id, _)| id);
        let path = finding.place.source.path.as_str();
        let mut beside = by_line.get(path).and_then(|file| file.get(&line)).into_iter().flatten().copied();
        let known = beside.find(|number| self.outcomes[*number].id.as_ref() == id);
        let kept = self.tally.errors + self.tally.warnings + self.tally.notes - self.tally.omitted;
        let keep = kept <= MOST_FINDINGS;
        self.tally.omitted += usize::from(!keep);
        if let Some(number) = known {
            let outcome = &mut self.outcomes[number];
            if is_error && outcome.verdict == Verdict::Valid {
                self.tally.valid = self.tally.valid.saturating_sub(1);
                self.tally.invalid += 1;
                outcome.verdict = Verdict::Invalid;
            }
            if keep {
                let behind =
                    outcome.findings.partition_point(|other| other.place.span.start <= finding.place.span.start);
                outcome.findings.insert(behind, finding);
            }
            return;
        }
        if is_error {
            self.tally.valid = self.tally.valid.saturating_sub(usize::from(document.is_some()));
            self.tally.invalid += 1;
        }
        let file: Arc<str> = path.into();
        by_line.entry(Arc::clone(&file)).or_default().entry(line).or_default().push(self.outcomes.len());
        self.outcomes.push(Outcome {
            file,
            line,
            id: id.cloned(),
            verdict: if is_error { Verdict::Invalid } else { Verdict::Valid },
            findings: if keep { vec![finding] } else { Vec::new() },
        });
    }
}
