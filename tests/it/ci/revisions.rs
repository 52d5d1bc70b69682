//! Which services the difference of two revisions concerns: where a change begins, files that are gone or moved, and
//! histories in which nobody can tell.

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

/// What is selected from the commit before to the last one.
fn since_before(repository: &Monorepo) -> Vec<String> {
    let (services, said) = repository.matrix(&["--base", "HEAD~1"]);
    assert_eq!(said, "");
    services
}

#[test]
fn a_changed_file_selects_those_who_need_it() {
    let repository = repository().file("lib/money.py", "x = 1\n");
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"]);
    assert_eq!(repository.matrix(&["--base", "HEAD"]).0, [""; 0]);
    assert_eq!(repository.matrix(&["--base", "HEAD~1", "--head", "HEAD~1"]).0, [""; 0]);
}

#[test]
fn only_commits_count_and_not_what_lies_in_the_working_tree() {
    let repository = repository().file("lib/money.py", "x = 1\n");
    repository.commit();
    let repository = repository.file("svc/cart/app.py", "").file("svc/mail/app.py", "import lib.money\n");
    assert_eq!(since_before(&repository), ["cart"]);
}

#[test]
fn a_change_begins_where_it_left_the_base() {
    let repository = repository();
    repository.git(&["checkout", "--quiet", "-b", "feature"]);
    let repository = repository.file("lib/money.py", "x = 1\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    let repository = repository.file("lib/clock.py", "x = 1\n").file("Makefile", "all:\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "feature"]);
    assert_eq!(repository.matrix(&["--base", "main"]).0, ["cart"], "the base went on, which is no part of the change");
    assert_eq!(repository.matrix(&["--base", "feature", "--head", "main"]).0, ["mail"]);
}

#[test]
fn a_deleted_file_is_looked_up_where_it_was() {
    let repository = repository().without("lib/money.py").file("svc/cart/app.py", "");
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"]);

    let repository =
        Monorepo::new("--- svc/cart/app.py\nimport lib.hub\n--- lib/hub.py\nimport lib.spoke\n--- lib/spoke.py\n");
    let repository = repository.committed().without("lib/spoke.py").file("lib/hub.py", "");
    repository.commit();
    let said = repository.run(&["ci", "matrix", "--base", "HEAD~1", "--why", "cart"]);
    assert_eq!(said.out, "cart: needs `lib/hub.py`\n    svc/cart/app.py:1 -> lib.hub  (import)\n");
    // Seen by itself, the deleted file was needed before and is not any more.
    repository.git(&["checkout", "--quiet", "HEAD~1"]);
    let repository = repository.without("lib/spoke.py");
    repository.commit();
    let said = repository.run(&["ci", "matrix", "--base", "HEAD~1", "--why", "cart"]);
    assert_eq!(
        said.out,
        "cart: needs `lib/spoke.py`
    svc/cart/app.py:1 -> lib.hub  (import)
    lib/hub.py:1 -> lib.spoke  (import)
"
    );
}

#[test]
fn who_needed_a_file_only_before_is_selected_and_told_so() {
    // The only file that changed is the one that is gone; who needed it is told from the revision that had it.
    let repository = Monorepo::new(
        "--- svc/cart/app.py
from lib.kinds import *
--- lib/kinds/__init__.py
__all__ = ['coin']
--- lib/kinds/coin.py
--- lib/kinds/rates.csv
",
    )
    .committed()
    .without("lib/kinds/rates.csv");
    repository.commit();
    let said = repository.run(&["ci", "matrix", "--base", "HEAD~1", "--why"]);
    assert_eq!(
        said.out,
        "cart: needs `lib/kinds/rates.csv`
    svc/cart/app.py:1 -> lib.kinds  (import)
    beside which lies lib/kinds/rates.csv
"
    );
    // A whole package that is gone is known from before alone.
    let repository = repository.without("lib/kinds/__init__.py").without("lib/kinds/coin.py");
    let repository = repository.file("svc/cart/app.py", "");
    repository.git(&["add", "svc/cart/app.py"]);
    repository.git(&["commit", "--quiet", "--message", "change"]);
    repository.commit();
    let repository =
        Monorepo::new("--- svc/cart/app.py\nimport lib.old\n--- lib/old.py\nimport lib.older\n--- lib/older.py\n")
            .committed()
            .file("lib/old.py", "")
            .without("lib/older.py")
            .file("svc/mail/app.py", "");
    repository.commit();
    let said = repository.run(&["ci", "matrix", "--base", "HEAD~1", "--format", "json"]);
    assert!(
        said.out.contains(
            r#""services": [
    "cart"
  ]"#
        ),
        "{}",
        said.out
    );
}

