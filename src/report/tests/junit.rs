//! The `JUnit` report, read back with a parser of XML.

use roxmltree::Document;
use roxmltree::Node;

use crate::finding::Severity;
use crate::report::Format;
use crate::report::tests::fixture;
use crate::report::xml;
use crate::validate::outcome::Assessment;
use crate::validate::outcome::Verdict;

fn children<'a>(node: Node<'a, 'a>, name: &'a str) -> Vec<Node<'a, 'a>> {
    node.children().filter(|child| child.has_tag_name(name)).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> usize {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Reads the report and holds its counts to the assessment.
pub(super) fn valid(assessment: &Assessment) {
    let text = fixture::plain(Format::Junit, assessment);
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    let mut suites = children(root, "testsuite");
    let last = suites.pop().unwrap();
    assert_eq!((last.attribute("name"), number(last, "tests")), (Some("summary"), 0));
    let mut cases = Vec::new();
    for suite in suites {
        let own = children(suite, "testcase");
        for (attribute, element) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            let found = own.iter().filter(|case| !children(**case, element).is_empty()).count();
            assert_eq!(number(suite, attribute), found, "{attribute}");
        }
        assert_eq!(number(suite, "tests"), own.len());
        assert!(own.iter().all(|case| case.attribute("classname") == suite.attribute("name")));
        cases.extend(own);
    }
    assert_eq!(cases.len(), assessment.outcomes.len());
    assert_eq!(number(root, "tests"), cases.len());
    let wrong = cases
        .iter()
        .filter(|case| case.children().any(|child| ["failure", "error"].contains(&child.tag_name().name())));
    assert_eq!(number(root, "failures") + number(root, "errors"), wrong.count());
    for (case, outcome) in cases.iter().zip(&assessment.outcomes) {
        assert_eq!(case.attribute("classname"), Some(xml::read_back(&outcome.file).as_str()));
        let Verdict::Invalid = outcome.verdict else { continue };
        let element = case.first_element_child().unwrap();
        let first = outcome.findings.iter().find(|finding| finding.severity == Severity::Error).unwrap();
        let message = element.attribute("message").unwrap();
        assert!(message.starts_with(&xml::read_back(&first.message)), "{message}");
        for finding in &outcome.findings {
            assert!(element.text().unwrap().contains(&xml::read_back(&finding.message)));
        }
    }
}

#[test]
fn a_file_is_a_suite_and_a_document_is_a_case() {
    valid(&fixture::small());
    let said = fixture::plain(Format::Junit, &fixture::small());
    let start = said.split_once("  <testsuite name=\"summary\"").unwrap().0;
    assert_eq!(
        start,
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"groundplan\" tests=\"4\" failures=\"1\" errors=\"1\" time=\"0\">
  <testsuite name=\"apps/web.yaml\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\">
    <testcase classname=\"apps/web.yaml\" name=\"Deployment prod/web\" time=\"0\">
      <failure message=\"`spec` has no field `replica` (and 1 more)\" type=\"unknown-field\">\
apps/web.yaml:5:3: error[unknown-field]: `spec` has no field `replica`&#10;\
why: the API server refuses it&#10;help: write `replicas`&#10;&#10;\
apps/web.yaml:6:11: warning[wrong-type]: `spec.paused` is better written `true`</failure>
    </testcase>
    <testcase classname=\"apps/web.yaml\" name=\"Service web\" time=\"0\"/>
  </testsuite>
  <testsuite name=\"apps/한글.yaml\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0\">
    <testcase classname=\"apps/한글.yaml\" name=\"file\" time=\"0\">
      <error message=\"this list does not end\" type=\"invalid-yaml\">\
apps/한글.yaml:1:4: error[invalid-yaml]: this list does not end</error>
    </testcase>
  </testsuite>
  <testsuite name=\"secrets.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0\">
    <testcase classname=\"secrets.yaml\" name=\"Secret prod/token\" time=\"0\">
      <skipped message=\"of kinds named with --skip\"/>
    </testcase>
  </testsuite>
"
    );
}

#[test]
fn the_sums_are_properties() {
    let said = fixture::plain(Format::Junit, &fixture::small());
    for (name, value) in [
        ("documents", "3"),
        ("errors", "2"),
        ("validated by Kubernetes 1.28", "2"),
        ("skipped, of kinds named with --skip", "1"),
    ] {
        assert!(said.contains(&format!("<property name=\"{name}\" value=\"{value}\"/>")), "{name}: {said}");
    }
}

#[test]
fn a_document_with_warnings_passes_and_says_them() {
    let mut assessment = fixture::small();
    assessment.outcomes[0].findings.remove(0);
    assessment.outcomes[0].verdict = Verdict::Valid;
    let said = fixture::plain(Format::Junit, &assessment);
    assert!(said.contains("<system-out>apps/web.yaml:6:11: warning[wrong-type]"), "{said}");
    valid(&assessment);
}
