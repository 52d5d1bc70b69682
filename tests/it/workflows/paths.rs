//! Path filters, held to the files that git knows.

#![expect(clippy::disallowed_methods, reason = "tests make and look at the files that groundplan works on")]

use crate::monorepo::Monorepo;

fn with_paths(paths: &str) -> Monorepo {
    let workflow = format!(
        "on:\n  push:\n    paths: [{paths}, .github/workflows/test.yml]\npermissions: {{}}\njobs:\n  test:\n    \
         runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps: [{{ run: make test }}]\n"
    );
    Monorepo::new("").file(".github/workflows/test.yml", workflow).committed()
}

#[test]
fn a_path_that_was_moved_is_found_where_git_knows_the_files() {
    let said = with_paths("services/cart/**").run(&["validate", ".github/workflows/test.yml"]);
    assert!(said.out.contains("warning[unmatched-path-filter]: `services/cart/**` fits no file"), "{}", said.out);
    let said = with_paths("svc/cart/**").run(&["validate", ".github/workflows/test.yml"]);
    assert!(!said.out.contains("unmatched-path-filter"), "{}", said.out);
}

#[test]
fn a_folder_that_holds_nothing_but_workflows_is_told_how_they_are_judged() {
    let repo = with_paths("svc/cart/**");
    std::fs::create_dir_all(repo.project.path("other/.github/workflows")).unwrap();
    let said = repo.run(&["validate", "other"]);
    assert_eq!(said.code, 3);
    let hint = "hint: hidden folders are not searched; to judge workflows, name `other/.github/workflows`\n";
    assert_eq!(said.err, hint, "{}", said.out);
}

#[test]
fn outside_of_git_and_below_the_top_of_a_repository_nothing_is_said_of_paths() {
    let repo = with_paths("services/cart/**");
    let folder = repo.project.path("deep");
    std::fs::create_dir_all(folder.join(".github/workflows")).unwrap();
    let text = std::fs::read(repo.project.path(".github/workflows/test.yml")).unwrap();
    std::fs::write(folder.join(".github/workflows/test.yml"), text).unwrap();
    let said = repo.run(&["-C", "deep", "validate", ".github/workflows/test.yml"]);
    assert!(!said.out.contains("unmatched-path-filter"), "{}", said.out);
    std::fs::remove_dir_all(repo.project.path(".git")).unwrap();
    let said = repo.run(&["validate", ".github/workflows/test.yml"]);
    assert!(!said.out.contains("unmatched-path-filter"), "{}", said.out);
}