#[test]
fn a_renamed_file_counts_under_both_names() {
    let repository = repository().file("svc/cart/app.py", "import lib.money\nfrom svc.mail import app\n");
    repository.commit();
    repository.git(&["mv", "lib/clock.py", "lib/time_of_day.py"]);
    let repository = repository.file("svc/mail/notes.txt", "");
    repository.git(&["commit", "--quiet", "--message", "change"]);
    assert_eq!(since_before(&repository), ["cart", "mail"], "mail imports the old name, and cart mail");

    let repository = Monorepo::new(FILES).committed();
    repository.git(&["mv", "assets/names.txt", "svc/mail/names.txt"]);
    repository.commit();
    assert_eq!(since_before(&repository), ["mail"]);
    repository.git(&["mv", "svc/mail/names.txt", "assets/names.txt"]);
    repository.commit();
    assert_eq!(since_before(&repository), ["mail"]);
}

#[test]
fn an_added_file_concerns_those_who_asked_for_it_in_vain_or_find_it_first() {
    let repository =
        Monorepo::new("--- svc/cart/app.py\nimport lib.money\nfrom lib import clock\n--- svc/mail/app.py\n")
            .committed()
            .file("lib/money.py", "");
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"]);
    let repository = repository.file("lib/clock/__init__.py", "");
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"]);
    let repository = repository.file("lib/__init__.py", "");
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"], "it runs before what is imported");
}

#[test]
fn a_mode_or_a_link_is_a_change_too() {
    let repository = repository();
    repository.git(&["update-index", "--chmod=+x", "lib/money.py"]);
    repository.git(&["commit", "--quiet", "--message", "change"]);
    assert_eq!(since_before(&repository), ["cart"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_a_change_of_whoever_imports_by_it() {
    let repository = Monorepo::new(FILES).file("svc/cart/app.py", "import lib.alias\n").committed();
    std::os::unix::fs::symlink("money.py", repository.project.path("lib/alias.py")).unwrap();
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"]);
}

#[test]
fn a_changed_model_or_workflow_selects_everything() {
    for file in ["environments/staging/notes.md", ".github/workflows/services.yml", ".github/actions/setup/action.yml"]
    {
        let repository = repository().file(file, "\n");
        repository.commit();
        let (services, said) = repository.matrix(&["--base", "HEAD~1"]);
        assert_eq!(services, ["cart", "mail"], "{file}");
        assert!(said.starts_with(&format!("everything is selected: `{file}` changed, which is ")), "{said}");
    }
    let repository = repository().file(".github/workflows/other.yml", "\n");
    repository.commit();
    assert_eq!(repository.matrix(&["--base", "HEAD~1"]).0, [""; 0]);
}

#[test]
fn names_that_git_would_quote_are_read_as_they_are() {
    let names =
        ["svc/mail/한국어.py", "svc/mail/it's \"a\"\tname.py", "svc/mail/new\nline.py", "svc/mail/$(touch owned).py"];
    for name in names {
        let repository = repository().file(name, "");
        repository.commit();
        assert_eq!(since_before(&repository), ["mail"], "{name}");
        assert!(!repository.project.path("owned").exists());
    }
    let repository = repository().file("lib/한국어.py", "").file("svc/cart/app.py", "import lib.한국어\n");
    repository.commit();
    let repository = repository.file("lib/한국어.py", "x = 1\n");
    repository.commit();
    assert_eq!(since_before(&repository), ["cart"]);
}

#[test]
fn what_is_ignored_is_no_code_and_what_is_new_is() {
    let repository = repository().file(".gitignore", "/lib/generated/\n.venv/\n");
    let repository = repository
        .file("svc/cart/app.py", "import lib.money\nimport lib.generated.api\nimport lib.fresh\n")
        .file("lib/generated/api.py", "import lib.clock\n")
        .file("lib/fresh.py", "");
    assert_eq!(
        repository.edges(),
        "mail needs lib/clock.py: svc/mail/app.py:1 import
cart needs lib/fresh.py: svc/cart/app.py:3 import
cart needs lib/money.py: svc/cart/app.py:1 import
"
    );
}

#[test]
fn code_that_cannot_be_read_is_said_and_does_not_stop_the_selection() {
    let repository = repository().file("lib/money.py", "import lib.clock\ndef broken(:\n    pass\n");
    repository.commit();
    let (services, said) = repository.matrix(&["--base", "HEAD~1"]);
    assert_eq!(services, ["cart"]);
    assert!(said.starts_with("warning: lib/money.py:2:") && said.lines().count() == 1, "{said}");
}
