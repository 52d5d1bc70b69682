//! `JUnit` XML, as CI servers read it: a test suite a file, a test case a document.
//!
//! Elements and attributes are those of the schema that Jenkins' xUnit plugin validates reports with. A time has to be
//! there for some readers and is always 0, since the same manifests give the same report.

use std::io;
use std::io::Write;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::report::said;
use crate::report::xml;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Outcome;
use crate::validate::outcome::Tally;
use crate::validate::outcome::Verdict;

/// Writes the report. The sums are the properties of a suite without tests at the end.
pub(super) fn write(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    let all = Counts::of(&assessment.outcomes);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let Counts { tests, failures, errors, .. } = all;
    let name = env!("CARGO_PKG_NAME");
    writeln!(
        out,
        "<testsuites name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" time=\"0\">"
    )?;
    for file in assessment.outcomes.chunk_by(|one, other| one.file == other.file) {
        open_suite(out, &file[0].file, &Counts::of(file))?;
        for outcome in file {
            case(out, outcome)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    open_suite(out, "summary", &Counts::default())?;
    properties(out, &assessment.tally)?;
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// What a suite says of its test cases.
#[derive(Default)]
struct Counts {
    tests: usize,
    /// Documents with an error.
    failures: usize,
    /// Files that are no documents at all.
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of(outcomes: &[Outcome]) -> Self {
        let mut counts = Self { tests: outcomes.len(), ..Self::default() };
        for outcome in outcomes {
            match (outcome.verdict, &outcome.id) {
                (Verdict::Valid, _) => {}
                (Verdict::Invalid, Some(_)) => counts.failures += 1,
                (Verdict::Invalid, None) => counts.errors += 1,
                (Verdict::Skipped(_), _) => counts.skipped += 1,
            }
        }
        counts
    }
}

fn open_suite(out: &mut dyn Write, name: &str, counts: &Counts) -> io::Result<()> {
    let Counts { tests, failures, errors, skipped } = counts;
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" \
         time=\"0\">",
        escaped(name)
    )
}

fn case(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    let name = match &outcome.id {
        Some(id) => id.to_string(),
        None if outcome.line > 1 => format!("line {}", outcome.line),
        None => said::document(outcome),
    };
    write!(out, "    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", escaped(&outcome.file), escaped(&name))?;
    match outcome.verdict {
        Verdict::Valid if outcome.findings.is_empty() => return writeln!(out, "/>"),
        Verdict::Valid => writeln!(out, ">\n      <system-out>{}</system-out>", escaped(&listed(outcome)))?,
        Verdict::Skipped(skip) => writeln!(out, ">\n      <skipped message=\"{}\"/>", escaped(skip.reason()))?,
        Verdict::Invalid => {
            let element = if outcome.id.is_some() { "failure" } else { "error" };
            let first = outcome.findings.iter().find(|finding| finding.severity == Severity::Error);
            let (message, rule) = first.map_or(("invalid", ""), |first| (&first.message, first.rule));
            let more = match outcome.findings.len() {
                0 | 1 => String::new(),
                findings => format!(" (and {} more)", findings - 1),
            };
            writeln!(
                out,
                ">\n      <{element} message=\"{}{more}\" type=\"{}\">{}</{element}>",
                escaped(message),
                escaped(rule),
                escaped(&listed(outcome))
            )?;
        }
    }
    writeln!(out, "    </testcase>")
}

/// Every finding of a document with its place.
fn listed(outcome: &Outcome) -> String {
    let one = |finding: &Finding| {
        format!("{}: {}[{}]: {}", finding.place, finding.severity, finding.rule, said::in_full(finding))
    };
    outcome.findings.iter().map(one).collect::<Vec<String>>().join("\n\n")
}

fn properties(out: &mut dyn Write, tally: &Tally) -> io::Result<()> {
    let count = |name: &str, value: usize| (name.to_owned(), value.to_string());
    let mut all = vec![
        count("files", tally.files),
        count("files left out", tally.ignored_files),
        count("documents", tally.documents),
        count("validated", tally.checked()),
        count("valid", tally.valid),
        count("invalid", tally.invalid),
        count("errors", tally.errors),
        count("warnings", tally.warnings),
        count("notes", tally.notes),
        count("findings left out", tally.omitted),
    ];
    all.extend(tally.by_schema.iter().map(|(schema, documents)| count(&format!("validated by {schema}"), *documents)));
    all.extend(tally.skipped.iter().map(|(skip, documents)| count(&format!("skipped, {}", skip.reason()), *documents)));
    all.extend(tally.not_checked.iter().map(|(what, times)| count(&format!("not checked: {what}"), *times)));
    if tally.stopped_early {
        all.push(("stopped".to_owned(), "at the first error".to_owned()));
    }
    writeln!(out, "    <properties>")?;
    for (name, value) in all {
        writeln!(out, "      <property name=\"{}\" value=\"{}\"/>", escaped(&name), escaped(&value))?;
    }
    writeln!(out, "    </properties>")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    xml::escaped(text, &mut out);
    out
}
