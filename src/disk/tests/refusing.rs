//! What is not written, or not removed, and stays as it was.

use super::*;

#[test]
fn a_plan_with_a_refusal_changes_nothing() {
    let project = project_with_everything_to_do()
        .renders("generated/dev/mine.yaml", "a: 1\n")
        .file("generated/dev/mine.yaml", "mine: 1\n");
    let before = project.everything();
    check_error(project.write(), "cannot write `generated/dev/mine.yaml`: it does not carry groundplan's header");
    assert_eq!(project.everything(), before);
}

#[test]
fn nothing_is_written_outside_of_the_project_or_into_git() {
    let project = Project::new();
    for path in [
        "../a.yaml",
        "/a.yaml",
        "generated/../../a.yaml",
        "generated//a.yaml",
        "",
        "generated/.git/hooks/a",
        "generated\\a.yaml",
        "c:/a.yaml",
    ] {
        let plan = WritePlan { write: vec![Source::new(path, OWNED)], ..WritePlan::default() };
        check_error(
            write_changes(project.root(), &plan),
            &format!("cannot write `{path}`: it is not a plain path inside the project"),
        );
    }
    assert!(project.everything().is_empty());
}

#[test]
fn links_are_not_written_through_even_if_the_plan_says_so() {
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().to_str().unwrap();
    let project =
        Project::new().link("generated/dev", target).link("generated/prod/a.yaml", &format!("{target}/a.yaml"));
    let plan = |path: &str| WritePlan { write: vec![Source::new(path, OWNED)], ..WritePlan::default() };
    check_error(
        write_changes(project.root(), &plan("generated/dev/a.yaml")),
        "cannot write `generated/dev/a.yaml`: `generated/dev` is a symbolic link",
    );
    check_error(
        write_changes(project.root(), &plan("generated/prod/a.yaml")),
        "cannot write `generated/prod/a.yaml`: it is a symbolic link",
    );
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_or_a_file_in_the_way_is_named_and_stays() {
    let project = Project::new()
        .file("generated/dev/a.yaml/inside.txt", "mine\n")
        .file("generated/prod", "mine\n")
        .renders("generated/dev/a.yaml", "a: 1\n");
    let before = project.everything();
    check_error(project.write(), "cannot write `generated/dev/a.yaml`: it is a folder");
    let other = Project::new().file("generated/prod", "mine\n").renders("generated/prod/a.yaml", "a: 1\n");
    check_error(other.write(), "cannot write `generated/prod`: it is a file where a folder is rendered");
    let write = vec![Source::new("generated/prod/a.yaml", OWNED)];
    check_error(
        write_changes(project.root(), &WritePlan { write, ..WritePlan::default() }),
        "cannot write `generated/prod/a.yaml`: `generated/prod` is not a folder",
    );
    assert_eq!(project.everything(), before);
}

#[test]
fn an_orphan_that_somebody_took_over_meanwhile_is_not_removed() {
    let project = Project::new().file("generated/o.yaml", format!("{OWNED}a: 1\n"));
    let plan = project.plan();
    let project = project.file("generated/o.yaml", "mine: 1\n");
    check_error(
        write_changes(project.root(), &plan),
        "cannot remove `generated/o.yaml`: it does not carry groundplan's header",
    );
    assert_eq!(project.read("generated/o.yaml"), "mine: 1\n");
}

#[test]
fn two_runs_do_not_write_at_the_same_time() {
    let project = project_with_everything_to_do();
    let other = fs::File::open(project.root()).unwrap();
    other.lock().unwrap();
    check_error(project.write(), "cannot write to `.`: another groundplan is writing to this project");
    drop(other);
    project.write().unwrap();
}
