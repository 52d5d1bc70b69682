//! No file name and no value breaks a report: made-up assessments read back with the same counts.

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::report::Format;
use crate::report::Options;
use crate::report::tests::fixture;
use crate::report::tests::github;
use crate::report::tests::json;
use crate::report::tests::junit;
use crate::report::tests::sarif;
use crate::report::tests::tap;
use crate::report::text::last_line;

proptest! {
    #![proptest_config(Config { cases: 256, failure_persistence: None, ..Config::default() })]

    #[test]
    fn json_reads_back(assessment in fixture::assessment()) {
        let report = json::valid(&assessment, true);
        prop_assert_eq!(report["resources"].as_array().unwrap().len(), assessment.outcomes.len());
        let found = report["findings"].as_array().unwrap();
        prop_assert_eq!(found.len(), assessment.findings().count());
        for (found, finding) in found.iter().zip(assessment.findings()) {
            prop_assert_eq!(found["message"].as_str(), Some(finding.message.as_str()));
            prop_assert_eq!(found["file"].as_str(), Some(finding.place.source.path.as_str()));
        }
    }

    #[test]
    fn sarif_reads_back(assessment in fixture::assessment()) {
        let log = sarif::valid(&assessment);
        prop_assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), assessment.findings().count());
    }

    #[test]
    fn junit_reads_back(assessment in fixture::assessment()) {
        junit::valid(&assessment);
    }

    #[test]
    fn tap_reads_back(assessment in fixture::assessment()) {
        tap::valid(&assessment);
    }

    #[test]
    fn annotations_read_back(assessment in fixture::assessment()) {
        github::valid(&assessment);
    }

    #[test]
    fn a_step_summary_reads_back(assessment in fixture::assessment(), limit in 0_usize..6000) {
        github::valid_summary(&assessment, limit);
    }

    #[test]
    fn people_see_no_command_and_no_control_character(assessment in fixture::assessment()) {
        for format in [Format::Text, Format::Pretty] {
            let said = fixture::report(format, &assessment, Options { verbose: true, summary: true, ..Options::default() });
            prop_assert!(said.chars().all(|letter| letter == '\n' || !letter.is_control()), "{said:?}");
            // A runner of GitHub obeys such a line, wherever it comes from.
            prop_assert!(!said.lines().any(|line| line.trim_start().starts_with("::")), "{said:?}");
            prop_assert_eq!(said.lines().last().unwrap(), last_line(&assessment, false));
        }
    }
}
