//! Histories in which a change begins somewhere else, or nobody can tell where, and what surrounds a repository.

use crate::monorepo::Monorepo;

const FILES: &str = "--- svc/cart/app.py
import lib.money
--- svc/mail/app.py
import lib.clock
--- lib/money.py
--- lib/clock.py
--- assets/names.txt
";

fn repository() -> Monorepo {
    Monorepo::new(FILES).committed()
}

#[test]
fn a_new_branch_selects_everything() {
    let repository = repository();
    let (services, said) = repository.matrix(&["--base", "0000000000000000000000000000000000000000", "--pushed"]);
    assert_eq!(services, ["cart", "mail"]);
    assert_eq!(said, "everything is selected: the branch is new, so there is nothing to compare with\n");
}

#[test]
fn a_revision_that_nobody_knows_selects_everything() {
    let repository = repository();
    let (services, said) = repository.matrix(&["--base", "nowhere"]);
    assert_eq!(services, ["cart", "mail"]);
    assert_eq!(said, "everything is selected: there is no revision `nowhere` here\n");
    for base in ["", "--output=owned", "-", "HEAD:lib/money.py", "a b; touch owned", "$(touch owned)"] {
        let (services, said) = repository.matrix(&[&format!("--base={base}")]);
        assert_eq!(services, ["cart", "mail"], "{base}");
        assert_eq!(said, format!("everything is selected: there is no revision `{base}` here\n"));
    }
    assert!(!repository.project.path("owned").exists());
    let said = repository.run(&["ci", "matrix", "--base", "HEAD", "--head", "nowhere"]);
    assert_eq!((said.code, said.err.as_str()), (2, "error: there is no revision `nowhere`\n"));
}

#[test]
fn a_shallow_clone_selects_everything_and_says_what_to_write() {
    let origin = repository();
    let base = origin.git(&["rev-parse", "HEAD"]);
    let origin = origin.file("lib/money.py", "x = 1\n");
    origin.commit();
    let url = format!("file://{}", origin.project.path("").display());
    let clone = Monorepo::new("");
    let folder = clone.project.path("clone");
    let folder = folder.to_str().unwrap();
    clone.git(&["clone", "--quiet", "--depth", "1", &url, folder]);
    let (services, said) = clone.matrix(&["-C", folder, "--base", &base]);
    assert_eq!(services, ["cart", "mail"]);
    let hint = "the clone is shallow (`fetch-depth: 0` for actions/checkout)";
    assert_eq!(said, format!("everything is selected: there is no revision `{base}` here; {hint}\n"));
    clone.git(&["-C", folder, "fetch", "--quiet", "--unshallow"]);
    assert_eq!(clone.matrix(&["-C", folder, "--base", &base]).0, ["cart"]);
}

#[test]
fn a_history_of_its_own_selects_everything() {
    let repository = repository();
    repository.git(&["checkout", "--quiet", "--orphan", "other"]);
    let repository = repository.file("README.md", "");
    repository.commit();
    let (services, said) = repository.matrix(&["--base", "main"]);
    assert_eq!(services, ["cart", "mail"]);
    assert_eq!(said, "everything is selected: `main` and `HEAD` have no common ancestor here\n");
}

#[test]
fn a_branch_that_was_rewritten_selects_everything_after_a_push() {
    let repository = repository().file("lib/money.py", "x = 1\n");
    let before = repository.commit();
    repository.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let repository = repository.file("lib/clock.py", "x = 1\n");
    repository.commit();
    let (services, said) = repository.matrix(&["--base", &before, "--pushed"]);
    assert_eq!(services, ["cart", "mail"]);
    assert_eq!(
        said,
        format!("everything is selected: `{before}` is no ancestor of `HEAD`: the branch was rewritten\n")
    );
    assert_eq!(repository.matrix(&["--base", &before]).0, ["mail"], "a pull request begins where both were the same");
    assert_eq!(repository.matrix(&["--base", "HEAD~1", "--pushed"]).0, ["mail"]);
}

#[test]
fn settings_of_the_user_change_nothing() {
    let repository = repository().file("lib/money.py", "x = 1\n");
    repository.commit();
    repository.git(&["mv", "lib/clock.py", "lib/watch.py"]);
    repository.git(&["commit", "--quiet", "--message", "change"]);
    for (key, value) in [
        ("diff.renames", "copies"),
        ("diff.external", "false"),
        ("diff.noprefix", "true"),
        ("diff.orderFile", "/dev/null"),
        ("color.ui", "always"),
        ("core.quotepath", "true"),
    ] {
        repository.git(&["config", key, value]);
    }
    assert_eq!(repository.matrix(&["--base", "HEAD~2"]).0, ["cart", "mail"]);
}

#[test]
fn a_project_in_a_subfolder_sees_its_own_files() {
    let outer = Monorepo::new("");
    let model = outer.project.read("environments/base.yaml");
    let outer = outer
        .file("shop/environments/base.yaml", model)
        .file("shop/environments/dev.yaml", "{}\n")
        .file("shop/svc/cart/app.py", "import lib.money\n")
        .file("shop/svc/mail/app.py", "")
        .file("shop/lib/money.py", "")
        .committed();
    let outer = outer.file("shop/lib/money.py", "x = 1\n").file("environments/dev.yaml", "{ }\n");
    outer.commit();
    let (services, said) = outer.matrix(&["-C", "shop", "--base", "HEAD~1"]);
    assert_eq!((services, said.as_str()), (vec!["cart".to_owned()], ""));
    let triggers = outer.run(&["-C", "shop", "ci", "triggers"]);
    assert!(triggers.out.contains("svc/cart/app.py:1 -> lib.money"), "{}", triggers.out);
}

#[test]
fn outside_of_a_repository_files_can_be_named() {
    let repository = Monorepo::new(FILES);
    let said = repository.run(&["ci", "matrix", "--base", "main"]);
    let error = "error: revisions cannot be compared, so use `--files-from`: `git rev-parse --is-inside-work-tree` failed: \
                 fatal: not a git repository (or any of the parent directories): .git\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (2, "", error));
    let mut command = repository.project.command();
    let said = crate::project::said(command.env("PATH", "/nowhere").args(["ci", "matrix", "--base", "main"]));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("failed: No such file or directory"), "{}", said.err);
    repository.file_of_names(b"lib/money.py");
    assert_eq!(repository.matrix(&["--files-from", "changed"]).0, ["cart"]);
}
