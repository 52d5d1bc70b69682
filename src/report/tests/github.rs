//! Annotations and the summary of a step, read as GitHub reads them.

use crate::report::Format;
use crate::report::Options;
use crate::report::github::step_summary;
use crate::report::tests::fixture;
use crate::validate::outcome::Assessment;

/// A workflow command: what it is, its properties, and its message.
type Command = (String, Vec<(String, String)>, String);

/// Reads workflow commands as the runner does: a line each, then percent signs.
fn commands(text: &str) -> Vec<Command> {
    let unescaped = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let read = |line: &str| {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let properties = properties.split(',').map(|property| property.split_once('=').unwrap());
        let properties = properties.map(|(name, value)| (name.to_owned(), unescaped(value)));
        (name.to_owned(), properties.collect(), unescaped(message))
    };
    text.split(['\n', '\r']).filter(|line| !line.is_empty()).map(read).collect()
}

/// Reads the annotations and holds them to the limits.
pub(super) fn valid(assessment: &Assessment) {
    let all = commands(&fixture::plain(Format::Github, assessment));
    for kind in ["error", "warning", "notice"] {
        assert!(all.iter().filter(|(name, ..)| name == kind).count() <= 10);
    }
    for (name, properties, _) in &all {
        assert!(["error", "warning", "notice"].contains(&name.as_str()), "{name}");
        let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.iter().all(|name| ["file", "line", "endLine", "col", "endColumn", "title"].contains(name)));
        assert!(properties.iter().all(|(_, value)| !value.contains('\u{1b}')));
    }
    let findings = assessment.findings().count();
    let rest = usize::from(
        all.last().is_some_and(|(.., message)| message.contains("lists them") || message.contains("shows them")),
    );
    assert!(all.len() - rest <= findings && (rest == 1 || all.len() == findings), "{all:?}");
}

/// Reads the summary and holds it to its table and its limit.
pub(super) fn valid_summary(assessment: &Assessment, limit: usize) {
    let files = Some("https://github.com/o/r/blob/c/");
    let text = step_summary(assessment, files, limit);
    assert!(text.len() <= limit.max(1));
    if text.len() < 300 {
        return;
    }
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.iter().all(|row| row.matches('|').count() == 5 && !row.contains('`')), "{rows:?}");
    let left = text
        .lines()
        .find(|line| line.contains("left out;"))
        .map_or(0, |line| line.split(' ').next().unwrap().parse().unwrap());
    assert_eq!(rows.len() + left, assessment.findings().count(), "{text}");
}

#[test]
fn a_finding_is_shown_beside_its_line() {
    assert_eq!(
        fixture::plain(Format::Github, &fixture::small()),
        "\
::error file=apps/web.yaml,line=5,endLine=5,col=3,endColumn=10,title=unknown-field::`spec` has no field `replica`%0A\
why: the API server refuses it%0Ahelp: write `replicas`
::error file=apps/한글.yaml,line=1,endLine=1,col=4,endColumn=5,title=invalid-yaml::this list does not end
::warning file=apps/web.yaml,line=6,endLine=6,col=11,endColumn=14,title=wrong-type::\
`spec.paused` is better written `true`
"
    );
    assert_eq!(fixture::plain(Format::Github, &Assessment::default()), "");
}

#[test]
fn ten_of_a_kind_are_shown_and_the_rest_is_counted() {
    let assessment = fixture::many(30);
    valid(&assessment);
    let said = fixture::plain(Format::Github, &assessment);
    let count = |command: &str| said.lines().filter(|line| line.starts_with(command)).count();
    assert_eq!((count("::error "), count("::warning "), count("::notice ")), (10, 1, 1));
    assert_eq!(
        said.lines().last().unwrap(),
        "::notice title=groundplan::and 20 more findings: `--format text` shows them, and `--report sarif=FILE` writes \
         them for code scanning"
    );
    let said = fixture::report(Format::Github, &assessment, Options { step_summary: true, ..Options::default() });
    assert!(said.ends_with("::and 20 more findings: the summary of this step lists them\n"), "{said}");
}

#[test]
fn ten_places_go_to_different_mistakes_first() {
    let mut assessment = fixture::many(30);
    assessment.outcomes[0].findings[29].rule = "missing-field";
    let said = fixture::plain(Format::Github, &assessment);
    let first: Vec<&str> = said.lines().take(2).map(|line| line.rsplit("title=").next().unwrap()).collect();
    assert_eq!(first, ["unknown-field::error 0", "missing-field::error 29"]);
}

#[test]
fn the_summary_of_a_step_is_a_table_with_links() {
    let said = step_summary(&fixture::small(), Some("https://github.com/o/r/blob/c/"), 1 << 20);
    assert_eq!(
        said.lines().nth(6).unwrap(),
        "| [apps/web.yaml&#58;5](https://github.com/o/r/blob/c/apps/web.yaml#L5) | error | unknown-field | \
         &#96;spec&#96; has no field &#96;replica&#96;<br>why&#58; the API server refuses it<br>\
         help&#58; write &#96;replicas&#96; |"
    );
    assert!(said.starts_with("### groundplan\n\nfailed&#58; 2 errors, 1 warning;"), "{said}");
    let without = step_summary(&fixture::small(), None, 1 << 20);
    assert!(without.contains("| apps/web.yaml&#58;5 | error |"), "{without}");
}

#[test]
fn a_summary_that_would_be_too_long_says_what_it_leaves_out() {
    let said = step_summary(&fixture::many(100), None, 2000);
    assert!((1700..=2000).contains(&said.len()), "{}", said.len());
    assert!(said.ends_with(" more findings are left out; `--report json=FILE` writes them.\n"), "{said}");
    valid_summary(&fixture::many(100), 2000);
}
