//! Which services a list of changed files, or of names, selects, and how that is said to people and to GitHub.

use crate::ci::shop::CI;
use crate::ci::shop::FILES;
use crate::ci::shop::SERVICES;
use crate::ci::shop::changed;
use crate::ci::shop::repository;
use crate::monorepo::Monorepo;

/// The services that a change of one file selects, as printed.
fn selected(file: &str) -> String {
    let said = changed(&repository(), file.as_bytes(), &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    said.out.trim().to_owned()
}

#[test]
fn a_change_selects_those_whom_it_concerns_in_the_order_of_the_model() {
    assert_eq!(selected("svc/mail/app.py"), r#"["mail"]"#);
    assert_eq!(selected("svc/mail/deep/notes.txt"), r#"["mail"]"#);
    assert_eq!(selected("lib/money.py"), r#"["web","cart"]"#);
    assert_eq!(selected("lib/prices/table.csv"), r#"["cart"]"#);
    assert_eq!(selected("deploy/cart/a.yaml"), r#"["cart"]"#);
    assert_eq!(selected("deploy/mail/a.yaml"), "[]");
    assert_eq!(selected("manifests/mail-sender/a.yaml"), r#"["mail"]"#);
    assert_eq!(selected("svc/mail\0svc/cart/app.py\0svc/web/x"), r#"["web","cart","mail"]"#);
}

#[test]
fn nothing_is_an_empty_list() {
    for file in ["lib/unused.py", "README.md", "svc/gate/main.go", "svc/web-more/app.py", "svc", "", "\0\0"] {
        assert_eq!(selected(file), "[]", "{file:?}");
    }
}

#[test]
fn some_files_concern_everything_and_the_reason_is_said() {
    let reason = |file: &str| {
        let said = changed(&repository(), file.as_bytes(), &[]);
        assert_eq!(said.out, "[\"web\",\"cart\",\"mail\"]\n", "{file}");
        said.err
    };
    assert_eq!(
        reason("environments/dev.yaml"),
        "everything is selected: `environments/dev.yaml` changed, which is part of the model\n"
    );
    assert_eq!(
        reason(".github/workflows/services.yml"),
        "everything is selected: `.github/workflows/services.yml` changed, which is what runs the jobs\n"
    );
    assert_eq!(
        reason("Makefile"),
        "everything is selected: `Makefile` changed, which is covered by `Makefile` under `ci.everything`\n"
    );
    assert_eq!(
        reason("tools/deep/gone.sh"),
        "everything is selected: `tools/deep/gone.sh` changed, which is covered by `tools/**` under `ci.everything`\n"
    );
}

#[test]
fn services_are_named_in_the_order_asked_for() {
    let names = |names: &str| repository().run(&["ci", "matrix", "--services", names]);
    assert_eq!(names("mail, web,,mail,post").out, "[\"mail\",\"web\"]\n");
    assert_eq!(names("post").out, "[\"mail\"]\n");
    let all = names("mail,all");
    assert_eq!(all.out, "[\"web\",\"cart\",\"mail\"]\n");
    assert_eq!(all.err, "everything is selected: all services were asked for\n");
    for (asked, error) in [
        ("car", "error: there is no service `car` to test; did you mean `cart`?\n"),
        ("gate", "error: there is no service `gate` to test: `.github/workflows/gate.yml` tests it\n"),
        ("mail-sender", "error: there is no service `mail-sender` to test: it is a part of `mail`\n"),
        ("$(id)", "error: there is no service `$(id)` to test; known are `web`, `cart`, `mail` and `post`\n"),
    ] {
        let said = names(asked);
        assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (2, "", error));
    }
}

#[test]
fn without_a_name_the_change_decides() {
    let repository = Monorepo::with(SERVICES, CI, FILES).committed();
    let base = repository.git(&["rev-parse", "HEAD"]);
    let repository = repository.file("svc/mail/app.py", "x = 1\n");
    repository.commit();
    for empty in ["", " "] {
        assert_eq!(repository.matrix(&["--services", empty, "--base", &base]).0, ["mail"]);
        let (services, why) = repository.matrix(&["--services", empty]);
        assert_eq!(services, ["web", "cart", "mail"]);
        assert_eq!(why, "everything is selected: no services were named, and no revision to compare with\n");
    }
    let said = repository.run(&["ci", "matrix", "--services", ","]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "a list of no names is no wish: {}", said.err);
    assert_eq!(repository.matrix(&["--services", "web", "--base", &base]).0, ["web"], "a name is what counts");
}

#[test]
fn something_must_be_said_of_the_change() {
    let said = repository().run(&["ci", "matrix"]);
    assert_eq!(said.code, 2);
    assert_eq!(said.err, "error: say what changed: `--base REV`, `--files-from FILE`, or `--services NAMES`\n");
    let said = repository().run(&["ci", "matrix", "--files-from", "nowhere"]);
    assert_eq!((said.code, said.err.as_str()), (2, "error: there is no file `nowhere`\n"));
}

#[test]
fn names_of_files_are_whatever_a_disk_allows() {
    let names: [&[u8]; 10] = [
        b"svc/mail/a file.py",
        b"svc/mail/it's \"quoted\".py",
        b"svc/mail/new\nline.py",
        b"svc/mail/$(touch owned).py",
        b"svc/mail/`touch owned`;touch owned #.py",
        "svc/mail/한국어.py".as_bytes(),
        b"svc/mail/\xff\xfe.py",
        b"svc/mail/-rf",
        b"svc/mail/${{ github.token }}.py",
        b"svc/mail/\x1b[31m.py",
    ];
    for name in names {
        let repository = repository();
        let said = changed(&repository, &[name, b"\0"].concat(), &["--why"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.starts_with("mail: `svc/mail/") && said.out.lines().count() == 1, "{}", said.out);
        assert!(!said.out.contains('\x1b'), "{:?}", said.out);
        assert!(!repository.project.path("owned").exists() && !repository.project.path("svc/mail/owned").exists());
    }
    let said = changed(&repository(), &names.join(&0), &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((report["changedFiles"].as_u64(), report["services"].to_string()), (Some(10), "[\"mail\"]".to_owned()));
}

#[test]
fn names_that_newlines_separate_are_refused_rather_than_read_as_one() {
    let said = changed(&repository(), b"lib/money.py\nsvc/mail/app.py\n", &[]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    let error = "error: the names in `changed` are separated by lines, and a name may hold a line break: separate \
                 them by NUL, as `git diff --name-only -z` does\n";
    assert_eq!(said.err, error);
}
