//! What people read of validated documents: text, one line a document, and the last line.

use crate::report::Format;
use crate::report::Options;
use crate::report::tests::fixture;
use crate::report::text::last_line;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Skip;
use crate::validate::outcome::Tally;

const VERDICT: &str =
    "failed: 2 errors, 1 warning; 3 documents in 3 files, 2 validated, 1 skipped (of kinds named with --skip)\n";

fn of(tally: Tally) -> String {
    last_line(&Assessment { outcomes: Vec::new(), tally }, false)
}

fn clean() -> Tally {
    Tally {
        files: 9,
        documents: 12,
        valid: 12,
        by_schema: [("Kubernetes 1.28".to_owned(), 12)].into(),
        ..Tally::default()
    }
}

#[test]
fn the_last_line_says_what_was_looked_at_and_what_was_not() {
    assert_eq!(of(clean()), "ok: 12 documents in 9 files, 12 validated");
    let mut tally = clean();
    tally.skipped = [(Skip::Kind, 1), (Skip::NoSchema, 2)].into();
    tally.warnings = 1;
    tally.ignored_files = 2;
    tally.not_checked.insert("rules in CEL that cost too much".to_owned(), 3);
    tally.stopped_early = true;
    assert_eq!(
        of(tally),
        "ok: 1 warning; 12 documents in 9 files, 12 validated, 1 skipped (of kinds named with --skip), 2 skipped \
         (without a schema (--ignore-missing-schemas)); 2 files left out (--ignore-filename-pattern); not checked: \
         rules in CEL that cost too much (3 times); stopped at the first error"
    );
}

#[test]
fn nothing_to_check_is_not_ok() {
    assert_eq!(of(Tally::default()), "nothing to check: no file was looked at");
    assert_eq!(of(Tally { files: 3, ..Tally::default() }), "nothing to check: no document in 3 files");
    assert_eq!(of(Tally { files: 1, errors: 1, ..Tally::default() }), "failed: 1 error; no document in 1 file");
}

#[test]
fn text_shows_findings_and_ends_with_the_verdict() {
    let said = fixture::plain(Format::Text, &fixture::small());
    assert!(
        said.starts_with("error[unknown-field]: `spec` has no field `replica`\n --> apps/web.yaml:5:3\n"),
        "{said}"
    );
    assert!(said.ends_with(&format!("\n\n{VERDICT}")), "{said}");
}

#[test]
fn verbose_text_lists_every_document_and_summary_adds_what_was_covered() {
    let options = Options { verbose: true, summary: true, ..Options::default() };
    let said = fixture::report(Format::Text, &fixture::small(), options);
    let listed = "\
apps/web.yaml:1 Deployment prod/web: invalid, 1 error, 1 warning
apps/web.yaml:8 Service web: valid
apps/한글.yaml:1 file: invalid, 1 error
secrets.yaml:1 Secret prod/token: skipped, of kinds named with --skip

";
    let covered = "
files         3
documents     3, of which 2 validated
           2  by Kubernetes 1.28
           1  skipped, of kinds named with --skip
";
    assert!(said.starts_with(listed), "{said}");
    assert!(said.ends_with(&format!("{covered}{VERDICT}")), "{said}");
}

#[test]
fn a_long_text_says_how_much_it_left_out() {
    let said = fixture::plain(Format::Text, &fixture::many(300));
    assert_eq!(said.matches("error[unknown-field]").count(), 200);
    assert!(
        said.contains("\nand 100 errors, 1 warning more; `--format json` lists them\n\nfailed: 300 errors"),
        "{said}"
    );
}

#[test]
fn pretty_is_a_line_a_document_and_a_line_a_finding() {
    let findings = "\
apps/web.yaml
  ✖ Deployment prod/web
      apps/web.yaml:5:3 error[unknown-field] `spec` has no field `replica`
      apps/web.yaml:6:11 warning[wrong-type] `spec.paused` is better written `true`
";
    let broken = "\
apps/한글.yaml
  ✖ file
      apps/한글.yaml:1:4 error[invalid-yaml] this list does not end
";
    assert_eq!(fixture::plain(Format::Pretty, &fixture::small()), format!("{findings}{broken}\n{VERDICT}"));
    let said = fixture::report(Format::Pretty, &fixture::small(), Options { verbose: true, ..Options::default() });
    let rest = "\
secrets.yaml
  - Secret prod/token skipped, of kinds named with --skip
";
    assert_eq!(said, format!("{findings}  ✔ Service web\n{broken}{rest}\n{VERDICT}"));
}

#[test]
fn colour_is_used_only_if_wanted_and_only_for_people() {
    for format in Format::ALL {
        for colour in [false, true] {
            let said = fixture::report(format, &fixture::small(), Options { colour, ..Options::default() });
            assert_eq!(said.contains('\u{1b}'), colour && format.ends_with_last_line(), "{format}");
        }
    }
}
