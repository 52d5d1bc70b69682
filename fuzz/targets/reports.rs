//! Made-up findings with any text in them: every format reads back with the same counts, and nothing that people see
//! steers a terminal or the runner of a pipeline.

#![no_main]

use groundplan::finding::Finding;
use groundplan::finding::Severity;
use groundplan::manifest::identity::ResourceId;
use groundplan::report;
use groundplan::report::Format;
use groundplan::report::Options;
use groundplan::text::Place;
use groundplan::text::Source;
use groundplan::text::Span;
use groundplan::validate::outcome::Assessment;
use groundplan::validate::outcome::Outcome;
use groundplan::validate::outcome::Skip;
use groundplan::validate::outcome::Verdict;
use libfuzzer_sys::arbitrary::Result;
use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const RULES: [&str; 3] = ["unknown-field", "wrong-type", "not-in-the-table"];

fuzz_target!(|bytes: &[u8]| {
    let Ok(assessment) = assessment(&mut Unstructured::new(bytes)) else { return };
    let outcomes = assessment.outcomes.len();
    let findings = assessment.findings().count();

    let json: Value = serde_json::from_str(&said(Format::Json, &assessment)).expect("the report is JSON");
    assert_eq!(json["resources"].as_array().map(Vec::len), Some(outcomes));
    for (found, finding) in json["findings"].as_array().expect("a list").iter().zip(assessment.findings()) {
        assert_eq!(found["message"].as_str(), Some(finding.message.as_str()));
    }
    let sarif: Value = serde_json::from_str(&said(Format::Sarif, &assessment)).expect("the log is JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(findings));

    let junit = said(Format::Junit, &assessment);
    let junit = roxmltree::Document::parse(&junit).expect("the report is XML");
    assert_eq!(junit.descendants().filter(|node| node.has_tag_name("testcase")).count(), outcomes);

    tap(&said(Format::Tap, &assessment), outcomes);
    let github = said(Format::Github, &assessment);
    for line in github.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command)), "{line:?}");
    }
    let summary = report::github::step_summary(&assessment, None, 2000);
    assert!(summary.len() <= 2000);

    for format in [Format::Text, Format::Pretty] {
        let said = said(format, &assessment);
        assert!(said.chars().all(|letter| letter == '\n' || !letter.is_control()), "{said:?}");
        assert!(!said.lines().any(|line| line.trim_start().starts_with("::")), "{said:?}");
        assert_eq!(said.lines().last(), Some(report::text::last_line(&assessment, false).as_str()));
    }
});

fn said(format: Format, assessment: &Assessment) -> String {
    let mut out = Vec::new();
    let options = Options { verbose: true, summary: true, ..Options::default() };
    report::write(&mut out, format, assessment, options).expect("memory takes everything");
    String::from_utf8(out).expect("a report is text")
}

/// The plan, and as many tests in their order.
fn tap(text: &str, outcomes: usize) {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 13"));
    let plan = lines.next().and_then(|line| line.split(' ').next());
    assert_eq!(plan, Some(format!("1..{outcomes}").as_str()));
    let mut number = 0;
    for line in lines.filter(|line| !line.starts_with("  ") && !line.starts_with("# ")) {
        number += 1;
        let named = |word: &str| line.starts_with(&format!("{word} {number} - "));
        assert!(named("ok") || named("not ok"), "{line:?}");
    }
    assert_eq!(number, outcomes);
}

fn assessment(bytes: &mut Unstructured<'_>) -> Result<Assessment> {
    let mut all = Assessment::default();
    for _ in 0..bytes.int_in_range(0..=6)? {
        let outcome = outcome(bytes)?;
        all.tally.files += 1;
        all.tally.documents += usize::from(outcome.id.is_some());
        match outcome.verdict {
            Verdict::Valid => all.tally.valid += 1,
            Verdict::Invalid => all.tally.invalid += 1,
            Verdict::Skipped(skip) => *all.tally.skipped.entry(skip).or_default() += 1,
        }
        outcome.findings.iter().for_each(|finding| all.tally.count(finding.severity));
        all.outcomes.push(outcome);
    }
    all.tally.by_schema.insert(text(bytes)?, bytes.int_in_range(0..=3)?);
    all.tally.not_checked.insert(text(bytes)?, bytes.int_in_range(0..=3)?);
    all.tally.stopped_early = bytes.arbitrary()?;
    Ok(all)
}

fn outcome(bytes: &mut Unstructured<'_>) -> Result<Outcome> {
    let id = if bytes.arbitrary()? {
        let (api_version, kind) = (text(bytes)?, text(bytes)?);
        Some(ResourceId { api_version, kind, namespace: text(bytes)?, name: text(bytes)? })
    } else {
        None
    };
    let mut findings = Vec::new();
    for _ in 0..bytes.int_in_range(0..=3)? {
        findings.push(finding(bytes)?);
    }
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    let verdict = match (wrong, id.is_some() && findings.is_empty() && bytes.arbitrary()?) {
        (true, _) => Verdict::Invalid,
        (false, true) => Verdict::Skipped(Skip::NoSchema),
        (false, false) => Verdict::Valid,
    };
    Ok(Outcome { file: text(bytes)?.into(), line: bytes.int_in_range(1..=99)?, id, verdict, findings })
}

fn finding(bytes: &mut Unstructured<'_>) -> Result<Finding> {
    let source = Source::new(text(bytes)?, text(bytes)?);
    let start = bytes.int_in_range(0..=40)?;
    let place = Place::new(&source, Span::new(start, start + bytes.int_in_range(0..=40)?));
    let severity = *bytes.choose(&[Severity::Error, Severity::Warning, Severity::Note])?;
    let mut finding = Finding::error(bytes.choose(&RULES)?, place.clone(), text(bytes)?).severity(severity);
    finding.why = if bytes.arbitrary()? { Some(text(bytes)?) } else { None };
    finding.help = if bytes.arbitrary()? { Some(text(bytes)?) } else { None };
    finding.path = if bytes.arbitrary()? { Some(text(bytes)?) } else { None };
    Ok(if bytes.arbitrary()? { finding.also(place, text(bytes)?) } else { finding })
}

fn text(bytes: &mut Unstructured<'_>) -> Result<String> {
    bytes.arbitrary()
}
