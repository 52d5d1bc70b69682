//! The TAP report, read back line by line as the protocol says.

use crate::report::Format;
use crate::report::tests::fixture;
use crate::text::Source;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Verdict;
use crate::yaml;

/// Reads the report and holds its tests to the assessment.
pub(super) fn valid(assessment: &Assessment) {
    let text = fixture::plain(Format::Tap, assessment);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 13"));
    let plan = lines.next().unwrap();
    assert_eq!(plan.split(' ').next().unwrap(), format!("1..{}", assessment.outcomes.len()));
    let mut number = 0;
    let mut block: Option<String> = None;
    let mut messages: Vec<String> = Vec::new();
    for line in lines {
        match (line, &mut block) {
            ("  ...", open @ Some(_)) => messages.extend(messages_of(&open.take().unwrap())),
            (_, Some(block)) => {
                block.push_str(line);
                block.push('\n');
            }
            ("  ---", block) => *block = Some(String::new()),
            (_, None) if line.starts_with("# ") => {}
            (_, None) => {
                let outcome = &assessment.outcomes[number];
                number += 1;
                let word = if outcome.verdict == Verdict::Invalid { "not ok" } else { "ok" };
                assert!(line.starts_with(&format!("{word} {number} - ")), "{line}");
                let skips = matches!(outcome.verdict, Verdict::Skipped(_));
                assert_eq!(directive(line).is_some_and(|said| said.starts_with(" SKIP ")), skips, "{line}");
            }
        }
    }
    assert_eq!(number, assessment.outcomes.len());
    let expected: Vec<&str> = assessment.findings().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, expected);
}

/// What stands behind the first `#` that is not escaped.
fn directive(line: &str) -> Option<&str> {
    let mut escaped = false;
    for (at, letter) in line.char_indices() {
        match letter {
            '#' if !escaped => return Some(&line[at + 1..]),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}

fn messages_of(block: &str) -> Vec<String> {
    let parsed = yaml::parse(&Source::new("block", block));
    assert!(parsed.problems.is_empty(), "{:?}\n{block}", parsed.problems);
    let findings = parsed.documents[0].root().get("findings").unwrap();
    findings.items().map(|finding| finding.get("message").unwrap().text().unwrap().to_owned()).collect()
}

#[test]
fn a_document_is_a_test_with_what_was_found_below_it() {
    valid(&fixture::small());
    assert_eq!(
        fixture::plain(Format::Tap, &fixture::small()),
        "\
TAP version 13
1..4
not ok 1 - apps/web.yaml (Deployment prod/web)
  ---
  findings:
    - severity: error
      rule: unknown-field
      at: \"apps/web.yaml:5:3\"
      message: \"`spec` has no field `replica`\"
      path: spec.replica
      why: the API server refuses it
      help: \"write `replicas`\"
    - severity: warning
      rule: wrong-type
      at: \"apps/web.yaml:6:11\"
      message: \"`spec.paused` is better written `true`\"
      path: spec.paused
  ...
ok 2 - apps/web.yaml (Service web)
not ok 3 - apps/한글.yaml (file)
  ---
  findings:
    - severity: error
      rule: invalid-yaml
      at: \"apps/한글.yaml:1:4\"
      message: this list does not end
  ...
ok 4 - secrets.yaml (Secret prod/token) # SKIP of kinds named with --skip
# failed: 2 errors, 1 warning; 3 documents in 3 files, 2 validated, 1 skipped (of kinds named with --skip)
"
    );
}

#[test]
fn nothing_to_check_is_a_plan_without_tests() {
    assert_eq!(
        fixture::plain(Format::Tap, &Assessment::default()),
        "TAP version 13\n1..0 # SKIP nothing to check\n# nothing to check: no file was looked at\n"
    );
}
