//! Assessments to report on: a small one with something of everything, and made-up ones of hostile texts.

use std::sync::Arc;

use proptest::prelude::*;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::manifest::identity::ResourceId;
use crate::report::Format;
use crate::report::Options;
use crate::report::write;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Skip;
use crate::validate::outcome::Tally;
use crate::validate::outcome::Verdict;

const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: prod}
spec:
  replica: 3
  paused: yes
---
apiVersion: v1
kind: Service
metadata: {name: web}
";

pub(super) fn report(format: Format, assessment: &Assessment, options: Options) -> String {
    let mut out = Vec::new();
    write(&mut out, format, assessment, options).unwrap();
    String::from_utf8(out).unwrap()
}

pub(super) fn plain(format: Format, assessment: &Assessment) -> String {
    report(format, assessment, Options::default())
}

pub(super) fn id(api_version: &str, kind: &str, namespace: &str, name: &str) -> ResourceId {
    let [api_version, kind, namespace, name] = [api_version, kind, namespace, name].map(str::to_owned);
    ResourceId { api_version, kind, namespace, name }
}

/// The place of `what` in a source.
pub(super) fn at(source: &Arc<Source>, what: &str) -> Place {
    let start = source.text.find(what).unwrap();
    Place::new(source, Span::new(start, start + what.len()))
}

pub(super) fn outcome(file: &str, line: usize, id: Option<ResourceId>, findings: Vec<Finding>) -> Outcome {
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    let verdict = if wrong { Verdict::Invalid } else { Verdict::Valid };
    Outcome { file: file.into(), line, id, verdict, findings }
}

pub(super) fn skipped(file: &str, line: usize, id: ResourceId, skip: Skip) -> Outcome {
    Outcome { verdict: Verdict::Skipped(skip), ..outcome(file, line, Some(id), Vec::new()) }
}

/// The outcomes with their sums.
pub(super) fn assessed(outcomes: Vec<Outcome>) -> Assessment {
    let mut tally = Tally::default();
    let mut files: Vec<&str> = outcomes.iter().map(|outcome| &*outcome.file).collect();
    files.sort_unstable();
    files.dedup();
    tally.files = files.len();
    for outcome in &outcomes {
        tally.documents += usize::from(outcome.id.is_some());
        match outcome.verdict {
            Verdict::Valid => tally.valid += 1,
            Verdict::Invalid => tally.invalid += 1,
            Verdict::Skipped(skip) => *tally.skipped.entry(skip).or_default() += 1,
        }
        if outcome.id.is_some() && !matches!(outcome.verdict, Verdict::Skipped(_)) {
            *tally.by_schema.entry("Kubernetes 1.28".to_owned()).or_default() += 1;
        }
        outcome.findings.iter().for_each(|finding| tally.count(finding.severity));
    }
    Assessment { outcomes, tally }
}

/// Two documents of one file, one of them wrong; a file that is no YAML; one that is skipped.
pub(super) fn small() -> Assessment {
    let web = Source::new("apps/web.yaml", WEB);
    let broken = Source::new("apps/한글.yaml", "a: [\n");
    let findings = vec![
        Finding::error("unknown-field", at(&web, "replica"), "`spec` has no field `replica`")
            .why("the API server refuses it")
            .help("write `replicas`")
            .path("spec.replica")
            .also(at(&web, "kind: Deployment"), "of this kind"),
        Finding::error("wrong-type", at(&web, "yes"), "`spec.paused` is better written `true`")
            .severity(Severity::Warning)
            .path("spec.paused"),
    ];
    let invalid = Finding::error("invalid-yaml", at(&broken, "["), "this list does not end");
    assessed(vec![
        outcome("apps/web.yaml", 1, Some(id("apps/v1", "Deployment", "prod", "web")), findings),
        outcome("apps/web.yaml", 8, Some(id("v1", "Service", "", "web")), Vec::new()),
        outcome("apps/한글.yaml", 1, None, vec![invalid]),
        skipped("secrets.yaml", 1, id("v1", "Secret", "prod", "token"), Skip::Kind),
    ])
}

/// `count` errors of one rule in one file, and a warning at the end.
pub(super) fn many(count: usize) -> Assessment {
    let source = Source::new("a.yaml", "a: 1\n");
    let found = |nth: usize| Finding::error("unknown-field", at(&source, "a"), format!("error {nth}"));
    let mut findings: Vec<Finding> = (0..count).map(found).collect();
    findings.push(Finding::error("wrong-type", at(&source, "1"), "the only one").severity(Severity::Warning));
    assessed(vec![outcome("a.yaml", 1, Some(id("v1", "Pod", "", "a")), findings)])
}

const PIECES: [&str; 42] = [
    "a",
    "한",
    "é",
    "🦀",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{ffff}",
    "\"",
    "'",
    "<",
    ">",
    "&amp;",
    "]]>",
    "<!--",
    "::error::",
    "\n::error file=x::y",
    "%0A",
    ",",
    ":",
    "|",
    "`",
    "[a](b)",
    "\\",
    "#",
    " # SKIP",
    "\nnot ok 1 - x",
    "\n  ...\n",
    "\n---\n",
    "{0}",
    "..",
    "/",
    "@you",
];

/// Texts made of what has a meaning in some format.
pub(super) fn hostile() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..6).prop_map(|pieces| pieces.concat())
}

fn finding() -> impl Strategy<Value = Finding> {
    let rule = proptest::sample::select(&["unknown-field", "wrong-type", "not-in-the-table"][..]);
    let severity = proptest::sample::select(&[Severity::Error, Severity::Warning, Severity::Note][..]);
    let place = (hostile(), hostile(), 0_usize..30, 0_usize..30);
    let more = (proptest::option::of(hostile()), proptest::option::of(hostile()), proptest::option::of(hostile()));
    (rule, severity, place, hostile(), more).prop_map(|(rule, severity, (path, text, start, length), message, more)| {
        let place = Place::new(&Source::new(path, text), Span::new(start, start + length));
        let mut finding = Finding::error(rule, place.clone(), message.clone()).severity(severity);
        (finding.why, finding.help, finding.path) = more;
        if length % 2 == 0 { finding.also(place, message) } else { finding }
    })
}

fn made_up_outcome() -> impl Strategy<Value = Outcome> {
    let object = proptest::option::of((hostile(), hostile(), hostile(), hostile()));
    let findings = proptest::collection::vec(finding(), 0..4);
    (hostile(), 1_usize..100, object, findings, any::<bool>()).prop_map(|(file, line, object, findings, skip)| {
        let id = object.map(|(api_version, kind, namespace, name)| id(&api_version, &kind, &namespace, &name));
        match id {
            Some(id) if skip && findings.is_empty() => skipped(&file, line, id, Skip::NoSchema),
            id => outcome(&file, line, id, findings),
        }
    })
}

/// Made-up assessments in which every text may be hostile.
pub(super) fn assessment() -> impl Strategy<Value = Assessment> {
    let outcomes = proptest::collection::vec(made_up_outcome(), 0..8);
    (outcomes, hostile(), 0_usize..3).prop_map(|(outcomes, what, times)| {
        let mut assessment = assessed(outcomes);
        assessment.tally.not_checked.insert(what, times);
        assessment
    })
}
