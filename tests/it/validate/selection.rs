//! Which documents are checked, skipped or refused, and when the run ends.

use crate::project::Project;
use crate::validate::MISSPELT;
use crate::validate::SERVICE;
use crate::validate::folder;
use crate::validate::last_line;

fn mixed() -> Project {
    folder([
        ("a.yaml", MISSPELT),
        ("b.yaml", "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\n"),
        ("c.yaml", SERVICE),
    ])
}

#[test]
fn a_skipped_kind_is_not_checked() {
    for pattern in ["Service", "v1/Service", "Secret,Service"] {
        let said = mixed().run(["validate", ".", "--skip", pattern]);
        assert_eq!(said.code, 0, "{pattern}: {}", said.out);
    }
    assert_eq!(mixed().run(["validate", ".", "--skip", "v2/Service"]).code, 1, "another version is checked");
    assert_eq!(mixed().run(["validate", ".", "--skip", "Secret"]).code, 1, "another kind is checked");
}

#[test]
fn a_rejected_kind_is_an_error_even_without_fault() {
    let said = mixed().run(["validate", "b.yaml", "c.yaml", "--reject", "v1/Secret"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("b.yaml:2:7") && said.out.contains("rejected-kind"), "{}", said.out);
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
}

#[test]
fn a_kind_that_cannot_be_one_is_a_wrong_command_line() {
    let said = mixed().run(["validate", ".", "--skip", "a/b/c/d"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("apps/v1/Deployment"), "{}", said.err);
}

#[test]
fn files_are_left_out_by_their_path() {
    let project = mixed();
    let said = project.run(["validate", ".", "--ignore-filename-pattern", "^a[.]"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("2 documents in 2 files"), "{}", said.out);
    let said = project.run(["validate", ".", "--ignore-filename-pattern", "(unclosed"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("(unclosed"), "{}", said.err);
    let said = project.run(["validate", "a.yaml", "--ignore-filename-pattern", "a.yaml"]);
    assert_eq!(said.code, 3, "leaving out everything is not success: {}", said.out);
}

#[test]
fn a_run_can_end_at_the_first_error() {
    let project = folder([("a.yaml", SERVICE), ("b.yaml", MISSPELT), ("c.yaml", MISSPELT)]);
    let said = project.run(["validate", ".", "--exit-on-error"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("b.yaml:7:3") && !said.out.contains("c.yaml"), "{}", said.out);
    assert!(last_line(&said.out).contains("stopped"), "{}", said.out);
}

#[test]
fn a_report_only_run_ends_well_whatever_was_found() {
    let said = mixed().run(["validate", ".", "--exit-zero"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("a.yaml:7:3"), "{}", said.out);
    assert_eq!(mixed().run(["validate", ".", "--exit-zero", "--skip", "//"]).code, 2, "a wrong command line is one");
}
